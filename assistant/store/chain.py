"""The chain of the audit log: each line's hash covers the line before (TRUST rule 13).

It shows that a line was changed or taken out of the middle. It cannot show that the newest lines
were cut off, nor that all was written anew: tamper-evident, not tamper-proof.
"""

import hashlib
import json
from collections.abc import Mapping

START = ""


def digest(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, as hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def linked(former: str, line: Mapping[str, str | int]) -> str:
    """Return the hash of `line` after the hash `former` (hex; `START` before the first)."""
    canonical = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(f"{former}\n{canonical}")
