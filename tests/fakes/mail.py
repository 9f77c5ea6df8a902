"""The mail window's view over the records of a desk in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime

from assistant.domain.mailview import Box, Glance, Step, Waiting
from assistant.domain.received import FLAGGED, Received
from assistant.testing.memory import MemoryReads


class MemoryMail:
    """Implements `MailReads`; letters of one subject are a thread."""

    def __init__(self, reads: MemoryReads) -> None:
        self._reads = reads

    def _all(self) -> list[Received]:
        found = self._reads._all(Received)
        return sorted(found, key=lambda one: one.date, reverse=True)

    def boxes(self) -> Sequence[Box]:
        known: dict[tuple[str, str, str], int] = {}
        for one in self._all():
            key = (one.account, one.folder, one.role)
            known[key] = known.get(key, 0) + (not one.seen)
        found = [Box(*key, unread=count) for key, count in known.items()]
        return sorted(found, key=lambda one: (one.role != "inbox", one.folder))

    def step(
        self,
        box: Box,
        words: str = "",
        after: tuple[str, int] | None = None,
        shown: Collection[str] = (),
    ) -> Step:
        assert after is None
        if words:
            return Step(tuple(map(self._glance, self._reads.letters(words))), None)
        here = [one for one in self._all() if _place(one) == (box.account, box.folder, box.role)]
        rows: dict[str, Glance] = {}
        for one in here:
            rows.setdefault(_thread(one), self._glance(one))
        return Step(tuple(rows[key] for key in rows if key not in shown), None)

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        return [
            Waiting(str(one.to[0]), one.subject, one.date, one.id)
            for one in self._all()
            if one.role == "sent" and (now - one.date).days > 1
        ]

    def thread(self, key: str) -> Sequence[Received]:
        one = next((one for one in self._all() if one.id == key), None)
        if one is None:
            return ()
        same = [each for each in self._all() if _thread(each) == _thread(one)]
        return tuple(reversed(same))

    def _glance(self, one: Received) -> Glance:
        return Glance(
            one.id, _thread(one), one.sender.name or one.sender.email,
            str(one.to[0]) if one.to else "", one.subject, " ".join(one.text[:240].split()),
            one.date, one.seen, bool(one.attachments), FLAGGED in one.flags,
            sum(_thread(each) == _thread(one) for each in self._all()),
        )  # fmt: skip


def _place(one: Received) -> tuple[str, str, str]:
    return one.account, one.folder, one.role


def _thread(one: Received) -> str:
    return one.subject.removeprefix("Re: ") or one.id
