"""Notices in the corner of the window: several at once, each whole."""

from itertools import pairwise

from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from assistant.domain.reminders import Reminder
from tests.fakes.desk import FakeDesk
from tests.ui.helpers import shown
from tests.ui.test_pictures import cut_off
from ui.shell.window import Window


def test_several_that_come_at_once_are_whole(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    now = desk.clock.now()
    for key, text in (("a", "Tea"), ("b", "Send the signed contract to the landlord, by post")):
        window.notices.show_due(Reminder(key, text, now), now, late=False)
    window.notices.show_note("sun", "Your day", "2 events and a very long line " * 4, window.hide)
    qtbot.wait(50)
    frames = shown(window.notices, QFrame, "notice")
    assert len(frames) == 3
    for one in frames:
        assert one.height() >= one.heightForWidth(one.width())
        assert cut_off(one) == []
    for above, below in pairwise(frames):
        assert not above.geometry().intersects(below.geometry())
