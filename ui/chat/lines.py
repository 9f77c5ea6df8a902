"""What the program itself says in a conversation: outcomes, questions, refusals, failures."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assistant.domain.say import say_model
from ui.look.flow import FlowLayout
from ui.look.follow import follow
from ui.look.icons import picture
from ui.look.parts import as_hint, button, column, frame, plain
from ui.look.prose import Prose
from ui.look.tongue import say, tongue

_INDENT = 38  # under the words of an answer, beside its mark


def indented(inner: QWidget) -> QWidget:
    """Return `inner` set in as far as the words of an answer."""
    outer = QWidget()
    layout = QHBoxLayout(outer)
    layout.setContentsMargins(_INDENT, 4, 0, 4)
    layout.addWidget(inner)
    return outer


def signed(widget: QWidget, model: str) -> QWidget:
    """Let `widget` say, when asked by resting on it, which model answered; return it."""

    def again() -> None:
        widget.setToolTip(as_hint(say_model(model)))
        widget.setAccessibleDescription(say_model(model))

    if model:
        follow(widget, tongue.changed, again)
    return widget


class Told(QWidget):
    """Something that the program says, letter by letter: an answer of a tool, an old question."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setObjectName("told")
        self.text = text
        prose = Prose()
        prose.setObjectName("toldText")
        prose.show_plain(text)
        say(prose, prose.setAccessibleName, "Deskmate said")
        inner = column(prose)
        inner.setContentsMargins(0, 3, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 24, 6)
        layout.setSpacing(12)
        layout.addWidget(picture("deskmate", size=26), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(inner, 1)


class AppLine(QWidget):
    """A sentence of the program with an icon; `kind` is a notice that the style sheet knows."""

    def __init__(self, kind: str, icon: str, text: str, next_step: str = "") -> None:
        super().__init__()
        self.setObjectName("appLine")
        tint = {"danger": "danger", "warning": "warning"}.get(kind, "accent")
        self.note = plain(next_step, step="small", tone="muted")
        self.note.setVisible(bool(next_step))
        self.words = plain(text)
        said = column(self.words, self.note, spacing=2)
        inner = QHBoxLayout()
        inner.setSpacing(10)
        inner.addWidget(picture(icon, tint, 18), 0, Qt.AlignmentFlag.AlignVCenter)
        inner.addLayout(said, 1)
        self.tools = QHBoxLayout()
        inner.addLayout(self.tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_INDENT, 4, 0, 4)
        layout.addWidget(frame(kind, inner, (12, 9, 12, 9)))
        self.setAccessibleName(f"{text} {next_step}".strip())


class Question(QWidget):
    """A question with answers to click; a click fills nothing in, it answers."""

    def __init__(self, text: str, choices: Sequence[str], answer: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("question")
        self._buttons = [self._choice(choice, answer) for choice in choices]
        flow = FlowLayout()
        for one in self._buttons:
            flow.addWidget(one)
        self._choices = QWidget()
        self._choices.setLayout(flow)
        self._choices.setVisible(bool(choices))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(12)
        layout.addWidget(picture("deskmate", size=26), 0, Qt.AlignmentFlag.AlignTop)
        said = column(plain(text), self._choices, spacing=10)
        said.setContentsMargins(0, 3, 0, 0)
        layout.addLayout(said, 1)

    def settle(self) -> None:
        """The question is answered, or the talk went on: nothing can be chosen any more."""
        self._choices.setEnabled(False)

    def _choice(self, text: str, answer: Callable[[str], None]) -> QPushButton:
        made = button("", "choice", lambda: self._answered(text, answer), kind="chip")
        # A doubled ampersand is shown as one; a single one would underline a letter.
        made.setText(text.replace("&", "&&"))
        made.setAccessibleName(text)
        return made

    def _answered(self, text: str, answer: Callable[[str], None]) -> None:
        self.settle()
        answer(text)
