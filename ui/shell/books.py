"""The pages, each made when it is first opened."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from assistant.domain.events import OutboxChanged, RecordsChanged
from ui.desk import Desk
from ui.panels.activity import ActivityPage
from ui.panels.approvals import ApprovalsPage
from ui.panels.calendar import CalendarPage
from ui.panels.contacts import ContactsPage
from ui.panels.diary import Diary
from ui.panels.models import ModelsPage
from ui.panels.outbox import OutboxPage
from ui.panels.reminders import RemindersPage
from ui.panels.settings import SettingsPage

# Which records a page shows, by class name.
_SHOWS = {
    "calendar": {"Event"},
    "reminders": {"Reminder"},
    "contacts": {"Contact"},
    "outbox": {"Draft", "Account"},
}


class Books:
    """Makes pages, and tells the ones that exist what happened."""

    def __init__(
        self, desk: Desk, stack: QStackedWidget, diary: Diary, setting_changed: SignalInstance
    ) -> None:
        self._desk = desk
        self._stack = stack
        self._diary = diary
        self._setting_changed = setting_changed
        self._made: dict[str, QWidget] = {}

    @property
    def calendar(self) -> CalendarPage:
        """The calendar page."""
        page = self.page("calendar")
        assert isinstance(page, CalendarPage)  # noqa: S101 - made by _calendar below
        return page

    def page(self, name: str) -> QWidget:
        """Return a page, made now if it was never wanted before."""
        if name not in self._made:
            self._made[name] = self._makers()[name]()
            self._stack.addWidget(self._made[name])
        return self._made[name]

    def refresh(self, name: str) -> None:
        """Let a page that exists read the core again."""
        page = self._made.get(name)
        if page is not None and hasattr(page, "refresh"):
            page.refresh()

    def take(self, event: object) -> None:
        """Tell the pages that exist what happened in the core."""
        if isinstance(event, RecordsChanged):
            for name, kinds in _SHOWS.items():
                if kinds & event.kinds:
                    self.refresh(name)
            self.refresh("activity")
        elif isinstance(event, OutboxChanged):
            self.refresh("outbox")
            self.refresh("activity")
        for page in self._made.values():
            if isinstance(page, ApprovalsPage | ModelsPage):
                page.take(event)

    def _makers(self) -> dict[str, Callable[[], QWidget]]:
        desk = self._desk
        return {
            "calendar": self._calendar,
            "reminders": lambda: RemindersPage(desk),
            "contacts": lambda: ContactsPage(desk),
            "outbox": lambda: OutboxPage(desk),
            "approvals": lambda: ApprovalsPage(desk),
            "activity": lambda: ActivityPage(desk),
            "models": lambda: ModelsPage(desk),
            "settings": self._settings,
        }

    def _calendar(self) -> CalendarPage:
        page = CalendarPage(self._desk)
        self._diary.serve(page.week)
        return page

    def _settings(self) -> SettingsPage:
        page = SettingsPage(self._desk)
        page.changed.connect(self._setting_changed)
        return page
