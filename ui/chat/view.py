"""A conversation: what was said, what is being said, and where the user types."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assistant.base.errors import AssistantError
from assistant.domain.cards import Card, CardState, Entry
from assistant.domain.events import (
    Answered,
    Applied,
    Asked,
    CardClosed,
    CardShown,
    Failed,
    ModelStateChanged,
    OutboxChanged,
    Progress,
    Refused,
    TextDelta,
    TurnEnded,
    TurnEvent,
    TurnStarted,
    TurnStateChanged,
    Undone,
)
from assistant.domain.talk import Line, Role
from ui.cards.view import CardView
from ui.chat.banner import ModelBanner
from ui.chat.bubble import AnswerBubble, UserBubble
from ui.chat.composer import Composer
from ui.chat.empty import Empty
from ui.chat.header import ChatHeader
from ui.chat.lines import AppLine, Question, Told, indented
from ui.chat.outcome import Outcome
from ui.chat.state import StateLine
from ui.chat.thread import WIDEST, Thread
from ui.desk import Desk
from ui.look.parts import words

PAGE = 40  # lines shown at once; earlier ones come when one scrolls up


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
        self._running = ""
        self._answer: AnswerBubble | None = None
        self._question: Question | None = None
        self._cards: dict[str, CardView] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._earlier: list[Line] = []
        self.header = ChatHeader()
        self.banner = ModelBanner(desk)
        self.thread_ = Thread()
        self.empty = Empty(desk.clock)
        self.state = StateLine()
        self.composer = Composer()
        self._lay_out()
        self.composer.sent.connect(self.say)
        self.composer.stopped.connect(self.stop)
        self.empty.chosen.connect(self.composer.fill)
        self.composer.editor.paged.connect(self.thread_.page)
        self.thread_.reached_top.connect(self._show_earlier)
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
        """Show a conversation as it was left, open cards included."""
        self._reset(key)
        lines = list(self._desk.lines(key))
        self._earlier, shown = lines[:-PAGE], lines[-PAGE:]
        self._put(shown)
        for card in self._desk.cards():
            if card.conversation == key and card.id not in self._cards:
                self._add_card(card)
        self._refresh_emptiness()
        self.thread_.to_end()

    def take(self, event: object) -> None:
        """Show what happened in the core, if it belongs here."""
        if isinstance(event, Failed) and not event.turn and self._failed_card(event):
            return
        match event:
            case TurnStarted():
                self._started(event)
            case TurnEvent() if self._is_here(event):
                self._in_turn(event)
            case CardClosed(card=card):
                self._close_card(card)
            case Undone(entry=entry):
                self._taken_back(entry)
            case OutboxChanged():
                for outcome in self._outcomes.values():
                    outcome.refresh()
            case Progress():
                self.banner.show_progress(event)
            case ModelStateChanged():
                self.banner.refresh()
            case _:
                pass

    # -- inside

    def _failed_card(self, event: Failed) -> bool:
        """Let the card that was clicked say what went wrong; return whether there is one."""
        told = [card.failed(event.text, event.next_step) for card in self._cards.values()]
        return any(told)

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
        self._turns.add(event.turn)
        self._running = event.turn
        self._answer = None
        self._settle_question()
        self._add(UserBubble(event.text))
        self.state.begin()
        self.composer.set_busy(True)

    def _in_turn(self, event: TurnEvent) -> None:
        match event:
            case TextDelta(text=text):
                self._growing().add(text)
            case TurnStateChanged():
                self.state.show_state(event)
            case TurnEnded():
                self._ended(event)
            case CardShown(card=card):
                self._add_card(card)
            case Applied(entry=entry, text=text):
                self._add_outcome(entry, text)
            case Asked(question=question, choices=choices):
                self._ask(question, choices)
            case _:
                self._tell(event)

    def _tell(self, event: TurnEvent) -> None:
        self._finish_answer()
        match event:
            case Answered(text=text) if text:
                self._add(Told(text))
            case Refused(text=text):
                self._add(AppLine("warning", "blocked", text))
            case Failed(text=text, next_step=step):
                self._add(AppLine("danger", "warning", text, step))
            case _:
                pass

    def _ended(self, event: TurnEnded) -> None:
        self._finish_answer(stopped=event.reason == "stopped")
        if event.turn == self._running:
            self._running = ""
            self.composer.set_busy(False)
            if event.reason == "waiting":
                self.state.wait()
            else:
                self.state.rest()

    def _growing(self) -> AnswerBubble:
        if self._answer is None:
            self._answer = AnswerBubble(open_=True)
            self._add(self._answer)
        return self._answer

    def _finish_answer(self, *, stopped: bool = False) -> None:
        if self._answer is not None:
            self._answer.finish(stopped=stopped)
        elif stopped:
            self._add(AnswerBubble(stopped=True))
        self._answer = None

    def _ask(self, question: str, choices: Sequence[str]) -> None:
        self._finish_answer()
        self._settle_question()
        self._question = Question(question, choices, self.say)
        self._add(self._question)

    def _settle_question(self) -> None:
        if self._question is not None:
            self._question.settle()
        self._question = None

    def _add_card(self, card: Card) -> None:
        self._finish_answer()
        if card.id in self._cards:
            return
        view = CardView(self._desk, card)
        self._cards[card.id] = view
        self._add(indented(view))

    def _close_card(self, card: Card) -> None:
        view = self._cards.get(card.id)
        if view is None:
            return
        view.settle(card)
        if card.state is CardState.REPLACED:
            del self._cards[card.id]
            around = view.parentWidget() or view
            around.hide()
            around.deleteLater()
        if not any(one.open for one in self._cards.values()) and not self._running:
            self.state.rest()

    def _add_outcome(self, entry: Entry, text: str) -> None:
        self._finish_answer()
        if entry.id not in self._outcomes:
            self._add(self._outcome(entry, text))

    def _outcome(self, entry: Entry, text: str) -> Outcome:
        made = Outcome(self._desk, entry, text)
        made.undo.connect(self._undo)
        made.retry.connect(self._retry)
        self._outcomes[entry.id] = made
        return made

    def _undo(self, entry: str) -> None:
        self._try(lambda: self._desk.undo(entry))

    def _retry(self, letter: str) -> None:
        self._try(lambda: self._desk.retry(letter))

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except AssistantError as error:
            self.failed.emit(error)

    def _taken_back(self, entry: Entry) -> None:
        if entry.id in self._outcomes:
            self._outcomes[entry.id].taken_back(entry)

    def _put(self, lines: Sequence[Line], at: int | None = None) -> None:
        entries = {one.id: one for one in self._desk.entries()}
        cards = {one.id: one for one in self._desk.cards()}
        for number, line in enumerate(lines):
            if line.card in cards and line.card in self._cards:
                continue
            widget = self._line(line, entries, cards)
            if at is None:
                self._add(widget)
            else:
                self.thread_.add_first(widget, at + number)

    def _line(self, line: Line, entries: dict[str, Entry], cards: dict[str, Card]) -> QWidget:
        if line.role is Role.USER:
            return UserBubble(line.text)
        if line.role is Role.ASSISTANT:
            return AnswerBubble(line.text, stopped=line.stopped)
        if line.card in cards:
            self._cards[line.card] = CardView(self._desk, cards[line.card])
            return indented(self._cards[line.card])
        if line.entry in entries:
            return self._outcome(entries[line.entry], line.text)
        return Told(line.text)

    def _show_earlier(self) -> None:
        if not self._earlier:
            return
        self._earlier, shown = self._earlier[:-PAGE], self._earlier[-PAGE:]
        self.thread_.hold()
        self._put(shown, at=0)
        self.thread_.release()

    def _add(self, widget: QWidget) -> None:
        self.thread_.add(widget)
        self._refresh_emptiness()

    def _reset(self, key: str) -> None:
        self.conversation = key
        self._turns.clear()
        self._running = ""
        self._answer = self._question = None
        self._cards.clear()
        self._outcomes.clear()
        self._earlier = []
        self.thread_.empty()
        self.state.rest()
        self.composer.set_busy(False)
        self.refresh_title()
        self._refresh_emptiness()

    def refresh_title(self) -> None:
        """Read the conversation's title again."""
        found = (one.title for one in self._desk.conversations() if one.id == self.conversation)
        self.header.show_title(next(found, ""))

    def _refresh_emptiness(self) -> None:
        some = bool(self._cards or self._outcomes or self.conversation)
        self.empty.setVisible(not some)
        self.thread_.setVisible(some)

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
        trust = words(
            "Runs on this computer. Nothing leaves it before you press Send on a card.",
            step="small",
            tone="muted",
        )
        trust.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(_centred(trust))


def _centred(widget: QWidget) -> QHBoxLayout:
    widget.setMaximumWidth(WIDEST)
    layout = QHBoxLayout()
    layout.setContentsMargins(24, 0, 24, 0)
    layout.addStretch(1)
    layout.addWidget(widget, 1000)
    layout.addStretch(1)
    return layout
