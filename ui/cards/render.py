"""From a card to its faces: one renderer a kind of change, a plain one for the rest."""

from assistant.domain.calendar import Event
from assistant.domain.cards import Card
from assistant.domain.changes import Add, Change, Remove, Send, Update
from assistant.domain.contacts import Contact
from assistant.domain.reminders import Reminder
from ui.cards import contact, event, mail, plain, reminder, remove, update
from ui.cards.face import Face

_MOST = 6  # objects to delete that are shown one by one


def faces(card: Card) -> list[Face]:
    """Return what `card` shows, one face a change; letters are drawn from their final bytes."""
    letters = iter(card.letters)
    sent = {one.draft.id for one in card.proposal.changes if isinstance(one, Send)}
    made = []
    gone = [one.record for one in card.proposal.changes if isinstance(one, Remove)]
    if len(gone) > _MOST:  # a calendar with all its events: one list, not a face for each
        made.append(remove.many(gone))
    for change in card.proposal.changes:
        if isinstance(change, Remove) and len(gone) > _MOST:
            continue
        if isinstance(change, Add) and change.record.id in sent:
            continue  # the draft of a letter that leaves: the letter itself is shown
        letter = next(letters, None) if isinstance(change, Send) else None
        made.append(_face(change, card) if letter is None else mail.face(letter))
    return made


def _face(change: Change, card: Card) -> Face:
    match change:
        case Add(Event() as new):
            return event.face(new, card)
        case Add(Reminder() as new):
            return reminder.face(new, card)
        case Add(Contact() as new):
            return contact.face(new, card)
        case Update(before, after):
            return update.face(before, after)
        case Remove(record):
            return remove.face(record)
        case _:
            return plain.face(change)
