"""A contact to be added."""

from assistant.base.i18n import tr
from assistant.domain.cards import Card
from assistant.domain.contacts import Contact
from ui.cards.face import Face, Field, facts
from ui.cards.records import facts_of
from ui.cards.said import said


def face(contact: Contact, card: Card) -> Face:
    """Return what a card shows of a new contact."""
    return Face(
        icon="user",
        title=tr("Add this contact?"),
        verb=tr("Add contact"),
        body=facts(facts_of(contact)),
        fields=(
            Field("name", "Name", contact.name),
            Field("email", "Mail", said(card, "email") or ", ".join(contact.emails)),
            Field("phone", "Phone", said(card, "phone") or ", ".join(contact.phones)),
        ),
    )
