"""Events of the core reach the window in order, on its thread, and not too often."""

from pytestqt.qtbot import QtBot

from assistant.base.lanes import Lane
from assistant.domain.events import RecordsChanged, TextDelta, TurnEnded, TurnStarted
from tests.fakes.desk import FakeDesk
from ui.shell.bridge import Bridge, gathered


def test_pieces_of_one_answer_are_joined_and_order_is_kept() -> None:
    events: list[object] = [
        TurnStarted("t", "c", "hi"),
        TextDelta("t", "c", "a"),
        TextDelta("t", "c", "b"),
        RecordsChanged(frozenset({"Event"})),
        TextDelta("t", "c", "c"),
        TextDelta("u", "c", "d"),
        TurnEnded("t", "c", "done"),
    ]
    assert gathered(events) == [
        TurnStarted("t", "c", "hi"),
        TextDelta("t", "c", "ab"),
        RecordsChanged(frozenset({"Event"})),
        TextDelta("t", "c", "c"),
        TextDelta("u", "c", "d"),
        TurnEnded("t", "c", "done"),
    ]


def test_five_thousand_events_from_another_thread_arrive_whole(
    qtbot: QtBot, desk: FakeDesk
) -> None:
    """PySide6 6.12.0 aborts on Python 3.11 after some 650 emitted signals; this must not."""
    bridge = Bridge(desk)
    heard: list[object] = []
    bridge.happened.connect(heard.append)
    lane = Lane("test")
    for number in range(5000):
        lane.submit(desk.post, TextDelta("t", "c", f"{number},"))
    lane.submit(desk.post, TurnEnded("t", "c", "done"))
    qtbot.waitUntil(lambda: bool(heard) and isinstance(heard[-1], TurnEnded))
    text = "".join(one.text for one in heard if isinstance(one, TextDelta))
    assert text == "".join(f"{number}," for number in range(5000))
    assert len(heard) < 500, "pieces were not gathered"
    lane.close()
    bridge.close()


def test_every_single_event_is_delivered_as_one_signal(qtbot: QtBot, desk: FakeDesk) -> None:
    bridge = Bridge(desk)
    heard: list[object] = []
    bridge.happened.connect(heard.append)
    for number in range(5000):
        desk.post(TurnStarted(str(number), "c", "x"))
    qtbot.waitUntil(lambda: len(heard) == 5000)
    assert [one.turn for one in heard if isinstance(one, TurnStarted)] == [
        str(number) for number in range(5000)
    ]
    bridge.close()


def test_after_close_nothing_is_heard(qtbot: QtBot, desk: FakeDesk) -> None:
    bridge = Bridge(desk)
    heard: list[object] = []
    bridge.happened.connect(heard.append)
    bridge.close()
    desk.post(TurnEnded("t", "c", "done"))
    qtbot.wait(80)
    assert heard == []
