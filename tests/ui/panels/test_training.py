"""The training page by hand: lessons, the course, the table, the versions."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QProgressBar
from pytestqt.qtbot import QtBot

from assistant.base.errors import AssistantError
from assistant.domain.events import Progress
from assistant.training.deploy import Gate
from assistant.training.mine import How, Note
from assistant.training.stage import Plan, Stage
from tests.fakes.desk import FakeDesk
from tests.ui.helpers import find, says, shown
from ui.panels.training.page import TrainingPage
from ui.shell.theme import Wardrobe
from ui.shell.words import Interpreter

LEFT = Qt.MouseButton.LeftButton
GATES = (
    Gate("en tool", 0.952, 0.968),
    Gate("en whole call", 0.871, 0.871),
    Gate("en talk", -2.713, -2.713),
    Gate("zh tool", 0.941, 0.955),
    Gate("fairness", 0.995, 0.995),
)
NOTES = [
    Note("1", "2026-11-20", How.EDITED, "email Sam that it is done", "mail.draft", {}),
    Note("2", "2026-11-21", How.DECLINED, "下周二和小李吃饭", "reminders.create", {}),
]


@pytest.fixture
def page(qtbot: QtBot, desk: FakeDesk) -> TrainingPage:
    desk.teaching.notes = list(NOTES)
    made = TrainingPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 1000)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: says(made, "1,240 patterns"))
    return made


def click(page: TrainingPage, name: str) -> None:
    QTest.mouseClick(find(page, QAbstractButton, name), LEFT)


def put(page: TrainingPage, desk: FakeDesk, stage: Stage) -> None:
    desk.teaching.now = stage
    page.take(Progress("training", stage.step, stage.steps))


def test_consent_is_off_until_it_is_given(page: TrainingPage, desk: FakeDesk) -> None:
    box = page.lessons.agree
    assert not box.isChecked()
    box.click()
    assert desk.settings.text("learn_from_me") == "yes"
    box.click()
    assert desk.settings.text("learn_from_me") == "no"


def test_lessons_are_listed_and_deleted(qtbot: QtBot, page: TrainingPage, desk: FakeDesk) -> None:
    assert says(page, "2 lessons")
    assert not says(page, "email Sam")
    click(page, "showLessons")
    assert says(page, "email Sam that it is done")
    assert says(page, "declined")
    QTest.mouseClick(shown(page, QAbstractButton, "forgetLesson")[0], LEFT)  # the newest first
    qtbot.waitUntil(lambda: not says(page, "declined"))
    assert desk.teaching.notes == NOTES[:1]


def test_a_training_from_its_beginning_to_its_installation(
    qtbot: QtBot, page: TrainingPage, desk: FakeDesk
) -> None:
    page.course.length.setCurrentIndex(0)
    click(page, "beginTraining")
    assert desk.asked.of("begin") == [(Plan(steps=150),)]
    assert says(page, "Collecting sentences")
    put(page, desk, Stage("training", "1", 30, 150, 244))
    assert says(page, "30 of 150 steps  ·  4 min left")
    assert find(page, QProgressBar, "").value() == 30
    click(page, "pauseTraining")
    assert desk.asked.of("pause") == [()]
    assert says(page, "It saves what it has")
    put(page, desk, Stage("paused", "1", 31, 150))
    click(page, "resumeTraining")
    assert desk.asked.of("resume") == [()]
    put(page, desk, Stage("measured", "1", gates=GATES))
    qtbot.waitUntil(lambda: says(page, "English: the right tool"))
    assert says(page, "96.8 %")
    assert says(page, "-2.71")
    click(page, "installTraining")
    desk.teaching.used.append("1-abcd1234")
    desk.teaching.now = replace(desk.teaching.now, installed=True)
    desk.teaching.result.set_result("1@abcd1234")
    qtbot.waitUntil(lambda: says(page, "Training 1 (abcd1234)"))
    assert not shown(page, QAbstractButton, "installTraining")
    click(page, "rollbackTraining")
    qtbot.waitUntil(lambda: not says(page, "Training 1"))
    assert says(page, "What came with the program")


def test_a_worse_one_cannot_be_installed_and_the_table_says_why(
    qtbot: QtBot, page: TrainingPage, desk: FakeDesk
) -> None:
    worse = (*GATES, Gate("zh whole call", 0.82, 0.71))
    put(page, desk, Stage("measured", "1", gates=worse))
    assert not find(page, QAbstractButton, "installTraining").isEnabled()
    assert says(page, "worse in 1 of 6 measures")
    qtbot.waitUntil(lambda: says(page, "Chinese: whole request right"))
    assert says(page, "worse")


def test_a_crash_says_one_plain_sentence(page: TrainingPage, desk: FakeDesk) -> None:
    put(page, desk, Stage("failed", "1", text="The training stopped in the middle. Go on."))
    assert says(page, "It could not go on")
    assert says(page, "The training stopped in the middle. Go on.")
    assert find(page, QAbstractButton, "resumeTraining").isEnabled()


def test_what_goes_wrong_at_installing_is_told(
    qtbot: QtBot, page: TrainingPage, desk: FakeDesk
) -> None:
    put(page, desk, Stage("measured", "1", gates=GATES))
    click(page, "installTraining")
    desk.teaching.result.set_exception(AssistantError("The disk is full."))
    qtbot.waitUntil(lambda: find(page, QAbstractButton, "installTraining").isEnabled())


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    page: TrainingPage,
    desk: FakeDesk,
    artefacts: Path,
    wardrobe: Wardrobe,
    interpreter: Interpreter,
    language: str,
    theme: str,
) -> None:
    wardrobe.choose(theme)
    interpreter.use(language)
    stages = {
        "training": Stage("training", "1", 130, 400, 1210),
        "measured": Stage("measured", "1", gates=(*GATES, Gate("zh whole call", 0.82, 0.71))),
    }
    click(page, "showLessons")
    for name, stage in stages.items():
        put(page, desk, stage)
        qtbot.wait(400)
        assert page.grab().save(str(artefacts / f"steps-{name}-{language}-{theme}.png"))
