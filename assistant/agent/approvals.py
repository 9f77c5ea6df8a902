"""Approvals: single-use, bound to what was shown, good for ten minutes (TRUST rule 6)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.base.clock import Clock
from assistant.base.errors import Declined
from assistant.domain.cards import Card

GOOD_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Nonce:
    card: str
    sha256: str
    until: datetime


class Approvals:
    """Hands out nonces for visible cards and takes each back once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, _Nonce] = {}

    def issue(self, card: Card) -> str:
        """Return a nonce for `card` as it is now; older ones of the same card lose their worth."""
        self._open = {key: one for key, one in self._open.items() if one.card != card.id}
        nonce = secrets.token_urlsafe(16)
        self._open[nonce] = _Nonce(card.id, card.sha256, self._clock.now() + GOOD_FOR)
        return nonce

    def redeem(self, card: Card, nonce: str) -> None:
        """Accept `nonce` for `card`, once; raise `Declined` for any other or a stale one."""
        known = self._open.pop(nonce, None)
        if known is None or (known.card, known.sha256) != (card.id, card.sha256):
            raise Declined("This approval does not belong to this card.", hint="Look at it again.")
        if self._clock.now() > known.until:
            raise Declined(
                "The card was open for more than ten minutes.",
                hint="Look at it once more, then approve it.",
            )
