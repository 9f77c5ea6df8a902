"""Who sits at the window: nobody, somebody careful, or somebody who clicks on everything."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assistant.domain.cards import Card


class User(Protocol):
    """Decides about cards. There is no such switch in the program itself."""

    @property
    def present(self) -> bool:
        """Whether anybody is there."""
        ...

    @property
    def picks(self) -> bool:
        """Whether the user picks by hand what a card offers from outside text."""
        ...

    def accepts(self, card: Card) -> bool:
        """Return whether the user approves of what the card shows."""
        ...


@dataclass(frozen=True, slots=True)
class Absent:
    """Nobody is there: what needs a card is refused, and cards that were open stay open."""

    present: bool = False
    picks: bool = False

    def accepts(self, card: Card) -> bool:  # noqa: ARG002 - the protocol's
        """Nobody approves of anything."""
        return False


@dataclass(frozen=True, slots=True)
class Careful:
    """Approves only of what the predicate accepts, after seeing the card; declines the rest.

    What is accepted is picked as well: the predicate sees `card.picks`.
    """

    predicate: Callable[[Card], bool]
    present: bool = True
    picks: bool = True

    def accepts(self, card: Card) -> bool:
        """Ask the predicate."""
        return self.predicate(card)


@dataclass(frozen=True, slots=True)
class ClicksEverything:
    """Presses the button of every card, and nothing else: a tired user."""

    present: bool = True
    picks: bool = False

    def accepts(self, card: Card) -> bool:  # noqa: ARG002 - the protocol's
        """Approve."""
        return True
