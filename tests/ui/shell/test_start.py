"""How the program starts: terminal or window, one window a home, plain words when it cannot."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from assistant.app.build import build
from assistant.base.errors import OutsideError, UsageError
from assistant.base.paths import find_paths
from assistant.base.platform import has_display
from assistant.base.secrets import MemorySecrets
from tests.ui.helpers import find, says
from ui.shell import application
from ui.shell.application import clock_of
from ui.shell.errors import error_dialog
from ui.shell.inputmethod import choose_input_method
from ui.shell.main import run
from ui.shell.single import Doorbell, address_of, raise_other

ROOT = Path(__file__).resolve().parents[3]


def python(code: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Run code in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environ},
        input="",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["when", "--jsonl"], ["skills"]])
def test_the_terminal_never_loads_qt(argv: list[str]) -> None:
    code = f"""
import sys
from ui.shell.main import run
try:
    run({argv!r})
finally:
    loaded = [one for one in sys.modules if one.startswith(("PySide6", "torch"))]
    assert loaded == [], loaded
"""
    done = python(code)
    assert "AssertionError" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_without_a_display_it_says_so_and_talks_in_the_terminal(tmp_path: Path) -> None:
    code = (
        f"import sys; from ui.shell.main import run; sys.exit(run(['--home', {str(tmp_path)!r}]))"
    )
    done = python(code, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="xcb")
    assert done.stderr.startswith("There is no display here"), done.stderr
    assert done.returncode == 0, done.stderr


def test_the_window_is_painted_without_torch_and_before_the_core_starts(tmp_path: Path) -> None:
    code = f"""
import sys
from PySide6.QtCore import QTimer
from ui.shell import application
order = []
class Watching(application.Program):
    def show(self):
        start = self._desk.start
        self._desk.start = lambda: (order.append("start"), start())
        super().show()
        QTimer.singleShot(400, self._app.quit)
from ui.shell.window import Window
def painted(self, event):
    order.append("paint")
Window.paintEvent = painted
application.Program = Watching
from ui.shell.main import run
code = run(["--home", {str(tmp_path)!r}, "--locale", "zh", "--timezone", "Asia/Shanghai"])
heavy = [one for one in ("torch", "transformers", "llguidance") if one in sys.modules]
assert heavy == [], heavy
assert order.index("paint") < order.index("start"), order
sys.exit(code)
"""
    done = python(code, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen:size=1x1"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_where_a_window_can_be_shown(
    environ: dict[str, str], platform: str, expected: bool
) -> None:
    assert has_display(environ, linux=platform == "linux") is expected


@pytest.mark.parametrize(
    ("wanted", "plugin", "expected"),
    [
        ("fcitx", "", "ibus"),
        ("fcitx5", "", "ibus"),
        ("fcitx", "libfcitx5platforminputcontextplugin.so", "fcitx"),
        ("ibus", "", "ibus"),
        ("", "", ""),
    ],
)
def test_ibus_steps_in_where_fcitx_has_no_plugin(
    tmp_path: Path, wanted: str, plugin: str, expected: str
) -> None:
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    if plugin:
        (folder / plugin).touch()
    environ = {"QT_IM_MODULE": wanted} if wanted else {}
    choose_input_method(environ, tmp_path)
    assert environ.get("QT_IM_MODULE", "") == expected


def test_a_second_start_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    assert not raise_other(tmp_path), "nobody is there yet"
    bell = Doorbell(tmp_path)
    rung: list[bool] = []
    bell.rung.connect(lambda: rung.append(True))
    code = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
from ui.shell.single import raise_other
sys.exit(0 if raise_other(Path({str(tmp_path)!r})) else 1)
"""
    other = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    qtbot.waitUntil(lambda: bool(rung), timeout=30_000)
    assert other.wait(30) == 0
    bell.close()
    assert not raise_other(tmp_path)


def test_homes_do_not_hear_each_other(tmp_path: Path) -> None:
    assert address_of(tmp_path / "a") != address_of(tmp_path / "b")


@pytest.fixture
def taken(tmp_path: Path) -> Iterator[Path]:
    """Return a home that a program without a window holds."""
    home = tmp_path / "home"
    other = build(find_paths(home), secrets=MemorySecrets())
    yield home
    other.close()


def test_a_home_that_is_taken_is_told_in_a_dialog(
    qapp: QApplication, taken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def seen(error: OutsideError) -> QDialog:
        dialog = error_dialog(error)
        said.extend(one.text() for one in dialog.findChildren(QLabel))
        dialog.exec = lambda: 0  # type: ignore[method-assign]
        return dialog

    monkeypatch.setattr(application, "error_dialog", seen)
    monkeypatch.setattr(application, "QApplication", lambda _: qapp)
    options = argparse.Namespace(
        home=taken, now=None, timezone=None, locale="en", debug=False, hidden=False
    )
    assert application.run_window(options) == 4
    assert "Deskmate is already running." in said


def test_an_error_can_be_copied(qtbot: QtBot, qapp: QApplication) -> None:
    dialog = error_dialog(OutsideError("The disk is full.", hint="Make room."))
    qtbot.addWidget(dialog)
    dialog.show()
    assert says(dialog, "The disk is full.")
    find(dialog, QPushButton, "copyError").click()
    assert qapp.clipboard().text() == "The disk is full. Make room."
    find(dialog, QPushButton, "closeError").click()
    assert not dialog.isVisible()


def test_the_clock_stands_still_where_that_is_asked() -> None:
    clock = clock_of("2026-11-23T10:00:00", "Asia/Shanghai")
    assert clock is not None
    assert clock.now().isoformat() == "2026-11-23T10:00:00+08:00"
    assert clock_of(None, None) is None
    with pytest.raises(UsageError):
        clock_of("tomorrow", None)
    with pytest.raises(UsageError):
        clock_of(None, "Mars/Olympus")


def test_anything_but_the_windows_own_options_goes_to_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[list[str]] = []

    def hear(argv: list[str]) -> int:
        heard.append(argv)
        return 0

    monkeypatch.setattr("assistant.cli.main.main", hear)
    for argv in (["ask", "hi"], ["--home", "x", "ask", "hi"], ["--json"], ["--home"]):
        assert run(argv) == 0
        assert heard[-1] == argv
