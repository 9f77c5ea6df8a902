"""The connections page: where the program may connect to, what it did, and what was refused."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from assistant.app.connecting import Overview
from assistant.base.connections import Allowed, Use, Why
from assistant.base.i18n import tr
from assistant.llm.sandbox import say_walls
from ui.desk import Desk
from ui.look.icons import picture
from ui.look.moments import near_moment
from ui.look.page import Page, nothing
from ui.look.parts import column, frame, notice, plain
from ui.look.tongue import tongue

_LOOK = 1000  # milliseconds between two looks
_ICONS = {
    Why.MAIL_OUT: "plane",
    Why.MAIL_IN: "mail",
    Why.CALENDAR: "calendar",
    Why.SIGN_IN: "user",
    Why.PICTURES: "info",
    Why.MODEL: "models",
    Why.CATALOGUE: "download",
}


class ConnectionsPage(Page):
    """Each place once: what for, for whom, how often and when last; kept up to date while seen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "connections",
            "Connections",
            "Deskmate connects to these places and to no others; nothing is sent when it starts.",
        )
        self._desk = desk
        self._shown: Overview | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)
        tongue.changed.connect(self.refresh)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again and again while the page is seen."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop looking."""
        super().hideEvent(event)
        self._timer.stop()

    def refresh(self) -> None:
        """Read the list again and draw it."""
        self.clear()
        seen = self._shown = self._desk.connections()
        refused = [one for one in seen.uses if one.refused]
        for use in refused:
            told = notice("danger", "blocked", plain(self._refused(use)))
            told.setObjectName("refusedConnection")
            self.body.addWidget(told)
        wall = plain(say_walls(seen.walls))
        wall.setObjectName("modelWalls")
        kind, icon = ("info", "lock") if seen.walls.whole else ("warning", "warning")
        self.body.addWidget(notice(kind, icon, wall))
        if not seen.guarded:
            text = tr("This process is not held to the list.")
            self.body.addWidget(notice("warning", "warning", plain(text)))
        made = [one for one in seen.uses if not one.refused]
        for why, rows in groupby(_rows(seen.allowed, made), key=lambda one: one[0].why):
            heading = plain(tr(why.value), step="lead")
            heading.setContentsMargins(0, 14, 0, 2)
            self.body.addWidget(heading)
            for allowed, uses in rows:
                self.body.addWidget(self._row(allowed, uses))
        if not seen.allowed and not made:
            text = tr("There is no place it may connect to")
            self.body.addWidget(nothing("globe", text, tr("An account or a server adds one.")))

    def _look(self) -> None:
        if self._desk.connections() != self._shown:
            self.refresh()

    def _row(self, allowed: Allowed, uses: Sequence[Use]) -> QFrame:
        layout = QHBoxLayout()
        layout.setSpacing(12)
        layout.addWidget(picture(_ICONS[allowed.why], "muted", 18))
        where = tr("{host}, port {port}", host=allowed.host, port=allowed.port)
        lines = [plain(where, tone="strong")]
        if allowed.account:
            lines.append(plain(tr("for {account}", account=allowed.account), step="small"))
        lines.append(plain(self._told(uses), step="small", tone="muted"))
        errors = [one.error for one in uses if one.error]
        lines += [plain(one, step="small", tone="danger") for one in errors]
        layout.addLayout(column(*lines, spacing=2), 1)
        if any(one.now for one in uses):
            layout.addWidget(plain(tr("connected"), tone="ok", wrap=False))
        made = frame("row", layout, (14, 10, 12, 10))
        made.setObjectName("connectionRow")
        made.setAccessibleName(where)
        return made

    def _told(self, uses: Sequence[Use]) -> str:
        if not uses:
            return tr("Not used since the start")
        times = sum(one.times for one in uses)
        last = self._moment(max(one.last for one in uses))
        if times == 1:
            return tr("Once since the start: {when}", when=last)
        return tr("{n} times since the start, the last: {when}", n=times, when=last)

    def _refused(self, use: Use) -> str:
        return tr(
            "Refused: {host} is not on the list. Tries: {n}, the last: {when}",
            host=f"{use.host}:{use.port}" if use.port else use.host,
            n=use.times,
            when=self._moment(use.last),
        )

    def _moment(self, seconds: float) -> str:
        zone = self._desk.clock.zone
        return near_moment(datetime.fromtimestamp(seconds, zone), self._desk.clock.now())


def _rows(allowed: Sequence[Allowed], uses: Sequence[Use]) -> list[tuple[Allowed, Sequence[Use]]]:
    """Return every place that is listed or was connected to, with its uses, by what it is for."""
    tried = [Allowed(one.host, one.port, one.why, one.account) for one in uses if one.why]
    places = dict.fromkeys([*allowed, *tried])
    rows = [(one, [use for use in uses if _is_of(use, one)]) for one in places]
    order = list(Why)
    return sorted(rows, key=lambda row: order.index(row[0].why))


def _is_of(use: Use, one: Allowed) -> bool:
    return (use.host, use.port, use.why, use.account) == (one.host, one.port, one.why, one.account)
