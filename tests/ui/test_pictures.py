"""A picture of every page, in both languages and both themes; nothing on them is cut off.

The pictures are left in the folder that DESKMATE_ARTEFACTS names (else ./artefacts).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Remove, Send
from assistant.domain.events import Progress
from assistant.domain.mail import Address, Draft
from assistant.domain.reminders import Reminder
from assistant.domain.talk import Role
from tests.fakes.desk import BERLIN, Choice, FakeDesk
from tests.ui.helpers import shown
from ui.panels.calendar.scope import View
from ui.panels.mail.page import MailPage
from ui.shell.rail import PAGES
from ui.shell.theme import Wardrobe
from ui.shell.window import Window
from ui.shell.words import Interpreter

LOOKS = [(language, theme) for language in ("en", "zh") for theme in ("light", "dark")]
SIZES = {"wide": (1440, 900), "usual": (1100, 720), "narrow": (760, 720)}
WORDS = {
    "en": (
        "What does my week look like?",
        "Here is your **week**:\n\n- *Tuesday*: lunch with Anna at 12:00\n- *Friday*: concert",
        "lunch with Anna next Tuesday at noon",
        "In the calendar: Lunch with Anna, Tuesday 1 December 2026, 12:00–13:00",
        "email Anna that I will be ten minutes late",
        "Ten minutes late",
        "Hi Anna,\n\nI will be ten minutes late today. Please start without me.\n\nBest,\nMe",
        "You have not written to ben@example.org before.",
    ),
    "zh": (
        "我这周有什么安排？",
        "你这周的**安排**：\n\n- *周二*：12:00 和 Anna 吃午饭\n- *周五*：音乐会",
        "下周二中午和 Anna 吃午饭",
        "已加入日历：和 Anna 吃午饭，2026年12月1日 星期二 12:00–13:00",
        "给 Anna 发邮件说我会晚到十分钟",
        "晚到十分钟",
        "Anna，你好：\n\n我今天会晚到十分钟，请先开始。\n\n祝好",
        "你以前没有给 ben@example.org 写过信。",
    ),
}


def talk(desk: FakeDesk, language: str) -> None:
    """Put a conversation with everything in it onto the desk."""
    ask, answer, lunch, added, late, subject, body, warning = WORDS[language]
    start = datetime(2026, 12, 1, 12, tzinfo=BERLIN)
    desk.rename_conversation("t1", ask)
    desk.line("t1", Role.USER, ask)
    desk.line("t1", Role.ASSISTANT, answer)
    desk.line("t1", Role.USER, lunch)
    event = Event("lunch", lunch, start, start + timedelta(hours=1))
    desk.apply(Proposal(added, (Add(event),)), conversation="t1", cause=lunch)
    desk.line("t1", Role.USER, late)
    anna = Address("anna@example.org", "Anna Keller")
    draft = Draft("d", (anna, Address("ben@example.org")), subject, body)
    mail = Proposal(subject, (Add(draft), Send(draft)))
    card = desk.card(mail, tool="mail.send", conversation="t1", warnings=(warning,))
    desk.show("x", card)
    desk.card(Proposal(subject, (Remove(desk.records["e3"]),)))
    sent = replace(draft, id="sent", to=(anna,))
    desk.apply(Proposal(subject, (Send(sent),)), cause=late)
    desk.catalogue = [
        replace(desk.catalogue[0], title="SmolLM2 135M Instruct"),
        Choice("b", "Qwen3 0.6B", 1_500_000_000, languages=("en", "zh"), installed=False),
        Choice("c", "Qwen3 8B", 16_400_000_000, languages=("en", "zh"), installed=False, fit=False),
    ]


def cut_off(root: QWidget) -> list[str]:
    """Return the words of visible labels and buttons that do not fit into their place."""
    found = []
    for one in shown(root, QLabel):
        small = one.wordWrap() and one.height() < one.heightForWidth(one.width())
        thin = not one.wordWrap() and one.width() < one.minimumSizeHint().width()
        if one.text() and (small or thin):
            found.append(one.text())
    buttons = [one for one in shown(root, QAbstractButton) if one.text()]
    return found + [one.text() for one in buttons if one.width() < one.minimumSizeHint().width()]


@pytest.fixture(params=LOOKS, ids="-".join)
def worn(
    request: pytest.FixtureRequest, wardrobe: Wardrobe, interpreter: Interpreter
) -> tuple[str, str]:
    """Put on a language and a theme; return both."""
    language, theme = request.param
    interpreter.use(language)
    wardrobe.choose(theme)
    return language, theme


def test_every_page_is_whole(
    qtbot: QtBot, window: Window, artefacts: Path, worn: tuple[str, str]
) -> None:
    language, theme = worn
    desk = window.desk
    assert isinstance(desk, FakeDesk)
    talk(desk, language)
    for size, (width, height) in SIZES.items():
        window.resize(width, height)
        for page, _, _ in PAGES:
            _prepare(window, page)
            window.toast.hide()
            qtbot.wait(450 if page in {"chat", "approvals"} else 60)
            _whole(qtbot, window, f"{page}, {size}")
            window.grab().save(str(artefacts / f"{page}-{language}-{theme}-{size}.png"))


def _whole(qtbot: QtBot, root: QWidget, what: str) -> None:
    """Wait until everything has found its place; fail where something is cut off for good."""

    def fits() -> None:
        assert cut_off(root) == [], what

    qtbot.waitUntil(fits)


def _prepare(window: Window, page: str) -> None:
    """Show a page with something on it."""
    if page == "chat":
        window.show_conversation("t1")
        return
    window.show_page(page)
    shown_page = window.stack.currentWidget()
    if page == "outbox" and isinstance(shown_page, MailPage):
        shown_page.show_outbox()
        shown_page.outbox.form.begin()
    if page == "models":
        for done in (300_000_000, 310_000_000):
            window.books.take(Progress("model:b", done, 1_500_000_000, 12_000_000))


def test_every_view_of_the_calendar_is_whole(
    qtbot: QtBot, window: Window, artefacts: Path, worn: tuple[str, str], wardrobe: Wardrobe
) -> None:
    language, theme = worn
    window.show_page("calendar")
    page = window.books.calendar
    for percent in (100, 200):
        wardrobe.zoom(percent)
        for view in View:
            page.show_view(view)
            qtbot.wait(80)
            _whole(qtbot, page, f"{view.value}, {percent} %")
            name = f"calendar-{view.value}-{language}-{theme}-{percent}.png"
            window.grab().save(str(artefacts / name))


def test_what_lies_on_top_is_whole(
    qtbot: QtBot, window: Window, artefacts: Path, worn: tuple[str, str]
) -> None:
    language, theme = worn
    desk = window.desk
    assert isinstance(desk, FakeDesk)
    reminder = desk.records["r2"]
    assert isinstance(reminder, Reminder)
    window.grab().save(str(artefacts / f"empty-{language}-{theme}.png"))
    window.notices.show_due(reminder, desk.clock.now(), late=False)
    grid = window.week.timed.grid
    lunch = next(one for one in window.week.shown if "Anna" in one.event.title)
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.place_of(lunch).center())
    qtbot.wait(60)
    window.grab().save(str(artefacts / f"details-{language}-{theme}.png"))
    _whole(qtbot, window, "details")
    window.escape()
    window._palette("")
    qtbot.wait(60)
    window.grab().save(str(artefacts / f"palette-{language}-{theme}.png"))
    window.escape()
    window.diary.new_event()
    form = window.diary.form
    assert form is not None
    qtbot.wait(60)
    form.grab().save(str(artefacts / f"form-{language}-{theme}.png"))
    _whole(qtbot, form, "form")
    form.reject()
