"""The contacts page: groups, twins, files; and the field for recipients."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assistant.domain.calendar import Event
from assistant.domain.changes import Proposal, Remove, Update
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address
from tests.fakes.desk import FakeDesk
from ui.panels.contacts import ContactsPage
from ui.panels.mail.people import PeopleField


@pytest.fixture
def page(qtbot: QtBot, desk: FakeDesk) -> ContactsPage:
    found = desk.records["c3"]
    assert isinstance(found, Contact)
    desk.records["c3"] = replace(found, groups=("Shanghai", "Work"))
    made = ContactsPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    return made


def names(page: QWidget) -> list[str]:
    return [
        one.accessibleName().partition(",")[0]
        for one in page.findChildren(QFrame, "contactRow")
        if not one.isHidden()
    ]


def proposal(desk: FakeDesk) -> Proposal:
    found = desk.asked.of("propose")[-1][0]
    assert isinstance(found, Proposal)
    return found


def test_a_chinese_name_is_found_by_its_sound(page: ContactsPage, qtbot: QtBot) -> None:
    page.search.setText("lina")
    qtbot.waitUntil(lambda: names(page) == ["李娜"])
    page.search.setText("zoe")
    qtbot.waitUntil(lambda: names(page) == ["Zoë O'Brien"])


def test_a_group_narrows_the_list(page: ContactsPage, qtbot: QtBot) -> None:
    chips = page.findChildren(QPushButton, "groupChip")
    assert [one.text() for one in chips] == ["All", "Shanghai", "Work"]
    chips[1].click()
    qtbot.waitUntil(lambda: names(page) == ["李娜"])


def test_twins_are_told_and_merged_by_hand_alone(page: ContactsPage, desk: FakeDesk) -> None:
    desk.records["twin"] = Contact("twin", "Anna K.", ("ANNA@example.org",), notes="choir")
    page.refresh()
    strip = page.findChild(QFrame, "twins")
    assert isinstance(strip, QFrame)
    assert any("Anna K., Anna Keller" in one.text() for one in strip.findChildren(QLabel))
    assert not desk.asked.of("propose")
    merge = page.findChild(QPushButton, "mergeContacts")
    assert isinstance(merge, QPushButton)
    merge.click()
    first, second = proposal(desk).changes
    assert isinstance(first, Update)
    assert isinstance(first.after, Contact)
    assert first.after.notes == "choir\nAnna Keller"
    assert isinstance(second, Remove)


def test_a_birthday_goes_into_the_calendar(page: ContactsPage, desk: FakeDesk) -> None:
    anna = desk.records["c1"]
    assert isinstance(anna, Contact)
    page.form.begin(anna)
    page.form.fields["birthday"].setText("soon")
    page.form._save()
    trouble = page.form.findChild(QLabel, "formTrouble")
    assert isinstance(trouble, QLabel)
    assert trouble.text() == "This is no day: soon"
    page.form.fields["birthday"].setText("12.5.1990")
    page.form._save()
    events = [one for one in desk.records.values() if isinstance(one, Event)]
    assert "Birthday: Anna Keller" in [one.title for one in events]


def test_files_in_and_out(
    page: ContactsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "all.vcf"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(target), "vCard 3.0 (*.vcf)")
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    page._export()
    assert b"VERSION:3.0" in target.read_bytes()
    qtbot.waitUntil(lambda: page._told.text() == "4 contacts were written.")
    page._import()
    qtbot.waitUntil(lambda: page._told.text() == "4 contacts were taken in.")


@pytest.fixture
def field(qtbot: QtBot, desk: FakeDesk) -> PeopleField:
    desk.records["c5"] = Contact("c5", "Ben Okafor", ("ben@other.example",))
    made = PeopleField(desk, "To")
    qtbot.addWidget(made)
    qtbot.addWidget(made.trouble)
    return made


def chips(field: PeopleField) -> list[str]:
    found = field.findChildren(QFrame, "personChip")
    return [one.accessibleName() for one in found if not one.isHidden()]


def test_an_address_and_a_name_become_chips(field: PeopleField) -> None:
    QTest.keyClicks(field.line, "x@example.org,")
    field.line.setText("lina")
    assert field.people() == (Address("x@example.org"), Address("li.na@example.cn", "李娜"))
    assert chips(field) == ["x@example.org", "李娜 <li.na@example.cn>"]
    QTest.keyClick(field.line, Qt.Key.Key_Backspace)
    assert chips(field) == ["x@example.org"]


def test_a_name_of_several_is_never_guessed(field: PeopleField) -> None:
    field.line.setText("Ben Okafor")
    assert not field.settle()
    assert field.people() == ()
    assert field.trouble.text() == "“Ben Okafor” may be 3 addresses: choose one."
    field._offer(field.matches("Ben Okafor"))
    field._choose("Ben Okafor <ben@other.example>")
    assert field.people() == (Address("ben@other.example", "Ben Okafor"),)


def test_nobody_of_that_name(field: PeopleField) -> None:
    field.line.setText("Nemo")
    assert not field.settle()
    assert field.trouble.text() == "Nobody here is called “Nemo”: type the address."
    field.line.setText("a@b")
    assert not field.settle()
    assert "is not a mail address" in field.trouble.text()
