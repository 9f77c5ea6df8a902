"""Files that are taken in: by the ending of their name, nothing dropped in silence."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import TypeAlias

from assistant.app.addressbook import AddressBook
from assistant.app.calendars import Calendars
from assistant.base.clock import Clock
from assistant.base.errors import UsageError
from assistant.base.i18n import tr
from assistant.domain.imported import Imported, Status
from assistant.domain.mime.mbox import letters_in
from assistant.domain.mime.opening import key_of, open_letter
from assistant.store.store import Store

Post: TypeAlias = Callable[[object], None]
Taker: TypeAlias = Callable[[str, bytes, Store, Clock, Post], Imported]


def take_in(name: str, data: bytes, store: Store, clock: Clock, post: Post) -> Imported:
    """Take a file in; raise `UsageError` where its kind is none that we know.

    `post` is told how far a long one is.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in TAKERS:
        raise UsageError(
            "{name} is of no kind that can be taken in.",
            hint="These can: {endings}.",
            name=name,
            endings=", ".join(sorted(TAKERS)),
        )
    return TAKERS[ending](name, data, store, clock, post)


def _mail(_name: str, data: bytes, store: Store, clock: Clock, _post: Post) -> Imported:
    return _letters([data], store, clock)


def _mailbox(_name: str, data: bytes, store: Store, clock: Clock, _post: Post) -> Imported:
    return _letters(letters_in(data), store, clock)


def _calendar(name: str, data: bytes, store: Store, clock: Clock, post: Post) -> Imported:
    taken = Calendars(store, clock, post).take(name, data)
    status: Status = "imported"
    if not taken.new:
        status = "duplicate" if taken.known else "quarantined"
    return Imported(status, taken.new or taken.known, taken.reason)


def _contacts(name: str, data: bytes, store: Store, clock: Clock, post: Post) -> Imported:
    new, known, reason = AddressBook(store, clock, post).take(name, data)
    if not new and not known:
        return Imported("quarantined", 0, reason or tr("It is empty."))
    return Imported("imported" if new else "duplicate", new or known, reason)


def _letters(sources: Iterable[bytes], store: Store, clock: Clock) -> Imported:
    """Keep every letter; of those that could not be read the source is kept, and why."""
    new = known = 0
    trouble = ""
    for raw in sources:
        opened = open_letter(raw, key_of(raw), clock.now())
        if store.letters.add(opened.letter, raw, opened.trouble):
            new += 1
            trouble = trouble or opened.trouble
        else:
            known += 1
    if trouble:
        return Imported("quarantined", new, tr(trouble))
    if not new and not known:
        return Imported("quarantined", 0, tr("It is empty."))
    return Imported("imported" if new else "duplicate", new or known)


TAKERS: Mapping[str, Taker] = {
    ".eml": _mail,
    ".mbox": _mailbox,
    ".ics": _calendar,
    ".vcf": _contacts,
}
