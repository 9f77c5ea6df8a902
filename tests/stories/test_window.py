"""The main job, by hand: the real window, the real model, real servers. Each leaves pictures."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assistant.domain.events import ReminderDue
from assistant.domain.message import read_letter
from tests.fakes.notifications import NotificationService
from tests.fakes.smtp import SmtpServer
from tests.stories.stage import Stage, opened

USERS = {"me@example.org": "secret"}


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotificationService]:
    with NotificationService(tmp_path) as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
        yield service


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with SmtpServer(tmp_path, users=USERS) as one:
        yield one


def remind(stage: Stage, desktop: NotificationService, sentence: str, text: str, name: str) -> None:
    fired: list[ReminderDue] = []
    stage.desk.on(ReminderDue, fired.append)
    stage.say(sentence)
    stage.wait(lambda: bool(stage.desk.reads.reminders()), "the reminder is there")
    (reminder,) = stage.desk.reads.reminders()
    assert text in reminder.text
    left = reminder.due - stage.desk.clock.now()
    assert timedelta(0) < left <= timedelta(minutes=1)
    stage.hand.picture(f"a-{name}-set")
    stage.wait(lambda: bool(desktop.shown), "the notification comes", 90)
    assert reminder.text in desktop.shown[0].title + desktop.shown[0].body
    stage.hand.picture(f"a-{name}-due")
    desktop.click("done")
    stage.wait(lambda: not stage.desk.reads.reminders(), "Done is taken from the notification", 20)
    assert len(fired) == 1


def lunch(stage: Stage, sentence: str, title: str, name: str) -> None:
    stage.say(sentence)
    now = stage.desk.clock.now()
    ahead = now + timedelta(days=15)
    stage.wait(lambda: bool(stage.desk.reads.events(now, ahead)), "the event is there")
    (found,) = stage.desk.reads.events(now, ahead)
    assert title in found.event.title
    assert (found.start.isoweekday(), found.start.hour, found.start.minute) == (2, 12, 0)
    assert found.start.isocalendar().week == (now + timedelta(days=7)).isocalendar().week
    week = stage.program.window.week
    stage.wait(lambda: bool(week.shown), "it stands in the week view", 20)
    stage.hand.picture(f"b-{name}-event")
    stage.hand.click("undo")
    stage.wait(lambda: not stage.desk.reads.events(now, ahead), "undo removes it", 20)
    stage.wait(lambda: not week.shown, "the week view is empty again", 20)
    stage.hand.picture(f"b-{name}-undone")


def letter(stage: Stage, server: SmtpServer, sentence: str, words: str, name: str) -> None:
    stage.say(sentence)
    stage.wait(lambda: bool(stage.desk.cards()), "the card is there")
    stage.wait(lambda: stage.hand.sees("approve"), "the window shows it", 20)
    (card,) = stage.desk.cards()
    (final,) = card.letters
    shown = read_letter(final.message)
    assert words in shown.body
    assert final.recipients == ("anna@example.org",)
    stage.hand.picture(f"c-{name}-card")
    approve = stage.hand.find("approve")
    stage.wait(approve.isEnabled, "the guard against click-through is over", 10)
    stage.hand.click(approve)
    stage.wait(lambda: bool(stage.desk.outbox()), "the letter rests in the outbox", 20)
    assert not server.letters, "it left before its rest was over"
    stage.hand.picture(f"c-{name}-resting")
    stage.wait(lambda: bool(server.letters), "the server receives it", 60)
    (received,) = server.letters
    assert received.message == final.message
    assert received.recipients == final.recipients
    stage.wait(lambda: stage.desk.outbox()[0].state == "sent", "the outbox says so", 20)
    stage.hand.picture(f"c-{name}-sent")


def test_a_reminder_comes(qtbot: QtBot, tmp_path: Path, desktop: NotificationService) -> None:
    with opened(tmp_path / "home") as stage:
        remind(stage, desktop, "remind me to stretch in one minute", "stretch", "en")


def test_b_lunch_stands_in_the_week_and_undo_removes_it(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(tmp_path / "home", theme="dark") as stage:
        lunch(stage, "lunch with Anna next Tuesday at noon", "lunch", "en")


def test_c_the_server_receives_the_bytes_that_were_shown(
    qtbot: QtBot, tmp_path: Path, server: SmtpServer
) -> None:
    with opened(tmp_path / "home", server=server) as stage:
        sentence = "email anna@example.org that I will be ten minutes late"
        letter(stage, server, sentence, "I will be ten minutes late", "en")


def test_d_the_same_three_in_chinese(
    qtbot: QtBot, tmp_path: Path, server: SmtpServer, desktop: NotificationService
) -> None:
    with opened(tmp_path / "home", locale="zh", server=server) as stage:
        lunch(stage, "下周二中午和安娜吃午饭", "吃午饭", "zh")
        stage.program.window.new_chat()
        letter(stage, server, "给 anna@example.org 发邮件说我会晚到十分钟", "我会晚到十分钟", "zh")
        stage.program.window.new_chat()
        remind(stage, desktop, "一分钟后提醒我伸展一下", "伸展", "zh")
