"""What goes wrong, at the window: one plain sentence, a next step, and nothing is lost."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from assistant.app import build
from assistant.base.paths import find_paths
from assistant.base.secrets import MemorySecrets
from assistant.domain.talk import Role
from assistant.testing import Script
from tests.conftest import MODELS
from tests.stories.desks import call, tea
from tests.stories.hand import ARTEFACTS, live
from tests.stories.stage import Stage, opened

ROOT = Path(__file__).resolve().parents[2]
TEA = "remind me of tea in an hour"


# Two programs, one home


def program(*words: str) -> "subprocess.Popen[str]":
    """Start `deskmate` as a person would, in a process of its own."""
    line = [sys.executable, "-m", "ui.shell.main", *words]
    return subprocess.Popen(
        line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def ended(one: "subprocess.Popen[str]", seconds: float = 60) -> tuple[int, str]:
    """Let the window live until a program has ended; return its code and what it complained of."""
    end = time.monotonic() + seconds
    while one.poll() is None and time.monotonic() < end:
        live(20)
    one.kill()
    _, complaint = one.communicate()
    return one.returncode, complaint


def test_a_second_start_brings_up_the_window_that_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home, model=Script([tea(), "All set."])) as stage:
        window = stage.program.window
        window.hide()
        assert ended(program("--home", str(home))) == (0, "")
        stage.wait(window.isVisible, "the window is there again", 20)
        stage.say(TEA)
        stage.wait(lambda: bool(stage.desk.reads.reminders()), "it still works")
        stage.hand.picture("second-start")
        code, complaint = ended(program("ask", TEA, "--home", str(home)))
        assert (code, complaint.strip()) == (
            4,
            "Deskmate is already running.\nUse the window that is open, or close it first.",
        )
        assert len(stage.desk.reads.reminders()) == 1


def test_a_window_beside_a_terminal(qtbot: QtBot, tmp_path: Path) -> None:
    """A conversation in the terminal holds the home: the window says so, and ends."""
    home = tmp_path / "home"
    terminal = build(find_paths(home), secrets=MemorySecrets(), model=Script([]))
    try:
        window = program("--home", str(home), "--locale", "zh")
        screen = QGuiApplication.primaryScreen()
        before = screen.grabWindow(0).toImage()
        end = time.monotonic() + 60
        while screen.grabWindow(0).toImage() == before and time.monotonic() < end:
            live(100)
        live(1000)
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        assert screen.grabWindow(0).save(str(ARTEFACTS / "story-home-in-use.png"))
        name = ["xdotool", "search", "--onlyvisible", "--name", "Deskmate"]
        found = subprocess.run(name, check=True, capture_output=True, text=True).stdout.split()
        subprocess.run(["xdotool", "windowfocus", found[-1], "key", "Return"], check=True)
        code, complaint = ended(window)
        assert code == 4
        assert complaint.count("\n") == 1
        assert "同桌" in complaint
    finally:
        terminal.close()


# The model's file


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for models of its own, with links to the real ones."""
    folder = tmp_path / "models"
    for real in MODELS.rglob("*"):
        if real.is_file() and not any(part.startswith(".") for part in real.parts[-3:]):
            link = folder / real.relative_to(MODELS)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.hardlink_to(real)
    monkeypatch.setenv("DESKMATE_MODELS", str(folder))
    return folder


def fails_then_works(stage: Stage, words: str, repair: Callable[[], None], name: str) -> None:
    """Ask, read why it cannot be, repair, ask again."""
    hand = stage.hand
    stage.say(TEA)
    stage.wait(lambda: hand.says(words), "it says what is wrong", 30)
    stage.wait(lambda: hand.sees("modelBanner"), "it offers to get the model", 20)
    hand.picture(name)
    (talk,) = stage.desk.conversations()
    first, answer = stage.desk.lines(talk.id)
    assert (first.role, first.text) == (Role.USER, TEA)
    assert "deskmate models get" in answer.text
    hand.click("page_reminders")
    hand.fill("quickAdd", "water the plants in two hours")
    hand.key("Return")
    stage.wait(lambda: len(stage.desk.reads.reminders()) == 1, "all the rest works", 20)
    repair()
    hand.key("ctrl+1")
    hand.key("Up")
    assert stage.composer == TEA
    hand.key("Return")
    stage.wait(lambda: len(stage.desk.reads.reminders()) == 2, "it works again")
    hand.picture(f"{name}-repaired")


def test_a_missing_model(qtbot: QtBot, tmp_path: Path, models: Path) -> None:
    away = tmp_path / "away"
    models.rename(away)
    with opened(tmp_path / "home") as stage:
        stage.wait(lambda: stage.hand.sees("modelBanner"), "it offers to get the model", 20)
        words = "is not on this computer."
        fails_then_works(stage, words, lambda: _moved(away, models), "model-missing")


def test_a_damaged_model(qtbot: QtBot, tmp_path: Path, models: Path) -> None:
    weights = models / "smollm2-135m-instruct" / "model.safetensors"
    whole = weights.rename(tmp_path / "whole")
    weights.write_bytes(whole.read_bytes()[:100_000])
    with opened(tmp_path / "home", locale="zh", theme="dark") as stage:
        fails_then_works(stage, "已损坏", lambda: _moved(whole, weights), "model-damaged")


def _moved(source: Path, target: Path) -> None:
    os.replace(source, target)


# A disk that is full


class Disk:
    """A small disk of its own where one may be mounted, else a limit on what files may grow to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "none", str(folder)]
        self.mounted = os.geteuid() == 0 and not subprocess.run(mount, check=False).returncode

    def fill(self) -> None:
        """Leave no room at all."""
        if not self.mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
            return
        with self._filler.open("wb", buffering=0) as file:
            for size in (65536, 4096, 1):
                try:
                    while file.write(b"\0" * size):
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        """Make room."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self._filler.unlink(missing_ok=True)

    def close(self) -> None:
        """Take the disk away."""
        self.free()
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)


@contextmanager
def disk_at(folder: Path) -> Iterator[Disk]:
    disk = Disk(folder)
    try:
        yield disk
    finally:
        disk.close()


def test_a_full_disk(qtbot: QtBot, tmp_path: Path) -> None:
    with disk_at(tmp_path / "home") as disk:
        said = "The disk is full." if disk.mounted else "cannot be read or written."
        model = Script([tea(), "All set.", tea("in two hours"), "All set."])
        with opened(disk.folder, model=model) as stage:
            hand, reads = stage.hand, stage.desk.reads
            stage.say(TEA)
            stage.wait(lambda: len(reads.reminders()) == 1, "the first is there")
            disk.fill()
            stage.say("remind me of tea in two hours")
            stage.wait(lambda: hand.says(said), "it says so in the conversation", 30)
            assert len(reads.reminders()) == 1
            stage.wait(lambda: stage.composer.endswith("two hours"), "what was typed is back", 20)
            if disk.mounted:
                hand.picture("disk-full")
            hand.key("ctrl+n")
            hand.key("ctrl+a")
            stage.say("another conversation")
            stage.wait(lambda: hand.says(said), "it says so below a new one", 20)
            assert stage.composer == "another conversation"
            if disk.mounted:
                hand.picture("disk-full-new")
            disk.free()
            hand.key("ctrl+a")
            stage.say("remind me of tea in two hours")
            stage.wait(lambda: len(reads.reminders()) == 2, "with room it works again")
            hand.picture("disk-free")
        again = build(find_paths(disk.folder), secrets=MemorySecrets(), model=Script([]))
        assert len(again.reads.reminders()) == 2
        again.close()


# Odd words


def test_odd_words_at_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    outputs = [
        output
        for text, when in (("call Ben", "in one hour"), ("buy a cake 🎂", "in two hours"))
        for output in (call("reminders.create", text=text, when=when), "All set.")
    ]
    outputs += [call("reminders.create", text="call שרה", when="in three hours"), "All set."]
    with opened(tmp_path / "home", model=Script(outputs)) as stage:
        hand = stage.hand
        for nothing in ("", "   ", "\n\n"):
            stage.paste(nothing)
        assert stage.desk.conversations() == ()
        stage.paste("long " * 20_000)
        stage.wait(
            lambda: hand.says("That is 100000 characters"), "it says how long is too long", 30
        )
        assert hand.says("Send a shorter piece.")
        assert len(stage.composer) >= 99_999
        hand.picture("odd-long")
        assert stage.desk.conversations() == ()

        def there(count: int) -> bool:
            return len(stage.desk.reads.reminders()) == count

        for number, (odd, kept) in enumerate(
            (
                ("remind me to call \x1b[31mBen\x07 in one hour", "Ben"),
                ("remind me to buy a cake 🎂 in two hours", "cake 🎂"),
                ("remind me to call שרה in three hours", "שרה"),
            ),
            start=1,
        ):
            stage.paste(odd)
            stage.wait(partial(there, number), odd)
            assert kept in stage.desk.reads.reminders()[-1].text
        hand.picture("odd-words")
        (talk,) = stage.desk.conversations()
        typed = [line.text for line in stage.desk.lines(talk.id) if line.role is Role.USER]
        assert "remind me to buy a cake 🎂 in two hours" in typed
        assert not any(mark in "".join(typed) for mark in "\x1b\x07")
