"""A reminder to be set."""

from assistant.base.i18n import tr
from assistant.domain.cards import Card
from assistant.domain.reminders import Reminder
from ui.cards.face import Face, Field, facts
from ui.cards.records import facts_of
from ui.cards.said import said


def face(reminder: Reminder, card: Card) -> Face:
    """Return what a card shows of a new reminder."""
    return Face(
        icon="bell",
        title=tr("Set this reminder?"),
        verb=tr("Set reminder"),
        body=facts(facts_of(reminder)),
        fields=(
            Field("text", "What", reminder.text),
            Field("when", "When", said(card, "when")),
        ),
    )
