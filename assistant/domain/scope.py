"""Which instances of a series somebody means, by their words."""

import re

from assistant.domain.series import Scope

_FOLLOWING = (
    r"\b(?:following|from now on|from then on|onwards?|future ones|all later)\b"
    r"|以后|之后|往后|后面"
)
_ALL = r"\b(?:all|every|each|whole|entire|series|always)\b|所有|全部|整个|每[周天次月年]"
_THIS = r"\b(?:this|that|only|once|one)\b|[只仅]|[这那][一次个场]|本次"
_WORDS = ((Scope.FOLLOWING, _FOLLOWING), (Scope.ALL, _ALL), (Scope.THIS, _THIS))


def scope_in(words: str) -> Scope | None:
    """Return what `words` say, or None where they do not say it."""
    for scope, pattern in _WORDS:
        if re.search(pattern, words, re.IGNORECASE):
            return scope
    return None
