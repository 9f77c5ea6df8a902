"""What was said and done in one conversation, line by line, with its cards and outcomes."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assistant.domain.cards import Card, CardState, Entry
from assistant.domain.events import Answered, AnsweredBy, Answering, Failed, Refused, TurnEvent
from assistant.domain.say import say_where
from assistant.domain.talk import Line, Role
from ui.cards.view import CardView
from ui.chat.bubble import AnswerBubble, UserBubble
from ui.chat.lines import AppLine, Question, Told, indented, signed
from ui.chat.outcome import Outcome
from ui.chat.thread import Thread
from ui.desk import Desk

PAGE = 40  # lines shown at once; earlier ones come when one scrolls up


class Transcript(Thread):
    """Knows how each thing is shown; what it means is the conversation's business."""

    answered = Signal(str)
    undo = Signal(str)
    retry = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._answer: AnswerBubble | None = None
        self._question: Question | None = None
        self._cards: dict[str, CardView] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._earlier: list[Line] = []
        self._model = ""
        self.reached_top.connect(self._show_earlier)

    @property
    def waiting(self) -> bool:
        """Whether a card stands open."""
        return any(card.open for card in self._cards.values())

    def reset(self) -> None:
        """Forget everything that is shown."""
        self._answer = self._question = None
        self._cards.clear()
        self._outcomes.clear()
        self._earlier = []
        self.empty()

    def show_lines(self, lines: Sequence[Line], cards: Sequence[Card]) -> None:
        """Show the end of what was said, and every card that stands open."""
        self._earlier, shown = list(lines[:-PAGE]), lines[-PAGE:]
        self._put(shown)
        for card in cards:
            self.card(card)
        self.to_end()

    def user(self, text: str) -> None:
        """The user said something: questions before it are settled."""
        self._answer = None
        self._model = ""
        self._settle_question()
        self.add(UserBubble(text))

    def grow(self, text: str) -> None:
        """Append to the answer that is being written."""
        if self._answer is None:
            self._answer = AnswerBubble(open_=True)
            self.add(signed(self._answer, self._model))
        self._answer.add(text)

    def finish(self, *, stopped: bool = False) -> None:
        """The answer is complete, or was cut off."""
        if self._answer is not None:
            self._answer.finish(stopped=stopped)
        elif stopped:
            self.add(AnswerBubble(stopped=True))
        self._answer = None

    def ask(self, question: str, choices: Sequence[str]) -> None:
        """Put a question to the user."""
        self.finish()
        self._settle_question()
        self._question = Question(question, choices, self.answered.emit)
        self.add(signed(self._question, self._model))

    def tell(self, event: TurnEvent) -> None:
        """Say what a tool answered, what was refused, what failed."""
        if isinstance(event, AnsweredBy):
            self._model = event.model
            return
        self.finish()
        match event:
            case Answered(text=text) if text:
                self.add(signed(Told(text), self._model))
            case Answering(model=model, host=host):
                icon = "leaves" if host else "stays"
                self.add(AppLine("warning" if host else "info", icon, say_where(model, host)))
            case Refused(text=text):
                self.add(AppLine("warning", "blocked", text))
            case Failed(text=text, next_step=step):
                self.add(AppLine("danger", "warning", text, step))
            case _:
                pass

    def card(self, card: Card) -> None:
        """Show a card, once."""
        self.finish()
        if card.id not in self._cards:
            self._cards[card.id] = CardView(self._desk, card)
            self.add(indented(self._cards[card.id]))

    def close_card(self, card: Card) -> None:
        """A card was decided; one that was replaced makes room for the new one."""
        view = self._cards.get(card.id)
        if view is None:
            return
        view.settle(card)
        if card.state is CardState.REPLACED:
            del self._cards[card.id]
            around = view.parentWidget() or view
            around.hide()
            around.deleteLater()

    def fail_card(self, event: Failed) -> bool:
        """Let the card that was clicked say what went wrong; return whether there is one."""
        told = [card.failed(event.text, event.next_step) for card in self._cards.values()]
        return any(told)

    def outcome(self, entry: Entry, text: str) -> None:
        """Say what was carried out, once."""
        self.finish()
        if entry.id not in self._outcomes:
            self.add(signed(self._made_outcome(entry, text), self._model))

    def take_back(self, entry: Entry) -> None:
        """What was carried out was undone."""
        if entry.id in self._outcomes:
            self._outcomes[entry.id].taken_back(entry)

    def refresh_letters(self) -> None:
        """Look again how far the letters are."""
        for outcome in self._outcomes.values():
            outcome.refresh()

    def _settle_question(self) -> None:
        if self._question is not None:
            self._question.settle()
        self._question = None

    def _made_outcome(self, entry: Entry, text: str) -> Outcome:
        made = Outcome(self._desk, entry, text)
        made.undo.connect(self.undo)
        made.retry.connect(self.retry)
        self._outcomes[entry.id] = made
        return made

    def _put(self, lines: Sequence[Line], at: int | None = None) -> None:
        entries = {one.id: one for one in self._desk.entries()}
        cards = {one.id: one for one in self._desk.cards()}
        for number, line in enumerate(lines):
            if line.card in cards and line.card in self._cards:
                continue
            widget = signed(self._line(line, entries, cards), line.model)
            if at is None:
                self.add(widget)
            else:
                self.add_first(widget, at + number)

    def _line(self, line: Line, entries: dict[str, Entry], cards: dict[str, Card]) -> QWidget:
        if line.role is Role.USER:
            return UserBubble(line.text)
        if line.role is Role.ASSISTANT:
            return AnswerBubble(line.text, stopped=line.stopped)
        if line.card in cards:
            self._cards[line.card] = CardView(self._desk, cards[line.card])
            return indented(self._cards[line.card])
        if line.entry in entries:
            return self._made_outcome(entries[line.entry], line.text)
        return Told(line.text)

    def _show_earlier(self) -> None:
        if not self._earlier:
            return
        self._earlier, shown = self._earlier[:-PAGE], self._earlier[-PAGE:]
        self.hold()
        self._put(shown, at=0)
        self.release()
