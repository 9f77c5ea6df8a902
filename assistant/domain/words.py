"""How words are looked for: without regard to case, width and composition of the letters."""

import unicodedata
from collections.abc import Sequence


def fold(text: str) -> str:
    """Return `text` as it is compared: Unicode NFKC, case-folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def wanted(words: str) -> Sequence[str]:
    """Return what must occur: the folded parts of `words` between blanks."""
    return fold(words).split()
