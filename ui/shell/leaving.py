"""How the program ends: closed into the tray where there is one, or quit with its eyes open."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from assistant.base.i18n import tr
from assistant.domain.say import say_when
from ui.desk import Desk
from ui.look.ask import confirmed
from ui.look.moments import near_moment
from ui.shell.tray import Tray


class Leaving:
    """Decides what closing the window and Quit do; `end` ends the program."""

    def __init__(self, desk: Desk, window: QWidget, tray: Tray, end: Callable[[], None]) -> None:
        self._desk = desk
        self._window = window
        self._tray = tray
        self._end = end
        self._told = False

    def close(self) -> None:
        """Go on in the tray, where reminders still come from; without a tray, quit."""
        if not self._tray.there or self._desk.settings.text("closing") != "tray":
            self.quit()
            return
        self._window.hide()
        if not self._told:
            self._told = True
            self._tray.tell(tr("Deskmate goes on here, and reminds you. Quit ends it."))

    def quit(self) -> None:
        """End the program; where a reminder would not come, ask first."""
        now = self._desk.clock.now()
        waiting = [
            one for one in self._desk.reads.reminders() if one.at_return or one.fires_at > now
        ]
        if waiting and self._desk.settings.text("warn_at_quit") == "yes":
            question = tr(
                "No reminder comes while Deskmate is closed. The next one: {text}, {when}.",
                text=waiting[0].text,
                when=say_when(waiting[0])
                if waiting[0].at_return
                else near_moment(waiting[0].fires_at, now),
            )
            if not confirmed(self._window, question, tr("Quit")):
                return
        self._end()
