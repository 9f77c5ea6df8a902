"""How often an event comes: usual rhythms to choose from, or one's own words."""

from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from assistant.base.clock import Clock
from assistant.base.i18n import tr
from assistant.when import find
from ui.look.parts import plain, restyle
from ui.look.repeats import repeat_words
from ui.look.tongue import say

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST = 200  # characters; more is no rhythm


class RepeatField(QWidget):
    """`rule` is an RRULE value or None; `changed` says that it is another one."""

    changed = Signal()

    def __init__(self, clock: Clock, rule: str | None, start: datetime | date) -> None:
        super().__init__()
        self._clock = clock
        self._rule = rule or None
        self.box = QComboBox()
        self.box.setObjectName("eventRepeat")
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        say(self.box, self.box.setAccessibleName, "Repeats")
        line = self.box.lineEdit()
        if line is not None:
            line.setMaxLength(_LONGEST)
            say(line, line.setPlaceholderText, "Every other Tuesday until June…")
        self._told = plain(step="small", tone="muted")
        self._told.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addWidget(self._told)
        self.begin(start)
        self.box.activated.connect(self._chosen)
        self.box.editTextChanged.connect(self._typed)

    @property
    def rule(self) -> str | None:
        """The rule that is chosen or typed; what was there before where words say nothing."""
        return self._rule

    @property
    def readable(self) -> bool:
        """Whether what is typed was understood."""
        return str(self._told.property("tone")) != "danger"

    def begin(self, start: datetime | date) -> None:
        """Offer the rhythms that go with the first day."""
        self.box.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.box.clear()
        self.box.addItem(tr("Does not repeat"), None)
        for rule in _usual(start):
            self.box.addItem(repeat_words(rule), rule)
        if self._rule and self.box.findData(self._rule) < 0:
            self.box.addItem(repeat_words(self._rule), self._rule)
        self.box.setCurrentIndex(max(0, self.box.findData(self._rule)))
        self.box.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _chosen(self, at: int) -> None:
        self._set(self.box.itemData(at), "")

    def _typed(self, text: str) -> None:
        known = self.box.findText(text)
        if known >= 0:
            self._set(self.box.itemData(known), "")
            return
        if not text.strip():
            self._set(None, "")
            return
        read = _read(text, self._clock)
        if read is None:
            self._tell(tr("That is no rhythm I know."), "danger")
        else:
            self._set(read, repeat_words(read))

    def _set(self, rule: str | None, told: str) -> None:
        changed, self._rule = rule != self._rule, rule
        self._tell(told, "muted")
        if changed:
            self.changed.emit()

    def _tell(self, text: str, tone: str) -> None:
        self._told.setText(text)
        self._told.setVisible(bool(text))
        restyle(self._told, tone=tone)


def _usual(start: datetime | date) -> tuple[str, ...]:
    day = _DAYS[start.weekday()]
    nth = (start.day - 1) // 7 + 1
    return (
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        f"FREQ=WEEKLY;BYDAY={day}",
        f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
        f"FREQ=MONTHLY;BYMONTHDAY={start.day}",
        f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{day}",
        "FREQ=YEARLY",
    )


def _read(text: str, clock: Clock) -> str | None:
    found = find(text, clock.now(), clock.zone)
    rules = (reading.rrule for one in found for reading in one.readings[:1])
    return next((rule for rule in rules if rule), None)
