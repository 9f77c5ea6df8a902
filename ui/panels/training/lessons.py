"""What can be learned from: the skills' examples, sentences of patterns, the user's corrections."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.training.mine import How, Note
from assistant.training.stage import Found
from ui.desk import Desk
from ui.look.ask import confirmed
from ui.look.attempt import attempt, complaints
from ui.look.parts import button, clear, column, frame, icon_button, plain, row, words
from ui.look.tongue import say
from ui.look.wait import follow_work

_HOW = {
    How.APPROVED: "approved",
    How.EDITED: "edited",
    How.AGAIN: "said again",
    How.DECLINED: "declined",
    How.UNDONE: "undone",
}
_MARGINS = (18, 13, 16, 13)


class LessonsBox(QWidget):
    """Three rows; the last one asks for consent, and lists what was kept."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._examples, self._made, self._mine = (plain(tone="muted", wrap=False) for _ in range(3))
        self.agree = QCheckBox()
        self.agree.setObjectName("learnFromMe")
        say(self.agree, self.agree.setText, "Keep what I correct")
        self.agree.setChecked(desk.settings.text("learn_from_me") == "yes")
        self.agree.toggled.connect(self._agreed)
        self.show_all = button("Show", "showLessons", self._toggle, kind="quiet")
        self.delete_all = button("Delete all", "forgetLessons", self._forget_all, kind="quiet")
        self._list = QWidget()
        self._list.setObjectName("lessonList")
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 6, 0, 0)
        self._rows.setSpacing(4)
        self._list.hide()
        examples = _row("Examples of the skills", "Every skill brings some.", self._examples)
        made = _row(
            "Sentences of patterns",
            "Made anew for each training, in English and Chinese.",
            self._made,
        )
        self.setLayout(column(examples, made, self._own(), spacing=8))

    def refresh(self) -> None:
        """Count again."""
        follow_work(self, self._desk.teaching.found(), self._counted, complaints.heard.emit)
        self._show_mine()

    def _own(self) -> QFrame:
        title = words("What you corrected", tone="strong")
        text = words(
            "What you edit, decline or undo soon after shows how you want to be understood. Names, "
            "addresses and numbers are replaced by made-up ones before it is kept. It stays on "
            "this computer, and you can delete it.",
            step="small",
            tone="muted",
        )
        tools = row(self.agree, None, self._mine, self.show_all, self.delete_all)
        inner = column(title, text, tools, self._list, spacing=6)
        return frame("row", inner, _MARGINS)

    def _counted(self, found: Found) -> None:
        self._examples.setText(f"{found.examples:,}")
        if found.collected:
            text = tr(
                "{n} from {patterns} patterns",
                n=f"{found.collected:,}",
                patterns=f"{found.patterns:,}",
            )
        else:
            text = tr("{patterns} patterns", patterns=f"{found.patterns:,}")
        self._made.setText(text)

    def _show_mine(self) -> None:
        notes = self._desk.teaching.mine()
        self._mine.setText(tr("{n} lessons", n=len(notes)) if notes else tr("none yet"))
        for one in (self.show_all, self.delete_all):
            one.setVisible(bool(notes))
        self._list.setVisible(self._list.isVisible() and bool(notes))
        clear(self._rows)
        for note in reversed(notes):
            self._rows.addWidget(self._line(note))

    def _line(self, note: Note) -> QWidget:
        made = QWidget()
        said = plain(f"“{note.text}”", step="small")
        how = plain(tr(_HOW[note.how]), wrap=False)
        how.setProperty("kind", "pill")
        how.setProperty("tone", "warning" if note.wrong else "ok")
        bin_ = icon_button(
            "trash", "Delete this lesson", "forgetLesson", lambda: self._forget(note.id)
        )
        line = row(said)
        line.addWidget(how, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(bin_)
        made.setLayout(line)
        return made

    def _toggle(self) -> None:
        self._list.setVisible(not self._list.isVisible())

    def _agreed(self, on: bool) -> None:  # noqa: FBT001 - Qt's own way for signals
        attempt(lambda: self._desk.settings.set("learn_from_me", "yes" if on else "no"))

    def _forget(self, key: str) -> None:
        attempt(lambda: self._desk.teaching.forget(key))
        self._show_mine()

    def _forget_all(self) -> None:
        if confirmed(self, tr("Delete all your lessons?"), tr("Delete")):
            attempt(self._desk.teaching.forget)
            self._show_mine()


def _row(title: str, text: str, value: QLabel) -> QFrame:
    said = column(words(title, tone="strong"), words(text, step="small", tone="muted"), spacing=2)
    layout = row(spacing=18)
    layout.addLayout(said, 1)
    layout.addWidget(value)
    return frame("row", layout, _MARGINS)
