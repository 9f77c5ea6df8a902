"""The log file: what happened, never what was said, and no secrets."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

_NAMES = r"[\w-]*(?:password|passwd|passphrase|secret|token|api[_-]?key)[\w-]*"
_SECRET = re.compile(
    rf"(?i)\b({_NAMES}|(?:proxy-)?authorization|auth)([\"']?\s*[=:]\s*|\s+)"
    r"((?:basic|bearer|plain|login|cram-md5|xoauth2)\s+)?(\"[^\"]*\"|'[^']*'|\S+)"
)
_IN_ADDRESS = re.compile(r"(://[^/\s:@]*:)[^@\s]+@")


def redact(text: str) -> str:
    """Return `text` with what looks like a secret blanked."""
    return _IN_ADDRESS.sub(r"\1***@", _SECRET.sub(r"\1\2\3***", text))


class _Redacting(logging.Formatter):
    """Formats a record, traceback included, with secrets blanked."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def log_to(path: Path, *, debug: bool = False) -> None:
    """Write the program's log to `path` (1 MB, three old ones kept).

    A log that cannot be written, on a full disk, is no reason to show a traceback.
    """
    logging.raiseExceptions = debug
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.INFO)
