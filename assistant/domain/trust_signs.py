"""What to know of a letter before believing it: look-alike senders, other ways back."""

import unicodedata
from collections.abc import Iterable, Sequence

from assistant.domain.received import Received

# Latin letters and figures that look like others at a glance (UTS 39 has many more).
_LOOKS = str.maketrans(
    "013578\u0430\u0131\u0251\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0455\u0501\u04cf",
    "olesgbaiaeopcxyisdl",
)
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))


def skeleton(domain: str) -> str:
    """Return a domain as the eye takes it: look-alikes made equal."""
    plain = unicodedata.normalize("NFKD", _unicode(domain.casefold()))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark)).translate(_LOOKS)
    for pair, one in _PAIRS:
        plain = plain.replace(pair, one)
    return plain


def _unicode(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except (UnicodeError, ValueError):
        return domain


def look_alike(domain: str, known: Iterable[str]) -> str:
    """Return the known domain that `domain` looks like without being it; "" where it does not."""
    own = domain.casefold()
    for other in map(str.casefold, known):
        if other != own and skeleton(other) == skeleton(own):
            return other
    return ""


def signs(letter: Received, known: Sequence[str]) -> tuple[tuple[str, dict[str, str]], ...]:
    """Return English sentences with their values, about what is odd in a letter's heads.

    `known` are the domains of people whom the user knows.
    """
    found: list[tuple[str, dict[str, str]]] = []
    email = letter.sender.email
    domain = email.rpartition("@")[2]
    other = look_alike(domain, known) if domain else ""
    if other:
        found.append(("{domain} only looks like {other}.", {"domain": domain, "other": other}))
    elif domain.startswith("xn--") or ".xn--" in domain:
        found.append(("{domain} has letters of another script.", {"domain": domain}))
    if "@" in letter.sender.name and email.casefold() not in letter.sender.name.casefold():
        found.append(
            ("The name shows another address than the one it came from: {email}.", {"email": email})
        )
    ways = [one.email for one in letter.reply_to if one.email.casefold() != email.casefold()]
    if ways:
        found.append(("It asks for answers to another address: {email}.", {"email": ways[0]}))
    return tuple(found)


def folded(text: str) -> tuple[str, str]:
    """Return what a letter says by itself, and the quote at its end ("" where there is none)."""
    lines = text.splitlines()
    end = len(lines)
    while end and (lines[end - 1].lstrip().startswith(">") or not lines[end - 1].strip()):
        end -= 1
    if end == len(lines) or not any(line.lstrip().startswith(">") for line in lines[end:]):
        return text, ""
    if end and lines[end - 1].rstrip().endswith((":", "：")):
        end -= 1
    return "\n".join(lines[:end]).rstrip(), "\n".join(lines[end:]).strip("\n")
