"""A record to be changed: what was, and what would be."""

from assistant.base.i18n import tr
from assistant.domain.changes import Record
from ui.cards.face import Face, Fact, facts
from ui.cards.records import facts_of, named


def face(before: Record, after: Record) -> Face:
    """Return what a card shows of a change: every fact that differs, old and new."""
    return Face(
        icon="edit",
        title=tr("Change {name}?", name=named(before)),
        verb=tr("Change"),
        body=facts([*_head(after), *_differences(before, after)]),
    )


def _head(after: Record) -> tuple[Fact, ...]:
    return facts_of(after)[:1]


def _differences(before: Record, after: Record) -> list[Fact]:
    pairs = zip(facts_of(before), facts_of(after), strict=False)
    return [
        Fact(new.icon, new.label, f"{old.value or '–'}  →  {new.value or '–'}")
        for old, new in pairs
        if old != new
    ]
