"""A conversation: what was said, what is being said, and where the user types."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.events import (
    Applied,
    Asked,
    CardClosed,
    CardShown,
    Failed,
    ModelStateChanged,
    OutboxChanged,
    Progress,
    TextDelta,
    TurnEnded,
    TurnEvent,
    TurnStarted,
    TurnStateChanged,
    Undone,
)
from assistant.domain.talk import Role
from ui.chat.banner import ModelBanner
from ui.chat.composer import Composer
from ui.chat.empty import Empty
from ui.chat.header import ChatHeader
from ui.chat.live import Live
from ui.chat.state import StateLine
from ui.chat.thread import WIDEST
from ui.chat.transcript import Transcript
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.canvas import bounded
from ui.look.follow import follow
from ui.look.parts import plain, restyle
from ui.look.tongue import tongue

_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)


class ChatView(QWidget):
    """One conversation at a time. `failed` carries what could not even be asked."""

    opened = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self.conversation = ""
        self._turns: set[str] = set()
        self._written: set[str] = set()
        self._sent: dict[str, str] = {}
        self._running = ""
        self._live = Live()
        self.header = ChatHeader()
        self.banner = ModelBanner(desk)
        self.thread_ = Transcript(desk)
        self.empty = Empty(desk.clock)
        self.state = StateLine()
        self.composer = Composer()
        self._trust = plain(step="small", tone="muted")
        self._lay_out()
        self.composer.sent.connect(self.say)
        self.composer.stopped.connect(self.stop)
        self.empty.chosen.connect(self.composer.fill)
        self.composer.editor.paged.connect(self.thread_.page)
        self.thread_.answered.connect(self.say)
        self.thread_.undo.connect(lambda entry: attempt(lambda: desk.undo(entry)))
        self.thread_.retry.connect(lambda letter: attempt(lambda: desk.retry(letter)))
        self._refresh_emptiness()

    # -- what the user does

    def say(self, text: str) -> None:
        """Ask the core; an answer that cannot begin keeps what was typed."""
        try:
            turn = self._desk.ask(text, self.conversation)
        except AssistantError as error:
            self.failed.emit(error)
            return
        self._turns.add(turn)
        self._sent[turn] = text
        if self._running:
            self.state.queue(len(self._sent))
        self.composer.taken(text)
        self.thread_.to_end()

    def stop(self) -> None:
        """Stop the answer that is being written."""
        if self._running:
            self._desk.stop()

    @property
    def busy(self) -> bool:
        """Whether an answer is being made."""
        return bool(self._running)

    # -- what is shown

    def start_new(self) -> None:
        """Begin an empty conversation."""
        self._reset("")

    def show_conversation(self, key: str) -> None:
        """Show a conversation as it is: open cards, and an answer that is still being written."""
        self._reset(key)
        cards = [card for card in self._desk.cards() if card.conversation == key]
        lines = self._desk.lines(key)
        self.thread_.show_lines(lines, cards)
        # What the core has written already may still be on its way here, piece by piece.
        self._written = {line.turn for line in lines if line.role is Role.ASSISTANT}
        turn, partial = self._live.of(key)
        if turn in self._written:
            turn, partial = "", ""
        if turn:
            self._run(turn)
        if partial:
            self.thread_.grow(partial)
        self._refresh_emptiness()

    def refresh_title(self) -> None:
        """Read the conversation's title again."""
        found = (one.title for one in self._desk.conversations() if one.id == self.conversation)
        self.header.show_title(next(found, ""))

    def take(self, event: object) -> None:
        """Show what happened in the core, if it belongs here."""
        self._live.take(event)
        if isinstance(event, Failed) and not event.turn and self.thread_.fail_card(event):
            return
        match event:
            case TurnStarted():
                self._sent.pop(event.turn, None)
                self._started(event)
                self.state.queue(len(self._sent))
            case TurnEvent() if self._is_here(event):
                self._in_turn(event)
            case CardClosed(card=card):
                self.thread_.close_card(card)
                self._take_focus()
                if not self.thread_.waiting and not self._running:
                    self.state.rest()
            case Undone(entry=entry):
                self.thread_.take_back(entry)
            case OutboxChanged():
                self.thread_.refresh_letters()
            case Progress():
                self.banner.show_progress(event)
            case ModelStateChanged():
                self.banner.refresh()
                self._say_trust()
            case _:
                pass

    # -- inside

    def _take_focus(self) -> None:
        """Let the user type on: the button that was clicked has gone, its focus lies anywhere."""
        if self.isVisible() and not isinstance(QApplication.focusWidget(), _FIELDS):
            self.composer.editor.setFocus()

    def _is_here(self, event: TurnEvent) -> bool:
        if event.turn and event.turn in self._turns:
            return True
        return bool(event.conversation) and event.conversation == self.conversation

    def _started(self, event: TurnStarted) -> None:
        mine = event.turn in self._turns
        if not mine and (not self.conversation or event.conversation != self.conversation):
            return
        if not self.conversation:
            self.conversation = event.conversation
            self.opened.emit(event.conversation)
            self.refresh_title()
            self._refresh_emptiness()
        self.thread_.user(event.text)
        self._run(event.turn)

    def _run(self, turn: str) -> None:
        self._turns.add(turn)
        self._running = turn
        self.state.begin()
        self.composer.set_busy(True)

    def _in_turn(self, event: TurnEvent) -> None:
        match event:
            case TextDelta() | TurnStateChanged() if event.turn in self._written:
                pass
            case TextDelta(text=text):
                self.thread_.grow(text)
            case TurnStateChanged():
                if not self._running:  # the program itself began to speak
                    self._run(event.turn)
                self.state.show_state(event)
            case TurnEnded():
                self._ended(event)
                if event.reason == "failed":
                    self.banner.refresh()  # the model may be missing, or damaged
            case CardShown(card=card):
                self.thread_.card(card)
            case Applied(entry=entry, text=text):
                self.thread_.outcome(entry, text)
            case Asked(question=question, choices=choices):
                self.thread_.ask(question, choices)
            case _:
                self.thread_.tell(event)

    def _ended(self, event: TurnEnded) -> None:
        typed = self._sent.pop(event.turn, "")
        if typed and not self.composer.editor.toPlainText():
            self.composer.fill(typed)  # it could not even be written down
        self.thread_.finish(stopped=event.reason == "stopped")
        if event.turn == self._running:
            self._running = ""
            self.composer.set_busy(False)
            if event.reason == "waiting":
                self.state.wait()
            else:
                self.state.rest()

    def _reset(self, key: str) -> None:
        self.conversation = key
        self._turns.clear()
        self._written = set()
        self._running = ""
        self.thread_.reset()
        self.state.rest()
        self.composer.set_busy(False)
        self.refresh_title()
        self._refresh_emptiness()

    def _refresh_emptiness(self) -> None:
        self.empty.setVisible(not self.conversation)
        self.thread_.setVisible(bool(self.conversation))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 14)
        layout.setSpacing(6)
        layout.addWidget(self.header)
        layout.addLayout(_centred(self.banner))
        layout.addWidget(self.thread_, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(_centred(self.state))
        layout.addLayout(_centred(self.composer))
        self._trust.setObjectName("trustLine")
        self._trust.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(_centred(self._trust))
        follow(self, tongue.changed, self._say_trust)

    def _say_trust(self) -> None:
        """Say, before the first word, whether what is typed stays on this computer."""
        host = self._desk.leaves_for
        self._trust.setText(
            tr("What you type leaves this computer to {host}.", host=host)
            if host
            else tr("Runs on this computer. Nothing leaves it before you press Send on a card.")
        )
        restyle(self._trust, tone="warning" if host else "muted")


def _centred(widget: QWidget) -> QHBoxLayout:
    bounded(widget, WIDEST)
    layout = QHBoxLayout()
    layout.setContentsMargins(24, 0, 24, 0)
    layout.addStretch(1)
    layout.addWidget(widget, 1000)
    layout.addStretch(1)
    return layout
