"""The pages, each imported and made when it is first opened: the first paint does not wait."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget

from assistant.domain.events import OutboxChanged, RecordsChanged
from ui.desk import Desk
from ui.look.page import Page
from ui.panels.calendar.diary import Diary
from ui.panels.calendar.page import CalendarPage

if TYPE_CHECKING:
    from ui.panels.mail.page import MailPage

# Which records a page shows, by class name.
_SHOWS = {
    "tasks": {"Task"},
    "reminders": {"Reminder"},
    "contacts": {"Contact"},
    "outbox": {"Draft", "Account", "Received", "Contact"},
}


class Books(QObject):
    """Makes pages, and tells the ones that exist what happened.

    `wanted` names a page that a page leads to; `erased` wants everything to be erased.
    """

    wanted = Signal(str)
    erased = Signal()

    def __init__(
        self, desk: Desk, stack: QStackedWidget, diary: Diary, setting_changed: SignalInstance
    ) -> None:
        super().__init__(stack)
        self._desk = desk
        self._stack = stack
        self._diary = diary
        self._setting_changed = setting_changed
        self._made: dict[str, Page | MailPage] = {}
        self._calendar: CalendarPage | None = None

    @property
    def calendar(self) -> CalendarPage:
        """The calendar page, made now if it was never wanted before."""
        if self._calendar is None:
            self._calendar = CalendarPage(self._desk)
            self._diary.serve(self._calendar)
            self._stack.addWidget(self._calendar)
        return self._calendar

    def page(self, name: str) -> "Page | CalendarPage | MailPage":
        """Return a page, made now if it was never wanted before."""
        if name == "calendar":
            return self.calendar
        if name not in self._made:
            self._made[name] = self._make(name)
            self._stack.addWidget(self._made[name])
        return self._made[name]

    def refresh(self, name: str) -> None:
        """Let a page that exists read the core again."""
        page = self._calendar if name == "calendar" else self._made.get(name)
        if page is not None:
            page.refresh()

    def take(self, event: object) -> None:
        """Tell the pages that exist what happened in the core."""
        if isinstance(event, RecordsChanged):
            for name, kinds in _SHOWS.items():
                if kinds & event.kinds:
                    self.refresh(name)
            if event.kinds & {"Event", "Calendar"}:
                self.refresh("calendar")
            self.refresh("activity")
        elif isinstance(event, OutboxChanged):
            self.refresh("outbox")
            self.refresh("activity")
        for page in self._made.values():
            page.take(event)

    def _make(self, name: str) -> "Page | MailPage":
        if name == "settings":
            return self._settings()
        if name in {"tasks", "reminders", "contacts", "outbox"}:
            return self._records(name)
        return self._program(name)

    def _records(self, name: str) -> "Page | MailPage":
        from ui.panels.contacts import ContactsPage
        from ui.panels.mail.page import MailPage
        from ui.panels.reminders import RemindersPage
        from ui.panels.tasks.page import TasksPage

        kinds: dict[str, type[ContactsPage | MailPage | RemindersPage | TasksPage]] = {
            "contacts": ContactsPage,
            "outbox": MailPage,
            "reminders": RemindersPage,
            "tasks": TasksPage,
        }
        return kinds[name](self._desk)

    def _program(self, name: str) -> Page:
        from ui.panels.activity import ActivityPage
        from ui.panels.approvals import ApprovalsPage
        from ui.panels.connections import ConnectionsPage
        from ui.panels.models import ModelsPage
        from ui.panels.training.page import TrainingPage

        kinds: dict[
            str,
            type[ActivityPage | ApprovalsPage | ConnectionsPage | ModelsPage | TrainingPage],
        ] = {
            "activity": ActivityPage,
            "approvals": ApprovalsPage,
            "connections": ConnectionsPage,
            "models": ModelsPage,
            "training": TrainingPage,
        }
        return kinds[name](self._desk)

    def _settings(self) -> Page:
        from ui.panels.settings import SettingsPage

        page = SettingsPage(self._desk)
        page.changed.connect(self._setting_changed)
        page.privacy.page.connect(self.wanted)
        page.privacy.erased.connect(self.erased)
        return page
