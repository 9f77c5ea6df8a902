"""Calendar files in and out of the window, with the real core behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assistant.app import Assistant, build
from assistant.base import i18n
from assistant.base.clock import FrozenClock
from assistant.base.paths import find_paths
from assistant.base.secrets import MemorySecrets
from assistant.domain.calendars import Calendar
from assistant.domain.changes import Add, Proposal
from tests.fakes.desk import BERLIN, MONDAY
from tests.ui.helpers import find
from ui.panels.calendar.intake import Intake

GOOD = """BEGIN:VEVENT
UID:{key}
DTSTART:20261124T090000Z
DTEND:20261124T100000Z
SUMMARY:Lesson {key}
END:VEVENT
"""
BROKEN = """BEGIN:VEVENT
UID:broken
DTSTART:20261124T090000Z
DTEND:20261123T090000Z
SUMMARY:Backwards
END:VEVENT
"""


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Assistant]:
    made = build(
        find_paths(tmp_path / "home"),
        secrets=MemorySecrets(),
        clock=FrozenClock(MONDAY, BERLIN),
    )
    yield made
    made.close()


def file(folder: Path, name: str, *parts: str) -> Path:
    path = folder / name
    path.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n" + "".join(parts) + "END:VCALENDAR\n"
    )
    return path


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def run(parent: QWidget, core: Assistant, *files: Path, into: str = "") -> Intake:
    made = Intake(parent, core, files)
    made.open()
    field = find(made, QComboBox, "intakeInto")
    field.setCurrentIndex(field.findData(into))
    find(made, QPushButton, "intakeBegin").click()
    return made


def finished(qtbot: QtBot, made: Intake) -> str:
    qtbot.waitUntil(lambda: not made._running, timeout=60_000)
    return find(made, QLabel, "intakeTold").text()


def test_a_file_into_a_calendar_of_its_own(
    qtbot: QtBot, parent: QWidget, core: Assistant, tmp_path: Path
) -> None:
    path = file(tmp_path, "School.ics", GOOD.format(key="a"), BROKEN, GOOD.format(key="b"))
    made = run(parent, core, path)
    assert finished(qtbot, made) == (
        "New: 2. Known already: 0.\nSet aside: 1. They are kept and exported with the rest."
    )
    listed = find(made, QListWidget, "intakeApart")
    assert listed.item(0).text() == "Backwards\nit ends before it starts"
    assert [one.title for one in core.reads.events_in("School")] == ["Lesson a", "Lesson b"]
    assert "Known already: 2" in finished(qtbot, run(parent, core, path))


def test_a_folder_into_a_chosen_calendar_in_chinese(
    qtbot: QtBot, parent: QWidget, core: Assistant, tmp_path: Path
) -> None:
    core.propose(Proposal("", (Add(Calendar("c1", "Club")),)))
    core.settle()
    file(tmp_path, "one.ics", GOOD.format(key="a"), BROKEN)
    (tmp_path / "deep").mkdir()
    file(tmp_path / "deep", "two.ics", GOOD.format(key="b"))
    i18n.use("zh")
    made = run(parent, core, tmp_path, into="c1")
    assert "新增 2 项" in finished(qtbot, made)
    assert find(made, QListWidget, "intakeApart").item(0).text() == "Backwards\n结束早于开始"
    assert len(core.reads.events_in("c1")) == 2
    files = core.export_calendars(tmp_path / "out").result(30)
    assert [one.name for one in files] == ["Club.ics", "set aside.txt"]
    assert "SUMMARY:Backwards" in files[1].read_text("utf-8")


def test_stopped_half_way_nothing_is_kept(
    qtbot: QtBot, parent: QWidget, core: Assistant, tmp_path: Path
) -> None:
    many = "".join(GOOD.format(key=f"k{at}") for at in range(3_000))
    made = run(parent, core, file(tmp_path, "Many.ics", many))
    made.reject()
    assert finished(qtbot, made).startswith("Stopped.")
    assert not core.reads.events_in("Many")
    made.reject()
    assert not made.isVisible()
