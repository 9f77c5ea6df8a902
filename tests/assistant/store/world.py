"""A Monday morning in Berlin, and a few things to keep."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.domain.calendar import Event
from assistant.domain.cards import Card, Letter
from assistant.domain.changes import Add, Change, Proposal, Send
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.domain.reminders import Reminder

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, tzinfo=BERLIN)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ANNA = Address("anna@example.org", "Anna Keller")
LUNCH = Event("lunch", "Lunch with Anna", NOW + 8 * DAY, NOW + 8 * DAY + HOUR, attendees=(ANNA,))
STRETCH = Reminder("stretch", "Stretch", NOW + HOUR)
CONTACT = Contact("anna", "Anna Keller", ("anna@example.org",))
DRAFT = Draft("late", (ANNA,), "Late", "I will be ten minutes late.")


def letter(draft: Draft = DRAFT, number: int = 1) -> Letter:
    """Return bytes that nobody has to look into."""
    return Letter(
        message=f"Subject: {draft.subject}\r\n\r\n{draft.body}".encode() + b"\x00\xff\r\n",
        message_id=f"{draft.id}.{number}@example.org",
        sender="me@example.org",
        recipients=tuple(person.email for person in draft.recipients),
        account="work",
        host="smtp.example.org",
    )


def proposal(*changes: Change) -> Proposal:
    """Return a proposal that is made of `changes`."""
    return Proposal("Do it", changes)


def sending(draft: Draft = DRAFT) -> Proposal:
    """Return the proposal to write and send `draft`."""
    return Proposal(f"Mail: {draft.subject}", (Add(draft), Send(draft)))


def card(key: str = "card", what: Proposal | None = None) -> Card:
    """Return an open card."""
    what = what or sending()
    letters = tuple(letter(change.draft) for change in what.changes if isinstance(change, Send))
    return Card(
        key, "talk", "turn", "mail.send", {"to": ("Anna",), "now": True}, what, letters,
        "ab" * 32, NOW, why="tell Anna", warnings=("First mail to Anna",),
    )  # fmt: skip
