"""Starting hidden at login: the entry, the setting, a program that is there without a window."""

import configparser
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.app.build import build
from assistant.base.errors import OutsideError
from assistant.base.paths import find_paths
from assistant.base.platform import start_at_login, starts_at_login
from assistant.base.secrets import MemorySecrets
from assistant.base.settings import Settings
from ui.shell import login, tray
from ui.shell.application import Program
from ui.shell.main import _window_options
from ui.shell.single import raise_other
from ui.shell.theme import Wardrobe
from ui.shell.words import Interpreter


def entry() -> Path:
    return Path(os.environ["XDG_CONFIG_HOME"]) / "autostart" / "deskmate.desktop"


def arguments(line: str) -> list[str]:
    """Read Exec as the Desktop Entry Specification says: unescape, then unquote."""
    text = re.sub(r"\\(.)", r"\1", line)
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml")


def test_the_setting_writes_an_entry_and_takes_it_away(settings: Settings) -> None:
    home = find_paths().home
    settings.set("at_login", "yes")
    login.choose(settings, home)
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(entry().read_text("utf-8"))
    found = parser["Desktop Entry"]
    assert (found["Type"], found["Name"], found["Terminal"]) == ("Application", "Deskmate", "false")
    program = Path(sys.executable).with_name("deskmate")
    assert arguments(found["Exec"]) == [str(program), "--hidden"]
    assert os.access(program, os.X_OK)
    assert starts_at_login(os.environ)
    settings.set("at_login", "no")
    login.choose(settings, home)
    assert not entry().exists()
    assert not starts_at_login(os.environ)


@pytest.mark.parametrize(
    "word", ["/a b/c", 'say "hi"', "50%", "$HOME", "back\\slash", "`id`", "桌"]
)
def test_any_path_survives_the_quoting(word: str) -> None:
    start_at_login(os.environ, [word, "--hidden"], on=True)
    line = next(one for one in entry().read_text("utf-8").splitlines() if one.startswith("Exec="))
    assert arguments(line.removeprefix("Exec=")) == [word, "--hidden"]


def test_the_systems_own_entry_is_the_truth(settings: Settings) -> None:
    settings.set("at_login", "yes")
    login.settle(settings, None)
    assert settings.text("at_login") == "no"  # it was taken away in the desktop's settings
    start_at_login(os.environ, ["/old/deskmate", "--hidden"], on=True)
    login.settle(settings, None)
    assert settings.text("at_login") == "yes"
    assert "/old/" not in entry().read_text("utf-8")  # it leads to the program that runs
    text = entry().read_text("utf-8")
    entry().write_text(f"{text}Hidden=true\n", "utf-8")
    login.settle(settings, None)
    assert settings.text("at_login") == "no"


def test_a_program_over_another_home_leaves_the_entry_alone(
    settings: Settings, tmp_path: Path
) -> None:
    start_at_login(os.environ, ["/mine/deskmate", "--hidden"], on=True)
    login.settle(settings, tmp_path / "other")
    assert "/mine/deskmate" in entry().read_text("utf-8")


def test_what_cannot_be_written_is_said_and_the_setting_goes_back(settings: Settings) -> None:
    entry().parent.parent.mkdir(parents=True)
    entry().parent.write_text("a file in the way", "utf-8")
    settings.set("at_login", "yes")
    with pytest.raises(OutsideError, match="could not be changed"):
        login.choose(settings, find_paths().home)
    assert settings.text("at_login") == "no"


def test_hidden_is_an_option_of_the_window() -> None:
    options = _window_options(["--hidden", "--home", "/tmp/x"])
    assert options is not None
    assert options.hidden


@pytest.fixture
def program(
    qapp: QApplication,
    interpreter: Interpreter,
    wardrobe: Wardrobe,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Program]:
    monkeypatch.setattr(tray, "_PAUSE", 20)
    desk = build(find_paths(tmp_path / "home"), secrets=MemorySecrets())
    made = Program(qapp, desk, interpreter, wardrobe)
    yield made
    made.window.hide()
    made.end()
    made.window.deleteLater()


def test_it_begins_without_a_window_and_a_second_start_brings_it_up(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    program.stay_hidden()
    assert not program.window.isVisible()
    qtbot.waitUntil(lambda: program.window.desk.reads.reminders() == ())
    # There is no tray here: it can be found all the same.
    qtbot.waitUntil(program.window.isMinimized)
    program.window.hide()
    assert raise_other(tmp_path / "home", quietly=True)  # another login: it is there already
    qtbot.wait(100)
    assert not program.window.isVisible()
    assert raise_other(tmp_path / "home")
    qtbot.waitUntil(program.window.isVisible)
