"""Whose time an event takes: the user's own, or that of whoever shares the calendar it lies in."""

import re
from collections.abc import Iterable, Sequence

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address
from assistant.domain.words import fold

_MOST = 12
_NUMBERS = {
    **{word: at for at, word in enumerate(("one", "two", "three", "four", "five", "six"), start=1)},
    **{mark: at for at, mark in enumerate("一二三四五六", start=1)},
    "两": 2,
}
_TIMES = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(one for one in _NUMBERS if one.isascii())})\s+"
    r"(?:free\s+|possible\s+|open\s+)?(?:times|slots|dates|options|time)\b"
    rf"|(\d{{1,2}}|[{''.join(one for one in _NUMBERS if not one.isascii())}])"
    r"\s*个(?:[^，。,.]{0,8}?)(?:时间|时段|空档)",
    re.IGNORECASE,
)


class Sharing:
    """Which calendars are another's: by their owner, or because they bear a contact's name."""

    def __init__(self, calendars: Iterable[Calendar], contacts: Iterable[Contact]) -> None:
        self._names = {fold(one.name): one for one in contacts}
        self._owners = {one.id: owner for one in calendars if (owner := self._owner(one))}

    def others(self, calendar: str) -> bool:
        """Whether a calendar (by its id) is another's: its events take none of the user's time."""
        return calendar in self._owners

    def takes(self, event: Event, people: Sequence[Address]) -> bool:
        """Whether an event takes time of the user or of one of `people`."""
        if not self.others(event.calendar):
            return True
        owner = self._owners[event.calendar]
        if any(_names(one) & owner for one in people):
            return True
        gone = {fold(one.email) for one in event.replies if one.status == "declined"}
        guests = {name for one in event.attendees for name in _names(one)} - gone
        return any(_names(one) & guests for one in people)

    def knows(self, person: Address) -> bool:
        """Whether a calendar of this person is here."""
        return any(_names(person) & owner for owner in self._owners.values())

    def _owner(self, calendar: Calendar) -> frozenset[str]:
        """Return the names and addresses of whose calendar it is, empty for the user's own."""
        said = fold(calendar.owner).strip()
        contact = self._names.get(said or fold(calendar.name))
        if contact is None and "@" in said:
            known = self._names.values()
            contact = next((one for one in known if said in map(fold, one.emails)), None)
        if contact is not None:
            return frozenset(
                (fold(contact.name), *map(fold, contact.emails), *filter(None, [said]))
            )
        return frozenset([said]) if said else frozenset()


def _names(person: Address) -> set[str]:
    return {fold(one) for one in (person.email, person.name) if one}


def times_wanted(words: str) -> int:
    """Return how many times somebody asks for, as in "three times next week"; 0 for any number."""
    found = _TIMES.search(words)
    if found is None:
        return 0
    said = (found[1] or found[2]).casefold()
    number = _NUMBERS.get(said) or (int(said) if said.isdecimal() else 0)
    return min(number, _MOST)
