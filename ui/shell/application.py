"""The composition root of the window: application, core, bridge, window, and their ends."""

import argparse
import logging
import sys
from datetime import datetime
from types import TracebackType

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication

from assistant.app import Assistant
from assistant.base.clock import Clock, FrozenClock, SystemClock, local_zone, zone_named
from assistant.base.errors import AssistantError, UsageError
from assistant.base.i18n import tr
from assistant.base.log import log_to
from assistant.base.paths import find_paths
from assistant.base.settings import Settings
from ui.look.attempt import attempt, complaints
from ui.shell import login
from ui.shell.bridge import Bridge
from ui.shell.errors import error_dialog
from ui.shell.inputmethod import prepare
from ui.shell.leaving import Leaving
from ui.shell.news import News
from ui.shell.single import Doorbell, raise_other
from ui.shell.theme import LARGEST, SMALLEST, Wardrobe
from ui.shell.tray import Tray, program_icon
from ui.shell.window import Window
from ui.shell.words import Interpreter

_SKILLS = ("skills",)
log = logging.getLogger(__name__)


def run_window(options: argparse.Namespace) -> int:
    """Show the window over a home until it is closed; return the exit code."""
    prepare()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("deskmate")
    app.setApplicationDisplayName("Deskmate")
    app.setDesktopFileName("deskmate")
    paths = find_paths(options.home)
    settings = Settings(paths.settings)
    interpreter = Interpreter(app)
    interpreter.use(options.locale or settings.text("language"))
    wardrobe = Wardrobe(app)
    wardrobe.percent = settings.number("text_percent")
    wardrobe.choose(settings.text("theme"))
    app.setWindowIcon(program_icon())
    if raise_other(paths.home, quietly=options.hidden):
        return 0
    try:
        desk = _core(options, settings)
    except AssistantError as error:
        return _refuse(error)
    log_to(paths.log, debug=options.debug)
    sys.excepthook = _log_bug
    program = Program(app, desk, interpreter, wardrobe)
    login.settle(desk.settings, options.home)
    if options.hidden:
        program.stay_hidden()
    else:
        program.show()
    code = app.exec()
    program.end()
    return code


def _core(options: argparse.Namespace, settings: Settings) -> Assistant:
    from assistant.app import build

    clock = clock_of(options.now, options.timezone, settings.text("timezone"))
    return build(find_paths(options.home), clock=clock, skills=_SKILLS)


def clock_of(now: str | None, zone: str | None, chosen: str = "") -> Clock | None:
    """Return the clock that the options ask for, None for the core's own choice.

    `chosen` is the zone of the settings. Raises `UsageError` for a zone or a moment that is none.
    """
    if now is None and zone is None:
        return None
    named = zone or chosen
    where = zone_named(named) if named else local_zone()
    if now is None:
        return SystemClock(where)
    try:
        return FrozenClock(datetime.fromisoformat(now), where)
    except ValueError as error:
        raise UsageError(
            "{text} is not a moment.", hint="Write it like 2026-11-23T10:00:00.", text=repr(now)
        ) from error


def _log_bug(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
    """Write down what should not have happened; the window lives on."""
    log.error("a bug in the window", exc_info=(kind, bug, trace))
    complaints.heard.emit(
        AssistantError("Something went wrong inside Deskmate.", hint="The log says more.")
    )


def _refuse(error: AssistantError) -> int:
    """Say why the program cannot start."""
    sys.stderr.write(f"{error.shown()} {error.next_step()}\n")
    error_dialog(error).exec()
    return error.exit_code


class Program(QObject):
    """The window and what keeps it going."""

    def __init__(
        self, app: QApplication, desk: Assistant, interpreter: Interpreter, wardrobe: Wardrobe
    ) -> None:
        super().__init__(app)
        self._app = app
        self._desk = desk
        self._interpreter = interpreter
        self._wardrobe = wardrobe
        self.window = Window(desk)
        self._news = News(self.window)
        self._bridge = Bridge(desk)
        self._bridge.happened.connect(self._news.take)
        self._bell = Doorbell(desk.paths.home, self)
        self._bell.rung.connect(self.window.come_up)
        self._tray = Tray(self.window)
        self._tray.raise_window.connect(self.window.come_up)
        self._tray.new_chat.connect(self._new_chat)
        self._tray.my_day.connect(self._my_day)
        self._tray.quick_add.connect(self._quick_add)
        self.leaving = Leaving(desk, self.window, self._tray, app.quit)
        self._tray.quit.connect(self.leaving.quit)
        self.window.setting_changed.connect(self._setting)
        self.window.zoomed.connect(self._zoom)
        self.window.quit_asked.connect(self.leaving.quit)
        self.window.closing.connect(self.leaving.close)
        self.window.books.erased.connect(self._erase)
        self._gone = False
        app.setQuitOnLastWindowClosed(False)

    def show(self) -> None:
        """Show the window; what takes time begins once it has been painted."""
        self.window.resize(self._size())
        self.window.show()
        self.window.show_page("chat")
        QTimer.singleShot(0, self, self._after_paint)

    def stay_hidden(self) -> None:
        """Begin without the window, as at login; it comes up from the tray or a second start.

        Where no tray turns up, the window stands minimized: it must be possible to find it.
        """
        self.window.resize(self._size())
        self.window.show_page("chat")
        self._tray.missing.connect(self._no_tray)
        QTimer.singleShot(0, self, self._after_paint)

    def end(self) -> None:
        """End in order."""
        if not self._gone:
            self._bell.close()
            self._bridge.close()
            self._desk.close()

    def _erase(self) -> None:
        """Erase everything that is kept, and end: there is nothing left to show."""
        self._gone = True
        self.window.hide()
        self._bell.close()
        self._bridge.close()
        attempt(self._desk.erase)
        self._app.quit()

    def _no_tray(self) -> None:
        if not self.window.isVisible():
            self.window.showMinimized()

    def _after_paint(self) -> None:
        QTimer.singleShot(0, self, self._desk.start)

    def _size(self) -> QSize:
        room = self.window.screen().availableSize()
        return QSize(min(1280, room.width()), min(820, room.height()))

    def _quick_add(self) -> None:
        self.window.come_up()
        self.window.quick_add()

    def _my_day(self) -> None:
        self.window.come_up()
        self.window.my_day()

    def _new_chat(self) -> None:
        self.window.come_up()
        self.window.new_chat()

    def _setting(self, name: str) -> None:
        settings = self._desk.settings
        self._desk.setting_changed(name)
        if name == "language":
            self._interpreter.use(settings.text(name))
            self._wardrobe.apply()
        elif name == "theme":
            self._wardrobe.choose(settings.text(name))
        elif name == "text_percent":
            self._wardrobe.zoom(settings.number(name))
        elif name == "at_login":
            attempt(lambda: login.choose(settings, self._desk.paths.home))
        elif name == "timezone":
            self.window.tell(tr("The new time zone counts from the next start."))

    def _zoom(self, by: int) -> None:
        """Make the text larger or smaller by some percent; 0 is the usual size again."""
        percent = max(SMALLEST, min(LARGEST, self._wardrobe.percent + by if by else 100))
        if attempt(lambda: self._desk.settings.set("text_percent", percent)):
            self._wardrobe.zoom(percent)
