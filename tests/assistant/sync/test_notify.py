import queue
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import new_signal
from jeepney.io.blocking import open_dbus_connection

from assistant.sync.notify import DesktopNotifier, NoNotifier, find_notifier
from tests.fakes.notifications import OBJECT, NotificationService, SessionBus

ACTIONS = (("done", "Done"), ("snooze", "Snooze 10 minutes"))
Pressed = queue.SimpleQueue[tuple[str, str]]


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotificationService]:
    with NotificationService(tmp_path) as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
        yield service


@pytest.fixture
def notifier(desktop: NotificationService) -> Iterator[DesktopNotifier]:
    found = find_notifier()
    assert isinstance(found, DesktopNotifier)
    yield found
    found.stop()


@pytest.fixture
def pressed() -> Pressed:
    return queue.SimpleQueue()


class Press:
    def __init__(self, pressed: Pressed) -> None:
        self.pressed = pressed

    def __call__(self, key: str, action: str) -> None:
        self.pressed.put((key, action))


def test_a_note_has_its_words_and_its_buttons(
    desktop: NotificationService, notifier: DesktopNotifier, pressed: Pressed
) -> None:
    assert notifier.available()
    assert notifier.show("r1", "Stretch", "due 10:15 · 喝水", ACTIONS, Press(pressed))
    (note,) = desktop.wait()
    assert (note.program, note.title, note.body) == ("Deskmate", "Stretch", "due 10:15 · 喝水")
    assert note.actions == dict(ACTIONS)
    assert note.expires == 0
    assert note.replaces == 0


def test_a_button_comes_back_with_the_key_of_its_note(
    desktop: NotificationService, notifier: DesktopNotifier, pressed: Pressed
) -> None:
    for key in ("r1", "r2"):
        assert notifier.show(key, key, "", ACTIONS, Press(pressed))
    first, second = desktop.wait(2)
    desktop.click("snooze", second)
    desktop.click("done", first)
    assert [pressed.get(timeout=30), pressed.get(timeout=30)] == [("r2", "snooze"), ("r1", "done")]
    assert pressed.empty()


def test_the_same_key_replaces_its_note(
    desktop: NotificationService, notifier: DesktopNotifier, pressed: Pressed
) -> None:
    notifier.show("r1", "Stretch", "", ACTIONS, Press(pressed))
    notifier.show("r1", "Stretch now", "", ACTIONS, Press(pressed))
    first, second = desktop.wait(2)
    assert second.replaces == first.id


def test_a_note_that_was_wiped_away_is_not_replaced(
    desktop: NotificationService, notifier: DesktopNotifier, pressed: Pressed
) -> None:
    notifier.show("r1", "Stretch", "", ACTIONS, Press(pressed))
    desktop.click("done")
    assert pressed.get(timeout=30) == ("r1", "done")
    desktop.click("done")  # a second press on what is gone: this note is forgotten
    notifier.show("r1", "Stretch", "", ACTIONS, Press(pressed))
    assert desktop.wait(2)[1].replaces == 0
    assert pressed.empty()


def test_a_note_is_taken_away(
    desktop: NotificationService, notifier: DesktopNotifier, pressed: Pressed
) -> None:
    notifier.show("r1", "Stretch", "", ACTIONS, Press(pressed))
    notifier.close("r1")
    notifier.close("never shown")
    assert desktop.wait_closed() == [desktop.shown[0].id]


@pytest.mark.parametrize(
    ("capabilities", "shown"),
    [
        (("body", "body-markup"), "&lt;b&gt;Tom &amp; Ann&lt;/b&gt; &lt;img src='x'&gt;"),
        (("body",), "<b>Tom & Ann</b> <img src='x'>"),
    ],
)
def test_markup_is_never_obeyed(
    desktop: NotificationService,
    notifier: DesktopNotifier,
    pressed: Pressed,
    capabilities: tuple[str, ...],
    shown: str,
) -> None:
    desktop.capabilities = capabilities
    notifier.show("r1", "t", "<b>Tom & Ann</b> <img src='x'>", (), Press(pressed))
    assert desktop.wait()[0].body == shown


def test_text_that_the_bus_cannot_carry_is_cleaned(
    desktop: NotificationService, notifier: DesktopNotifier, pressed: Pressed
) -> None:
    notifier.show("r1", "a\x00b\x1b[31m\ud800", "שלום 🙂\n" + "x" * 100_000, (), Press(pressed))
    (note,) = desktop.wait()
    assert note.title == "ab[31m?"
    assert note.body.startswith("שלום 🙂\nx")
    assert len(note.body) == 1_000


def test_another_program_cannot_press_the_button(
    desktop: NotificationService, notifier: DesktopNotifier, pressed: Pressed
) -> None:
    notifier.show("r1", "Stretch", "", ACTIONS, Press(pressed))
    (note,) = desktop.wait()
    with open_dbus_connection(desktop.address) as stranger:
        stranger.send(new_signal(OBJECT, "ActionInvoked", "us", (note.id, "done")))
        stranger.bus_proxy.GetId()  # the daemon has passed on what was sent before
    desktop.click("snooze", note)
    assert pressed.get(timeout=30) == ("r1", "snooze")
    assert pressed.empty()


def test_the_service_may_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pressed: Pressed
) -> None:
    with SessionBus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        notifier = DesktopNotifier()
        assert not notifier.available()
        assert not notifier.show("r1", "Stretch", "", ACTIONS, Press(pressed))
        with NotificationService(tmp_path, address=bus.address) as first:
            assert notifier.show("r1", "Stretch", "", ACTIONS, Press(pressed))
            first.leave()
            assert not notifier.available()
        with NotificationService(tmp_path, address=bus.address) as second:
            assert notifier.show("r2", "Drink", "", ACTIONS, Press(pressed))
            second.click("done")
            assert pressed.get(timeout=30) == ("r2", "done")
        notifier.stop()


def test_the_bus_may_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pressed: Pressed
) -> None:
    notifier = DesktopNotifier()
    for _ in range(2):
        with NotificationService(tmp_path) as desktop:
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.address)
            assert notifier.show("r1", "Stretch", "", ACTIONS, Press(pressed))
            assert desktop.wait()[0].replaces == 0
            desktop.click("done")
            assert pressed.get(timeout=30) == ("r1", "done")
        assert not notifier.available()
    notifier.stop()


def test_without_a_bus_there_is_only_the_window(pressed: Pressed) -> None:
    notifier = find_notifier()
    assert isinstance(notifier, NoNotifier)
    assert not notifier.available()
    assert not notifier.show("r1", "Stretch", "", ACTIONS, Press(pressed))


@pytest.mark.parametrize("address", ["", "nonsense", "unix:path=/nowhere/bus", "tcp:host=::1"])
def test_an_address_without_a_bus_is_no_crash(
    address: str, monkeypatch: pytest.MonkeyPatch, pressed: Pressed
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    notifier = DesktopNotifier()
    assert not notifier.available()
    assert not notifier.show("r1", "Stretch", "", ACTIONS, Press(pressed))
