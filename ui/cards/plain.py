"""Any change that has no renderer of its own: all its facts, one under the other."""

from assistant.base.i18n import tr
from assistant.domain.changes import Change, record_of
from ui.cards.face import Face, facts
from ui.cards.records import facts_of


def face(change: Change) -> Face:
    """Return what a card shows of `change`."""
    return Face(
        icon="info",
        title=tr("Do this?"),
        verb=tr("Do it"),
        body=facts(facts_of(record_of(change))),
    )
