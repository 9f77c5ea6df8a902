"""The log file: what happened, never what was said, and no secrets."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

_SECRET = re.compile(
    r"(?i)\b(password|passwd|secret|token|authorization|auth|api[_-]?key)\b(\s*[=:]\s*|\s+)(\S+)"
)


def redact(text: str) -> str:
    """Return `text` with what looks like a secret blanked."""
    return _SECRET.sub(r"\1\2***", text)


class _Redacting(logging.Formatter):
    """Formats a record, traceback included, with secrets blanked."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def log_to(path: Path, *, debug: bool = False) -> None:
    """Write the program's log to `path` (1 MB, three old ones kept)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.INFO)
