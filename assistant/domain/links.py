"""Links in a text, as a reader's mail program would find them."""

import re

# Anything that begins like an address of the web, with or without its scheme (RFC 3986 3.1).
_LINK = re.compile(
    r"(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{1,20}://|www\.|(?:mailto|javascript|data|file|tel):)[^\s<>\"“”「」。，；！？]+",
    re.IGNORECASE,
)
_CLOSING = ".,;:!?)]}'’。，；：！？）】"


def links_in(text: str) -> tuple[str, ...]:
    """Return the links that stand in `text`, each once, in their order, closing signs cut off."""
    found = (one.rstrip(_CLOSING) for one in _LINK.findall(text))
    return tuple(dict.fromkeys(one for one in found if one))
