"""A new event where it was clicked or drawn: a title, Enter, done; or all of its fields."""

from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from ui.look.moments import hour, long_day, span
from ui.look.parts import button, plain, row
from ui.look.tongue import say
from ui.panels.calendar.float import Float

_MOST = 300  # characters of a title


class Sprout(Float):
    """`saved` and `more` carry the event as it stands."""

    saved = Signal(object)
    more = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "eventSprout")
        self._event: Event | None = None
        self.title = QLineEdit()
        self.title.setObjectName("sproutTitle")
        self.title.setMaxLength(_MOST)
        say(self.title, self.title.setPlaceholderText, "Title")
        say(self.title, self.title.setAccessibleName, "Title")
        self.title.returnPressed.connect(self._save)
        self.when = plain(tone="muted")
        self.when.setObjectName("sproutWhen")
        self.overlaps = plain(step="small", tone="warning")
        self.inner.addWidget(self.title)
        self.inner.addWidget(self.when)
        self.inner.addWidget(self.overlaps)
        self.inner.addLayout(
            row(
                button("More…", "sproutMore", self._more, kind="quiet"),
                None,
                button("Add", "sproutSave", self._save, kind="primary"),
            )
        )

    def show_for(self, event: Event, overlaps: str, place: QRect) -> None:
        """Ask for the title of `event`."""
        self._event = event
        self.title.clear()
        self.when.setText(_when(event.start, event))
        self.overlaps.setText(overlaps)
        self.overlaps.setVisible(bool(overlaps))
        self.show_at(place)
        self.title.setFocus()

    def _typed(self) -> Event | None:

        return replace(self._event, title=self.title.text().strip()) if self._event else None

    def _save(self) -> None:
        event = self._typed()
        if event is None:
            return
        if not event.title:
            self.title.setFocus()
            self.title.setPlaceholderText(tr("An event needs a title."))
            return
        self.close_it()
        self.saved.emit(event)

    def _more(self) -> None:
        event = self._typed()
        self.close_it()
        self.more.emit(event)


def _when(start: datetime | date, event: Event) -> str:
    if not isinstance(start, datetime) or not isinstance(event.end, datetime):
        return span(event)
    if start.date() == event.end.date():
        return f"{long_day(start.date())}\n{hour(start)} – {hour(event.end)}"
    return span(event)
