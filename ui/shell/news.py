"""What happened in the core, told to the parts of the window that it concerns."""

from assistant.base.i18n import tr
from assistant.domain.events import (
    Applied,
    BriefReady,
    CardClosed,
    CardShown,
    Failed,
    NoteOpened,
    RecordsChanged,
    ReminderDue,
    ReminderMissed,
    TurnEnded,
    TurnStarted,
    Undone,
)
from ui.look.attempt import attempt
from ui.shell.window import Window


class News:
    """Passes events on; says what nothing else on the screen says."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def take(self, event: object) -> None:
        """Pass one event on."""
        window = self._window
        window.chat.take(event)
        window.books.take(event)
        match event:
            case RecordsChanged(kinds=kinds):
                self._records(kinds)
            case Applied():
                self._applied(event)
            case Undone(entry=entry):
                window.tell(tr("Undone: {what}", what=entry.proposal.summary))
            case Failed() if not self._in_view(event.conversation):
                window.tell(f"{event.text} {event.next_step}".strip())
            case ReminderDue() | ReminderMissed() | BriefReady() | NoteOpened():
                self._noticed(event)
            case CardShown() | CardClosed():
                self._cards(event)
            case TurnStarted() | TurnEnded():
                window.rail.model.refresh()
                window.rail.show_conversation(window.chat.conversation)
            case _:
                pass

    def _noticed(self, event: ReminderDue | ReminderMissed | BriefReady | NoteOpened) -> None:
        """Show what came by itself, where the desktop does not, and what was clicked there."""
        window = self._window
        match event:
            case ReminderDue() if not window.desk.notifies:
                window.notices.show_due(event.reminder, event.occurrence, late=event.late)
            case ReminderMissed(reminder=reminder, occurrence=occurrence):
                window.notices.show_due(reminder, occurrence, late=True)
            case BriefReady(conversation=key, asked=True):
                window.show_conversation(key)
            case BriefReady(conversation=key, gist=gist, shown=False):
                window.notices.show_note(
                    "sun", tr("Your day"), gist, lambda: window.show_conversation(key)
                )
            case NoteOpened():
                self._opened(event)
            case _:
                pass

    def _opened(self, event: NoteOpened) -> None:
        self._window.come_up()
        if event.conversation:
            self._window.show_conversation(event.conversation)
        else:
            self._window.show_page(event.page)

    def _records(self, kinds: frozenset[str]) -> None:
        window = self._window
        if kinds & {"Event", "Calendar"}:
            window.week.refresh()
        if "Reminder" in kinds:
            window.notices.refresh()
        if "Conversation" in kinds:
            window.rail.model.refresh()
            window.rail.show_conversation(window.chat.conversation)
            window.chat.refresh_title()

    def _applied(self, event: Applied) -> None:
        window = self._window
        window.reveal(event.entry)
        key = event.entry.id
        if not self._in_view(event.conversation):
            window.tell(event.text, lambda: attempt(lambda: window.desk.undo(key)))

    def _cards(self, event: CardShown | CardClosed) -> None:
        window = self._window
        window.refresh_badge()
        if isinstance(event, CardShown) and not event.card.conversation:
            window.show_page("approvals")

    def _in_view(self, conversation: str) -> bool:
        """Whether the conversation is the one on the screen: it says by itself what happened."""
        window = self._window
        here = bool(conversation) and conversation == window.chat.conversation
        return here and window.chat.isVisible()
