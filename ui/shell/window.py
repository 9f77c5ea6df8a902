"""The main window: rail, page, and the week beside the chat."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.base.settings import TABLE
from assistant.domain.calendar import Event
from assistant.domain.cards import Entry
from assistant.domain.changes import record_of
from assistant.domain.reads import Occurrence
from ui.chat.view import ChatView
from ui.desk import Desk
from ui.look.ask import confirmed, typed
from ui.look.attempt import attempt, complaints
from ui.look.moments import near_moment
from ui.look.theme import look
from ui.look.tongue import say, tongue
from ui.panels.calendar.diary import Diary
from ui.panels.calendar.panel import WeekPanel
from ui.panels.notices import Notices
from ui.panels.quick.bar import QuickBar
from ui.shell.books import Books
from ui.shell.commands import Command
from ui.shell.errors import sentence
from ui.shell.palette import Palette
from ui.shell.rail import PAGES, Rail
from ui.shell.toast import Toast

_NARROW = 940  # pixels: below, the rail shows icons only
_MOST_TALKS = 200  # in the palette
_MOST_PEOPLE = 500
_AHEAD = timedelta(days=60)  # events that the palette finds
_BESIDE = 1000  # pixels: below, the week does not fit beside the chat


class Window(QWidget):
    """Everything that is seen, put together. `setting_changed` names a setting.

    The program decides what becomes of `closing`, the window's own button, and of `quit_asked`.
    """

    setting_changed = Signal(str)
    zoomed = Signal(int)
    closing = Signal()
    quit_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._narrow: bool | None = None
        self._beside: bool | None = None
        self.setObjectName("window")
        say(self, self.setWindowTitle, "Deskmate")
        self.setMinimumSize(QSize(520, 420))
        self.rail = Rail(desk)
        self.chat = ChatView(desk)
        self.week = WeekPanel(desk)
        self.stack = QStackedWidget()
        self.diary = Diary(desk, self)
        self.diary.serve(self.week)
        self.diary.told.connect(self.tell)
        self.books = Books(desk, self.stack, self.diary, self.setting_changed)
        self._lay_out()
        self.toast = Toast(self, self.stack)
        self.notices = Notices(desk, self)
        self.palette_ = Palette(self)
        self.quick = QuickBar(desk, self)
        self._connect()
        self._shortcuts()
        self.refresh_badge()
        self.rail.show_page("chat")

    # -- where to go

    def show_page(self, name: str) -> None:
        """Bring a page to the front; it is made when it is first wanted."""
        if name == "chat":
            self.stack.setCurrentWidget(self._split)
            self.chat.composer.editor.setFocus()
        else:
            self.stack.setCurrentWidget(self.books.page(name))
            self.books.refresh(name)
        self.rail.show_page(name)
        self._place_toast()

    def show_conversation(self, key: str) -> None:
        """Open a conversation."""
        if key != self.chat.conversation:
            self.chat.show_conversation(key)
        self.rail.show_conversation(key)
        self.show_page("chat")

    def my_day(self) -> None:
        """Ask for what this day holds; it is shown once it is there."""
        attempt(self.desk.brief)

    def new_chat(self) -> None:
        """Begin an empty conversation."""
        self.chat.start_new()
        self.rail.show_conversation("")
        self.show_page("chat")

    def come_up(self) -> None:
        """Come to the front of the screen."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def reveal(self, entry: Entry) -> None:
        """Bring the event that an entry is about into view, if it is about one."""
        for change in entry.proposal.changes:
            record = record_of(change)
            if isinstance(record, Event):
                start: datetime | date = record.start
                self.week.reveal(start)
                return

    # -- what to say

    def tell(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say something at the bottom of the window."""
        self.toast.show_text(text, undo)

    def complain(self, error: AssistantError) -> None:
        """Say what could not be done, and what to do about it."""
        self.tell(sentence(error))

    def undo_last(self) -> None:
        """Take the last change back."""
        attempt(self.desk.undo)

    def quick_add(self, text: str = "") -> None:
        """Let a line be typed that becomes an event, a reminder or a task."""
        self.quick.open_it(text)

    def escape(self) -> None:
        """Put away what lies on top; where nothing does, stop the answer that is being written."""
        if self.palette_.isVisible():
            self.palette_.hide()
            self.chat.composer.editor.setFocus()
        elif self.quick.isVisible():
            self.quick.close_it()
        elif not self.diary.put_away():
            self.chat.stop()

    def refresh_badge(self) -> None:
        """Count the cards that wait."""
        self.rail.set_badge("approvals", len(self.desk.cards()))

    def retranslate(self) -> None:
        """Say everything that is not bound to the language again."""
        self.rail.retranslate()
        self.refresh_badge()

    def commands(self) -> list[Command]:
        """Return everything that can be done now, and all that can be gone to."""
        talks = [
            Command(
                name=f"talk_{one.id}",
                title=" ".join(one.title.split()),
                icon="chat",
                run=partial(self.show_conversation, one.id),
                group=tr("Chat"),
            )
            for one in self.desk.conversations()[:_MOST_TALKS]
        ]
        return [*self._fixed(), *talks, *self._found()]

    def _fixed(self) -> list[Command]:
        """Return what can be done whatever is kept: actions and pages."""
        pages = [
            Command(
                name=f"page_{name}",
                title=tr(title),
                icon=sign,
                run=partial(self.show_page, name),
                shortcut=_page_key(name, at),
                group=tr("Go to"),
                words=title,
            )
            for at, (name, sign, title) in enumerate(PAGES, start=1)
        ]
        return [*self._actions(), *pages]

    def _found(self) -> list[Command]:
        """Return what is kept and can be gone to: coming events, contacts, settings."""
        now = self.desk.clock.now()
        coming = self.desk.reads.events(now, now + _AHEAD)[:_MOST_TALKS]
        events = [
            Command(
                name=f"event_{one.event.id}_{at}",
                title=f"{one.event.title}, {near_moment(one.start, now)}",
                icon="calendar",
                run=partial(self._show_event, one),
                group=tr("Calendar"),
            )
            for at, one in enumerate(coming)
        ]
        contacts = [
            Command(
                name=f"contact_{one.id}",
                title=one.name,
                icon="user",
                run=partial(self.show_page, "contacts"),
                group=tr("Contacts"),
                words=" ".join(one.emails),
            )
            for one in self.desk.reads.contacts()[:_MOST_PEOPLE]
        ]
        settings = [
            Command(
                name=f"setting_{one.name}",
                title=tr(one.help),
                icon="settings",
                run=partial(self.show_page, "settings"),
                group=tr("Settings"),
                words=f"{one.name.replace('_', ' ')} {one.help}",
            )
            for one in TABLE.values()
        ]
        return [*events, *contacts, *settings]

    def _show_event(self, one: Occurrence) -> None:
        self.show_page("calendar")
        self.books.calendar.reveal(one.start)
        self.books.calendar.walker.pick(one)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave it to the program whether closing the window ends it."""
        event.ignore()
        self.closing.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the best of the room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show names in the rail and the week beside the chat where there is room for them.

        What the user shows or hides stays so until the window grows or shrinks past an edge.
        """
        narrow = self.width() < look.theme.pixels(_NARROW)
        beside = self.width() >= look.theme.pixels(_BESIDE)
        if narrow is not self._narrow:
            self._narrow = narrow
            self.rail.set_narrow(narrow)
        if beside is not self._beside:
            self._beside = beside
            self._show_week(beside)
            room = self.width() - self.rail.width()
            self._split.setSizes([int(room * 0.56), int(room * 0.44)])

    # -- inside

    def _actions(self) -> list[Command]:
        zoom = self.zoomed.emit
        return [
            _action("Quick add", "plus", self.quick_add, "Ctrl+N"),
            _action("My day", "sun", self.my_day, "Ctrl+D"),
            _action("New chat", "new-chat", self.new_chat, "Ctrl+Shift+N"),
            _action("New event", "calendar", self.diary.new_event),
            _action("Import calendar files…", "calendar", self.diary.take_in),
            _action("Export all calendars…", "calendar", self.diary.write_out),
            _action("Find a time…", "calendar", self.diary.find_time),
            _action("New calendar", "calendar", lambda: self.diary.edit_calendar(None)),
            _action("Show today", "calendar", self._show_today),
            _action("Show or hide the week", "panel", self._toggle_week, "Ctrl+B"),
            _action("Undo the last change", "undo", self.undo_last, "Ctrl+Z"),
            _action("Larger text", "plus", partial(zoom, 10), "Ctrl++"),
            _action("Smaller text", "minus", partial(zoom, -10), "Ctrl+-"),
            _action("Connections", "globe", partial(self.show_page, "connections")),
            _action("Quit", "close", self.quit_asked.emit, "Ctrl+Q"),
        ]

    def _show_today(self) -> None:
        self.show_page("calendar")
        self.books.calendar.today()

    def _toggle_week(self) -> None:
        self._show_week(not self._side.isVisible())

    def _show_week(self, shown: bool) -> None:  # noqa: FBT001 - Qt's own way for setters
        self._side.setVisible(shown)
        self._place_toast()

    def _place_toast(self) -> None:
        """Keep the toast off the composer and off the buttons of cards."""
        chat = self.stack.currentWidget() is self._split
        beside = chat and not self._side.isHidden()
        self.toast.stand(self._side if beside else self.stack, at_top=chat and not beside)

    def _rename(self, key: str) -> None:
        found = next((one for one in self.desk.conversations() if one.id == key), None)
        if found is None:
            return
        title = typed(self, tr("Name of the conversation"), found.title)
        if title:
            attempt(lambda: self.desk.rename_conversation(key, title))

    def _delete(self, key: str) -> None:
        question = tr("Delete this conversation? What was done in it stays done.")
        if confirmed(self, question, tr("Delete")):
            attempt(lambda: self.desk.delete_conversation(key))
            if self.chat.conversation == key:
                self.new_chat()

    def _opened(self, key: str) -> None:
        self.rail.model.refresh()
        self.rail.show_conversation(key)

    def _palette(self, typed: str = "") -> None:
        self.palette_.open_with(self.commands(), typed)

    def _connect(self) -> None:
        rail, chat = self.rail, self.chat
        rail.page.connect(self.show_page)
        rail.conversation.connect(self.show_conversation)
        rail.new_chat.connect(self.new_chat)
        rail.quick_add.connect(self.quick_add)
        rail.rename.connect(self._rename)
        rail.delete.connect(self._delete)
        rail.toggled.connect(lambda: rail.set_narrow(not rail.narrow))
        chat.empty.day.connect(self.my_day)
        chat.failed.connect(self.complain)
        chat.opened.connect(self._opened)
        chat.header.week.connect(self._toggle_week)
        chat.header.rename.connect(lambda: self._rename(chat.conversation))
        complaints.heard.connect(self.complain)
        self.books.wanted.connect(self.show_page)
        tongue.changed.connect(self.retranslate)
        look.changed.connect(self._fit)

    def _shortcuts(self) -> None:
        for command in self._fixed():
            if command.shortcut:
                QShortcut(QKeySequence(command.shortcut), self, command.run)
        QShortcut(QKeySequence("Ctrl+="), self, lambda: self.zoomed.emit(10))
        QShortcut(QKeySequence("Ctrl+0"), self, lambda: self.zoomed.emit(0))
        QShortcut(QKeySequence("Ctrl+K"), self, self._palette)
        QShortcut(QKeySequence("Escape"), self, self.escape)
        self.chat.composer.editor.undo_past.connect(self.undo_last)

    def _lay_out(self) -> None:
        self._side = QWidget()
        self._side.setObjectName("side")
        self._side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QVBoxLayout(self._side)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.week)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self.chat)
        self._split.addWidget(self._side)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self.stack.addWidget(self._split)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(self.stack, 1)


def _page_key(name: str, at: int) -> str:
    """Return the shortcut of a page: its place in the rail, a comma for the settings."""
    if name == "settings":
        return "Ctrl+,"
    return f"Ctrl+{at}" if at < 10 else ""


def _action(words: str, icon: str, run: Callable[[], object], shortcut: str = "") -> Command:
    """Return a command; it can be found by its English words in every language."""
    return Command(words, tr(words), icon, run, shortcut, words=words)
