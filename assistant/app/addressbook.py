"""Address files in and out: read whole, saved in one transaction, nothing dropped."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.base.clock import Clock
from assistant.base.i18n import tr
from assistant.domain.birthdays import with_birthday
from assistant.domain.changes import Add, Change, Proposal, Update
from assistant.domain.contacts import Contact
from assistant.domain.events import RecordsChanged
from assistant.domain.labels import Label, Origin
from assistant.domain.vcard import read_cards, write_cards
from assistant.domain.vcard.writing import Version
from assistant.skill.context import fresh_id
from assistant.store.asides import SetAside
from assistant.store.store import Store


class AddressBook:
    """Reads address files into the store and writes it out again."""

    def __init__(self, store: Store, clock: Clock, post: Callable[[object], None]) -> None:
        self._store = store
        self._clock = clock
        self._post = post

    def take(self, name: str, data: bytes) -> tuple[int, int, str]:
        """Import an address file; return how many entries are new, how many known, and a reason.

        One with the UID of an entry here takes its place where it says something else. Entries
        that only look alike stay beside each other: to merge them is for the user.
        """
        found = read_cards(data)
        records = [*self._changes(found.contacts)]
        changes = [each for one in records for each in with_birthday(self._store.reads, one)]
        if changes:
            self._store.journal.apply(
                Proposal(tr("Imported from {file}", file=name), tuple(changes)),
                entry_id=fresh_id(),
                cause="import",
                labels=frozenset({Label(Origin.FILE, name)}),
            )
            self._post(RecordsChanged(frozenset({"Contact", "Event"})))
        self._store.asides.keep([SetAside(name, text, reason) for text, reason in found.aside])
        reason = "; ".join(dict.fromkeys(reason for _, reason in found.aside))[:300]
        return len(records), len(found.contacts) - len(records), reason

    def write(self, target: Path, version: Version = "4.0", group: str = "") -> int:
        """Write all contacts, or those of a group, into a file; return how many."""
        chosen = [one for one in self._store.reads.contacts() if not group or group in one.groups]
        target.write_bytes(write_cards(chosen, version))
        return len(chosen)

    def _changes(self, contacts: Sequence[Contact]) -> Iterator[Change]:
        known = {one.uid or one.id: one for one in self._store.reads.contacts()}
        said = {replace(one, id="", uid="") for one in known.values()}
        for one in contacts:
            before = known.get(one.uid) if one.uid else None
            if before is not None:
                after = replace(one, id=before.id, uid=before.uid)
                if after != before:
                    known[one.uid] = after
                    yield Update(before, after)
            elif replace(one, id="", uid="") not in said:
                made = replace(one, id=fresh_id())
                known[made.uid or made.id] = made
                said.add(replace(one, id="", uid=""))
                yield Add(made)
