"""What an empty conversation shows: a greeting, and a few sentences to start from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from assistant.base.clock import Clock
from assistant.base.i18n import tr
from ui.look.follow import follow
from ui.look.icons import picture, wear
from ui.look.parts import plain, words
from ui.look.tongue import say, tongue

EXAMPLES = (
    ("bell", "Remind me to stretch in one minute"),
    ("calendar", "Lunch with Anna next Tuesday at noon"),
    ("mail", "Email anna@example.org that I will be ten minutes late"),
    ("clock", "What is on my calendar this week?"),
)


class Empty(QWidget):
    """A greeting for the time of day and example sentences; a click fills the composer."""

    chosen = Signal(str)
    day = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("empty")
        self._clock = clock
        self._greeting: QLabel = plain(step="title")
        self._greeting.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        under = words(
            "Tell me in a sentence. I show you everything before it is done.", tone="muted"
        )
        under.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        chips = QWidget()
        column = QVBoxLayout(chips)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for sign, sentence in EXAMPLES:
            made = self._chip(sign, sentence)
            made.clicked.connect(lambda _=False, said=sentence: self.chosen.emit(tr(said)))
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        day = self._chip("sun", "My day")
        day.setObjectName("myDay")
        day.clicked.connect(lambda _=False: self.day.emit())
        column.addWidget(day, 0, Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(3)
        layout.addWidget(picture("deskmate", size=56), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(10)
        layout.addWidget(self._greeting)
        layout.addWidget(under)
        layout.addSpacing(18)
        layout.addWidget(chips)
        layout.addStretch(4)
        follow(self, tongue.changed, self._greet)

    def _chip(self, sign: str, sentence: str) -> QPushButton:
        made = QPushButton()
        made.setObjectName("example")
        made.setProperty("kind", "chip")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        wear(made, sign, "accent", 16)
        say(made, made.setText, sentence)
        return made

    def _greet(self) -> None:
        hour = self._clock.now().hour
        if 5 <= hour < 11:
            self._greeting.setText(tr("Good morning"))
        elif 11 <= hour < 18:
            self._greeting.setText(tr("Good day"))
        else:
            self._greeting.setText(tr("Good evening"))
