"""The calendar page over 20,000 events in the store: first paint, and painting while scrolled."""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

EVENTS = 20_000
STEPS = 120
Row = tuple[str, float | str, str, str]


def rows() -> list[Row]:
    """Return the rows of the table."""
    from PySide6.QtWidgets import QApplication

    from assistant.app import build
    from assistant.base.paths import find_paths
    from assistant.base.secrets import MemorySecrets
    from ui.shell.theme import Wardrobe

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    Wardrobe(app).apply()
    with tempfile.TemporaryDirectory() as home:
        desk = build(find_paths(Path(home)), secrets=MemorySecrets())
        desk._parts.calendars.take("many.ics", _file(desk.clock.now()))
        try:
            return _measured(app, desk)
        finally:
            desk.close()


def _measured(app, desk) -> list[Row]:  # type: ignore[no-untyped-def]
    from ui.panels.calendar.page import CalendarPage
    from ui.panels.calendar.scope import View

    start = time.thread_time()
    page = CalendarPage(desk)
    page.resize(1280, 820)
    page.show()
    page.grab()
    first = (time.thread_time() - start) * 1000
    app.processEvents()
    week = _p95(lambda n: _scroll(page.timed.area.verticalScrollBar(), n), page.timed.area)
    page.show_view(View.MONTH)
    month = _p95(lambda _: page.walker.step(1), page.month)
    page.show_view(View.AGENDA)
    for _ in range(24):
        page.agenda.rows.fetchMore()
    agenda = _p95(lambda n: _scroll(page.agenda.verticalScrollBar(), n), page.agenda)
    page.hide()
    return [
        ("first paint of the week view among 20,000 events", first, "ms", "< 100"),
        ("painting the week view while scrolled, p95", week, "ms", "< 16.7"),
        ("turning and painting a month, p95", month, "ms", ""),
        ("painting the agenda while scrolled, p95", agenda, "ms", "< 16.7"),
    ]


def _scroll(bar, step: int) -> None:  # type: ignore[no-untyped-def]
    bar.setValue(step * bar.maximum() // STEPS)


def _p95(work: Callable[[int], object], widget) -> float:  # type: ignore[no-untyped-def]
    """Return the time of the window's thread that a step with its painting takes, in ms."""
    took = []
    for step in range(STEPS):
        start = time.thread_time()
        work(step)
        widget.viewport().repaint() if hasattr(widget, "viewport") else widget.repaint()
        took.append((time.thread_time() - start) * 1000)
    return sorted(took)[len(took) * 95 // 100]


def _file(now: datetime) -> bytes:
    """Return a calendar file with events over two years."""
    begin = (now - timedelta(days=365)).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN"]
    for at in range(EVENTS):
        start = begin + timedelta(minutes=at * 730 * 24 * 60 // EVENTS // 15 * 15)
        end = start + timedelta(minutes=30 + at % 4 * 15)
        lines += [
            "BEGIN:VEVENT",
            f"UID:bench-{at}",
            f"DTSTAMP:{begin:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{start:%Y%m%dT%H%M%S}",
            f"DTEND:{end:%Y%m%dT%H%M%S}",
            f"SUMMARY:Event number {at} of many",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
