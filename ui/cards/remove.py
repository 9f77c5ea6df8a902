"""A record to be deleted."""

from assistant.base.i18n import tr
from assistant.domain.changes import Record
from ui.cards.face import Face, facts
from ui.cards.records import facts_of


def face(record: Record) -> Face:
    """Return what a card shows of a record that would go."""
    return Face(
        icon="trash",
        title=tr("Delete this?"),
        verb=tr("Delete"),
        body=facts(facts_of(record)),
        destructive=True,
    )
