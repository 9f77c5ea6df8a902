"""A record to be deleted."""

from collections.abc import Sequence

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.changes import Record
from assistant.domain.say import say_moment
from ui.cards.face import Face, Fact, facts
from ui.cards.records import facts_of, named

_LISTED = 12


def many(records: Sequence[Record]) -> Face:
    """Return what a card shows of many records that would go: how many, and the first of them."""
    kinds: dict[type, list[Record]] = {}
    for one in records:
        kinds.setdefault(type(one), []).append(one)
    return Face(
        icon="trash",
        title=tr("Delete these {n}?", n=len(records)),
        verb=tr("Delete"),
        body=facts([Fact("trash", "What", _listed(some)) for some in kinds.values()]),
        destructive=True,
    )


def _listed(records: Sequence[Record]) -> str:
    lines = [_line(one) for one in records[:_LISTED]]
    rest = len(records) - len(lines)
    return "\n".join([*lines, *([tr("… and {n} more", n=rest)] if rest else [])])


def _line(record: Record) -> str:
    if isinstance(record, Event):
        return f"{named(record)}, {say_moment(record.start)}"
    return named(record)


def face(record: Record) -> Face:
    """Return what a card shows of a record that would go."""
    return Face(
        icon="trash",
        title=tr("Delete this?"),
        verb=tr("Delete"),
        body=facts(facts_of(record)),
        destructive=True,
    )
