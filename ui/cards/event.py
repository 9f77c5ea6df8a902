"""An event to be added."""

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.cards import Card
from ui.cards.face import Face, Field, facts
from ui.cards.records import facts_of
from ui.cards.said import said


def face(event: Event, card: Card) -> Face:
    """Return what a card shows of a new event."""
    guests = ", ".join(str(one) for one in event.attendees)
    return Face(
        icon="calendar",
        title=tr("Add this event?"),
        verb=tr("Add event"),
        body=facts(facts_of(event)),
        fields=(
            Field("title", "Title", event.title),
            Field("start", "When", said(card, "start")),
            Field("location", "Where", event.location),
            *((Field("attendees", "Guests", guests, many=True),) if guests else ()),
        ),
    )
