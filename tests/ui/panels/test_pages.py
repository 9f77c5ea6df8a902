"""Reminders, contacts, mail, activity, approvals, models and settings, by hand."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from assistant.base.errors import OutsideError
from assistant.domain.cards import Audit, Damage, Fault
from assistant.domain.changes import Add, Proposal, Remove, Send, Update
from assistant.domain.contacts import Contact
from assistant.domain.events import ModelStateChanged, Progress, ReminderDue
from assistant.domain.labels import Label, Origin
from assistant.domain.mail import Account, Address, Draft, OutboxState
from assistant.domain.reminders import Firing, Missed, Reminder
from tests.fakes.desk import BERLIN, MONDAY, Choice, FakeDesk
from tests.ui.helpers import find, says, shown
from ui.cards.view import CardView
from ui.panels.activity import ActivityPage
from ui.panels.contacts import ContactsPage
from ui.panels.models import ModelsPage
from ui.panels.outbox import OutboxPage
from ui.panels.quick.field import QuickField
from ui.panels.reminders import RemindersPage
from ui.panels.settings import SettingsPage
from ui.shell.window import Window

LEFT = Qt.MouseButton.LeftButton


def proposed(desk: FakeDesk) -> Proposal:
    ((proposal,),) = desk.asked.of("propose")
    assert isinstance(proposal, Proposal)
    return proposal


class TestReminders:
    @pytest.fixture
    def page(self, qtbot: QtBot, desk: FakeDesk) -> RemindersPage:
        made = RemindersPage(desk)
        qtbot.addWidget(made)
        made.resize(900, 800)
        made.show()
        qtbot.waitExposed(made)
        return made

    def test_it_says_what_fires_next_and_when(self, page: RemindersPage) -> None:
        assert find(page, QLabel, "nextReminder").text() == "Next: Stretch, in 45 minutes"
        assert len(shown(page, QFrame, "reminderRow")) == 4
        assert says(page, "Every day")

    def test_done_and_snooze(self, qtbot: QtBot, page: RemindersPage, desk: FakeDesk) -> None:
        snooze = shown(page, QPushButton, "snooze")[0]
        action = next(one for one in snooze.menu().actions() if one.text() == "1 hour")
        action.trigger()
        assert desk.asked.of("snooze") == [("r1", "1 hour")]
        QTest.mouseClick(shown(page, QPushButton, "done")[0], LEFT)
        assert desk.asked.of("complete") == [("r1",)]

    def test_a_line_is_understood_while_it_is_typed(
        self, qtbot: QtBot, page: RemindersPage, desk: FakeDesk
    ) -> None:
        field, add = find(page, QuickField, "quickAdd"), find(page, QPushButton, "quickAddButton")
        QTest.keyClicks(field, "call mum")
        assert not add.isEnabled()
        assert says(page, "call mum  ·  when?")
        QTest.keyClicks(field, " tomorrow at 6 pm")
        assert (
            find(page, QLabel, "quickAddPreview")
            .text()
            .startswith("call mum  ·  Tuesday, 24 November 2026, 18:00")
        )
        QTest.keyClick(field, Qt.Key.Key_Return)
        (change,) = proposed(desk).changes
        assert isinstance(change, Add)
        assert isinstance(change.record, Reminder)
        assert change.record.text == "call mum"
        assert change.record.due == datetime(2026, 11, 24, 18, tzinfo=BERLIN)
        assert field.text() == ""

    @pytest.mark.parametrize("text", ["", "   ", "tomorrow at 9", "\u202e\x07", "🎉"])
    def test_what_says_nothing_to_do_is_not_added(
        self, qtbot: QtBot, page: RemindersPage, desk: FakeDesk, text: str
    ) -> None:
        field = find(page, QuickField, "quickAdd")
        field.setText(text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert desk.asked.of("propose") == []

    def test_what_came_and_was_not_answered_stands_first(
        self, qtbot: QtBot, page: RemindersPage, desk: FakeDesk
    ) -> None:
        desk.rung["r2"] = Firing("r2", MONDAY - timedelta(hours=1), MONDAY - timedelta(hours=1))
        page.refresh()
        qtbot.waitUntil(lambda: says(page, "came Today, 09:00"))
        (row,) = shown(page, QFrame, "unansweredRow")
        assert row.accessibleName() == "Send the signed contract to the landlord"
        assert len(shown(page, QFrame, "reminderRow")) == 3

    def test_each_says_what_happens_when_it_is_missed(
        self, qtbot: QtBot, page: RemindersPage, desk: FakeDesk
    ) -> None:
        menu = shown(page, QToolButton, "reminderPolicy")[1].menu()
        next(one for one in menu.actions() if "15 minutes" in one.text()).trigger()
        (change,) = proposed(desk).changes
        assert isinstance(change, Update)
        assert isinstance(change.after, Reminder)
        assert (change.after.missed, change.after.id) == (Missed.WITHIN, "r2")
        page.refresh()
        qtbot.waitUntil(lambda: says(page, "if missed: Late by 15 minutes at most"))

    def test_delete_asks_the_core(self, qtbot: QtBot, page: RemindersPage, desk: FakeDesk) -> None:
        QTest.mouseClick(shown(page, QToolButton, "deleteReminder")[1], LEFT)
        (change,) = proposed(desk).changes
        assert isinstance(change, Remove)
        assert change.record == desk.records["r2"]

    def test_with_none_it_says_how_to_begin(
        self, qtbot: QtBot, page: RemindersPage, desk: FakeDesk
    ) -> None:
        desk.records.clear()
        page.refresh()
        qtbot.waitUntil(lambda: says(page, "Nothing to be reminded of"))


class TestContacts:
    @pytest.fixture
    def page(self, qtbot: QtBot, desk: FakeDesk) -> ContactsPage:
        made = ContactsPage(desk)
        qtbot.addWidget(made)
        made.resize(900, 800)
        made.show()
        qtbot.waitExposed(made)
        return made

    def test_search(self, qtbot: QtBot, page: ContactsPage) -> None:
        QTest.keyClicks(find(page, QLineEdit, "searchContacts"), "okafor")
        qtbot.waitUntil(lambda: len(shown(page, QFrame, "contactRow")) == 1)
        page.search.setText("nobody at all")
        qtbot.waitUntil(lambda: says(page, "Nobody found"))

    def test_add(self, qtbot: QtBot, page: ContactsPage, desk: FakeDesk) -> None:
        QTest.mouseClick(find(page, QPushButton, "newContact"), LEFT)
        QTest.keyClicks(find(page, QLineEdit, "contact_emails"), "not an address")
        QTest.mouseClick(find(page, QPushButton, "saveContact"), LEFT)
        assert "is not a mail address" in find(page, QLabel, "formTrouble").text()
        page.form.fields["emails"].setText("a@example.org, b@example.org")
        QTest.mouseClick(find(page, QPushButton, "saveContact"), LEFT)
        assert find(page, QLabel, "formTrouble").text() == "A contact needs a name."
        page.form.fields["name"].setText("Åsa\x07 Ek")
        QTest.mouseClick(find(page, QPushButton, "saveContact"), LEFT)
        (change,) = proposed(desk).changes
        assert isinstance(change, Add)
        assert isinstance(change.record, Contact)
        assert (change.record.name, change.record.emails) == (
            "Åsa Ek",
            ("a@example.org", "b@example.org"),
        )
        assert not page.form.isVisible()

    def test_change_and_delete(self, qtbot: QtBot, page: ContactsPage, desk: FakeDesk) -> None:
        QTest.mouseClick(shown(page, QToolButton, "editContact")[0], LEFT)
        page.form.fields["phones"].setText("1, 2")
        QTest.mouseClick(find(page, QPushButton, "saveContact"), LEFT)
        (change,) = proposed(desk).changes
        assert isinstance(change, Update)
        qtbot.waitUntil(lambda: len(shown(page, QToolButton, "deleteContact")) == 4)
        QTest.mouseClick(shown(page, QToolButton, "deleteContact")[0], LEFT)
        last = desk.asked.of("propose")[-1][0]
        assert isinstance(last, Proposal)
        assert isinstance(last.changes[0], Remove)


class TestMail:
    @pytest.fixture
    def page(self, qtbot: QtBot, desk: FakeDesk) -> OutboxPage:
        draft = Draft("d", (Address("anna@example.org"),), "Hello", "Hi")
        desk.apply(Proposal("Send", (Send(draft),)))
        made = OutboxPage(desk)
        qtbot.addWidget(made)
        made.resize(900, 900)
        made.show()
        qtbot.waitExposed(made)
        return made

    def test_a_letter_counts_down(self, qtbot: QtBot, page: OutboxPage, desk: FakeDesk) -> None:
        assert find(page, QLabel, "letterState").text() == "leaves in 10 s"
        desk.clock.advance(timedelta(seconds=6))
        page.refresh()
        qtbot.waitUntil(lambda: says(page, "leaves in 4 s"))
        QTest.mouseClick(find(page, QPushButton, "letterGiveUp"), LEFT)
        assert desk.asked.of("give_up") == [("out-d",)]

    def test_trouble_is_told_with_a_way_on(
        self, qtbot: QtBot, page: OutboxPage, desk: FakeDesk
    ) -> None:
        desk.letters["out-d"] = replace(desk.letters["out-d"], error="The password is wrong.")
        page.refresh()
        qtbot.waitUntil(lambda: says(page, "Not sent: The password is wrong."))
        QTest.mouseClick(find(page, QPushButton, "letterRetry"), LEFT)
        assert desk.asked.of("retry") == [("out-d",)]

    def test_an_unknown_fate_is_asked(self, qtbot: QtBot, page: OutboxPage, desk: FakeDesk) -> None:
        desk.letters["out-d"] = replace(desk.letters["out-d"], state=OutboxState.UNKNOWN)
        page.refresh()
        qtbot.waitUntil(lambda: says(page, "It is not known whether it arrived."))
        QTest.mouseClick(find(page, QPushButton, "letterArrived"), LEFT)
        assert desk.asked.of("resolve") == [("out-d", True)]

    def test_an_address_fills_in_the_server_and_the_test_says_what_is_wrong(
        self, qtbot: QtBot, page: OutboxPage, desk: FakeDesk
    ) -> None:
        QTest.mouseClick(find(page, QPushButton, "newAccount"), LEFT)
        form = page.form
        QTest.keyClicks(form.address, "zoe@gmail.com")
        form.address.editingFinished.emit()
        assert (form.host.text(), form.port.value()) == ("smtp.gmail.com", 465)
        assert find(page, QLabel, "accountNote").text() == "Needs an app password."
        QTest.keyClicks(form.password, "secret")
        assert form.password.echoMode() == QLineEdit.EchoMode.Password
        QTest.mouseClick(find(page, QPushButton, "testAccount"), LEFT)
        assert form.result.text() == "Testing…"
        desk.test_result.set_exception(
            OutsideError("The server did not take the password.", hint="Use an app password.")
        )
        qtbot.waitUntil(
            lambda: (
                form.result.text() == "The server did not take the password. Use an app password."
            )
        )
        QTest.mouseClick(find(page, QPushButton, "testAccount"), LEFT)
        desk.test_result.set_result("Connected and logged in.")
        qtbot.waitUntil(lambda: form.result.text() == "Connected and logged in.")
        QTest.mouseClick(find(page, QPushButton, "saveAccount"), LEFT)
        ((account, password),) = desk.asked.of("save_account")
        assert password == "secret"
        assert isinstance(account, Account)
        qtbot.waitUntil(lambda: not form.isVisible())
        assert (account.address, account.smtp_host) == ("zoe@gmail.com", "smtp.gmail.com")
        assert form.password.text() == ""
        assert not form.isVisible()

    def test_a_result_that_comes_after_the_page_is_gone_harms_nothing(
        self, qtbot: QtBot, desk: FakeDesk
    ) -> None:
        page = OutboxPage(desk)
        page.form.begin()
        page.form.address.setText("a@example.org")
        page.form._test()
        page.deleteLater()
        qtbot.wait(30)
        desk.test_result.set_result("fine")
        qtbot.wait(30)
        assert desk.asked.of("test_account") != []

    def test_it_says_whether_the_password_lasts(
        self, qtbot: QtBot, page: OutboxPage, desk: FakeDesk
    ) -> None:
        lasts = page.form._lasting
        page.form.begin()
        qtbot.waitUntil(lambda: "keyring, never" in lasts.text())
        desk.lasting = False
        page.form._say()
        qtbot.waitUntil(lambda: "until Deskmate is closed" in lasts.text())

    def test_a_keyring_that_says_no_leaves_the_form_as_it_was(
        self, qtbot: QtBot, page: OutboxPage, desk: FakeDesk
    ) -> None:
        desk.keyring = Future()
        form = page.form
        form.begin()
        form.address.setText("zoe@gmail.com")
        form.password.setText("secret")
        QTest.mouseClick(form.save, LEFT)
        assert (form.result.text(), form.save.isEnabled()) == ("Saving…", False)
        desk.keyring.set_exception(OutsideError("The keyring is locked.", hint="Unlock it."))
        qtbot.waitUntil(lambda: form.result.text() == "The keyring is locked. Unlock it.")
        assert (form.isVisible(), form.password.text()) == (True, "secret")
        desk.keyring = None
        QTest.mouseClick(form.save, LEFT)
        qtbot.waitUntil(lambda: not form.isVisible())


class TestActivity:
    def test_every_entry_can_be_undone_for_thirty_days(self, qtbot: QtBot, desk: FakeDesk) -> None:
        old = desk.apply(Proposal("Old", (Add(Contact("a", "A")),)))
        desk.journal[0] = replace(old, at=MONDAY - timedelta(days=31))
        desk.apply(Proposal("New", (Add(Contact("b", "B")),)), cause="add B")
        page = ActivityPage(desk)
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        qtbot.waitExposed(page)
        assert says(page, "you wrote: “add B”")
        QTest.mouseClick(find(page, QPushButton, "undoEntry"), LEFT)
        assert desk.asked.of("undo") == [(desk.journal[1].id,)]
        page.refresh()
        qtbot.waitUntil(lambda: says(page, "Undone"))
        assert shown(page, QPushButton, "undoEntry") == []

    def test_an_entry_tells_what_was_read_and_who_approved_it(
        self, qtbot: QtBot, desk: FakeDesk
    ) -> None:
        entry = desk.apply(Proposal("New", (Add(Contact("b", "B")),)), approval="ab" * 32)
        label = Label(Origin.MAIL, "gone")
        desk.journal[0] = replace(entry, cause="add B", tool="contacts.add", labels=(label,))
        page = ActivityPage(desk)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitExposed(page)
        assert not says(page, "Approved")
        QTest.mouseClick(find(page, QToolButton, "entryDetails"), LEFT)
        assert says(page, "Read before: a mail that is not here any more")
        assert says(page, "Approved: you approved the card, SHA-256 abababababab…")
        assert says(page, "By the tool contacts.add")
        page.refresh()
        qtbot.waitUntil(lambda: says(page, "By the tool contacts.add"))  # what was open stays so

    def test_the_chain_is_checked_and_a_changed_line_is_named(
        self, qtbot: QtBot, desk: FakeDesk
    ) -> None:
        desk.apply(Proposal("New", (Add(Contact("b", "B")),)))
        page = ActivityPage(desk)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitExposed(page)
        qtbot.waitUntil(lambda: says(page, "Lines in the journal: 1. Their chain holds."))
        desk.found = Audit(1, (Fault(1, "x", "New", Damage.CHANGED),))
        page.refresh()
        qtbot.waitUntil(lambda: bool(shown(page, QFrame, "chainFault")))
        assert says(page, "was changed: New")
        assert not says(page, "chain holds")

    def test_older_entries_come_when_they_are_wanted(self, qtbot: QtBot, desk: FakeDesk) -> None:
        for number in range(60):
            desk.apply(Proposal(f"Number {number}", (Add(Contact(f"n{number}", "N")),)))
        page = ActivityPage(desk)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitExposed(page)
        assert len(shown(page, QFrame, "activityRow")) == 50
        find(page, QPushButton, "moreActivity").click()
        qtbot.waitUntil(lambda: len(shown(page, QFrame, "activityRow")) == 60)


class TestApprovals:
    def test_open_cards_wait_here_and_are_counted(
        self, qtbot: QtBot, window: Window, desk: FakeDesk
    ) -> None:
        desk.propose(Proposal("Delete Anna", (Remove(desk.records["c1"]),)))
        qtbot.waitUntil(lambda: bool(shown(window, CardView, "card")))
        assert window.rail.buttons["approvals"].isChecked(), "what asks comes to the front"
        assert window.rail._badges["approvals"].text() == "1"
        assert window.rail.buttons["approvals"].accessibleName() == "Approvals (1)"
        button = find(window, QPushButton, "approve")
        qtbot.waitUntil(button.isEnabled)
        QTest.mouseClick(button, LEFT)
        qtbot.waitUntil(lambda: says(window, "Nothing waits for you"))
        assert "c1" not in desk.records


class TestModels:
    def test_get_shows_progress_then_use(self, qtbot: QtBot, desk: FakeDesk) -> None:
        desk.catalogue = [
            Choice("a", "Small", 95_000_000, current=True),
            Choice("b", "Large", 8_000_000_000, installed=False, fit=False, fit_reason="Too big."),
        ]
        page = ModelsPage(desk)
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        qtbot.waitExposed(page)
        assert says(page, "In use")
        assert says(page, "Too big.")
        QTest.mouseClick(find(page, QPushButton, "getModel"), LEFT)
        assert desk.asked.of("get_model") == [("b",)]
        page.take(Progress("model:b", 4_000_000_000, 8_000_000_000, 10_000_000))
        qtbot.waitUntil(lambda: says(page, "4.0 GB of 8.0 GB, 10 MB a second"))
        bar = shown(page, QProgressBar)[0]
        assert bar.value() * 2 == bar.maximum()
        desk.catalogue[1] = replace(desk.catalogue[1], installed=True)
        page.take(Progress("model:b", 1, 1))
        page.take(ModelStateChanged("unloaded"))
        qtbot.waitUntil(lambda: bool(shown(page, QPushButton, "useModel")))
        QTest.mouseClick(find(page, QPushButton, "useModel"), LEFT)
        assert desk.catalogue[1].current

    def test_a_failed_download_says_why(self, qtbot: QtBot, desk: FakeDesk) -> None:
        desk.catalogue = [Choice("b", "Large", 8_000_000_000, installed=False)]
        page = ModelsPage(desk)
        qtbot.addWidget(page)
        page.show()
        page.take(Progress("model:b", 0, 0, error="The disk is full."))
        qtbot.waitUntil(lambda: says(page, "The disk is full."))
        assert find(page, QPushButton, "getModel").isEnabled()

    def test_without_a_model_the_chat_offers_to_get_it(self, qtbot: QtBot, desk: FakeDesk) -> None:
        desk.catalogue = [replace(desk.catalogue[0], installed=False)]
        window = Window(desk)
        qtbot.addWidget(window)
        window.resize(1200, 800)
        window.show()
        qtbot.waitExposed(window)
        assert says(window, "The model (95 MB) is not on this computer yet")
        QTest.mouseClick(find(window.chat, QPushButton, "getModel"), LEFT)
        window.chat.take(Progress("model:smollm2-135m", 47_500_000, 95_000_000, 1_000_000))
        assert says(window, "Getting it: 48 MB of 95 MB, 1.0 MB a second")
        desk.catalogue = [replace(desk.catalogue[0], installed=True)]
        window.chat.take(Progress("model:smollm2-135m", 1, 1))
        window.chat.take(ModelStateChanged("unloaded"))
        assert not window.chat.banner.isVisible()


class TestSettings:
    @pytest.fixture
    def page(self, qtbot: QtBot, desk: FakeDesk) -> SettingsPage:
        made = SettingsPage(desk)
        qtbot.addWidget(made)
        made.resize(900, 700)
        made.show()
        qtbot.waitExposed(made)
        return made

    def test_a_change_counts_at_once_and_is_kept(self, page: SettingsPage, desk: FakeDesk) -> None:
        heard: list[str] = []
        page.changed.connect(heard.append)
        find(page, QSpinBox, "setting_rest_seconds").setValue(25)
        theme = find(page, QComboBox, "setting_theme")
        theme.setCurrentIndex(theme.findData("dark"))
        theme.activated.emit(theme.currentIndex())
        assert heard == ["rest_seconds", "theme"]
        assert desk.settings.number("rest_seconds") == 25
        assert desk.settings.text("theme") == "dark"

    def test_a_zone_that_is_none_is_told(
        self, qtbot: QtBot, window: Window, desk: FakeDesk
    ) -> None:
        window.show_page("settings")
        qtbot.waitUntil(lambda: bool(shown(window, QLineEdit, "setting_timezone")))
        field = find(window, QLineEdit, "setting_timezone")
        field.setText("Mars/Olympus")
        field.editingFinished.emit()
        assert "There is no time zone called" in find(window, QLabel, "toastText").text()
        assert desk.settings.text("timezone") == ""


class TestNotices:
    def test_what_falls_due_is_shown_where_the_desktop_shows_nothing(
        self, qtbot: QtBot, window: Window, desk: FakeDesk
    ) -> None:
        reminder = desk.records["r1"]
        assert isinstance(reminder, Reminder)
        desk.post(ReminderDue(reminder, MONDAY))
        qtbot.wait(80)
        assert shown(window, QFrame, "notice") == []
        desk.notifies = False
        desk.post(ReminderDue(reminder, MONDAY))
        qtbot.waitUntil(lambda: bool(shown(window, QFrame, "notice")))
        notice = find(window, QFrame, "notice")
        assert find(notice, QLabel, "noticeText").text() == "Stretch"
        later = find(notice, QPushButton, "noticeSnooze").menu().actions()
        assert [one.text() for one in later] == [
            *("10 minutes", "1 hour", "This evening", "Tomorrow morning", "Monday morning"),
        ]
        QTest.mouseClick(find(notice, QPushButton, "noticeDone"), LEFT)
        assert desk.asked.of("complete") == [("r1",)]
        qtbot.waitUntil(lambda: shown(window, QFrame, "notice") == [])

    def test_a_snoozed_notice_goes(self, qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
        desk.notifies = False
        for key in ("r1", "r2"):
            reminder = desk.records[key]
            assert isinstance(reminder, Reminder)
            desk.post(ReminderDue(reminder, MONDAY, late=True))
        qtbot.waitUntil(lambda: len(shown(window, QFrame, "notice")) == 2)
        assert says(window.notices, "(late)")
        shown(window, QPushButton, "noticeSnooze")[0].menu().actions()[0].trigger()
        ((_, words),) = desk.asked.of("snooze")
        assert words == "10 minutes"
        assert len(shown(window, QFrame, "notice")) == 1
