"""What every implementation of `assistant.domain.reads.Reads` must do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.changes import Record
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.mail import Address, Draft
from assistant.domain.received import SEEN, Attached, Received
from assistant.domain.reminders import Reminder
from tests.assistant.store.world import ANNA, BERLIN, CONTACT, DAY, DRAFT, HOUR, LUNCH, NOW, STRETCH
from tests.contracts.worlds import STORES, Filled, reads

BOB = Address("Bob@Example.org", "Bob")
NA = Address("li.na@example.cn", "李娜")


@pytest.fixture(params=[*STORES, "plain"])
def filled(request: pytest.FixtureRequest) -> Iterator[Filled]:
    with reads(request.param) as fill:
        yield fill


def test_each_kind_by_its_id(filled: Filled) -> None:
    found = filled([LUNCH, STRETCH, CONTACT, DRAFT, replace(DRAFT, id=LUNCH.id)])
    assert found.get(Event, "lunch") == LUNCH
    assert found.get(Reminder, "stretch") == STRETCH
    assert found.get(Contact, "anna") == CONTACT
    assert found.get(Draft, "late") == DRAFT
    assert found.get(Draft, "lunch") == replace(DRAFT, id="lunch")
    assert found.get(Event, "stretch") is None


def test_nothing(filled: Filled) -> None:
    found = filled([])
    assert not found.events(NOW, NOW + DAY)
    assert not found.find_events("")
    assert not found.reminders()
    assert not found.contacts()
    assert not found.drafts()
    assert not found.written_to()


def test_occurrences_that_overlap_earliest_first(filled: Filled) -> None:
    monday = datetime(2026, 11, 23, tzinfo=BERLIN)
    october = NOW - 30 * DAY

    def event(key: str, start: datetime | date, end: datetime | date, repeat: str = "") -> Event:
        return replace(LUNCH, id=key, start=start, end=end, repeat=repeat or None)

    records = [
        event("late", NOW + 6 * HOUR, NOW + 7 * HOUR),
        event("early", NOW, NOW + HOUR),
        event("before", monday - HOUR, monday),
        event("into", monday - HOUR, monday + HOUR),
        event("after", monday + DAY, monday + DAY + HOUR),
        event("holiday", date(2026, 11, 1), date(2026, 12, 1)),
        event("floating", NOW.replace(hour=7, tzinfo=None), NOW.replace(hour=8, tzinfo=None)),
        event("daily", october + HOUR, october + 2 * HOUR, "FREQ=DAILY"),
        event("over", october, october + HOUR, "FREQ=DAILY;COUNT=2"),
    ]
    found = filled(records).events(monday, monday + DAY)
    assert [one.event.id for one in found] == [
        "holiday", "into", "floating", "early", "daily", "late",
    ]  # fmt: skip
    assert {one.start.tzinfo for one in found} == {BERLIN}
    assert found[3].start == NOW
    assert found[3].event == records[1]
    assert (found[4].start, found[4].end) == (NOW + HOUR, NOW + 2 * HOUR)


def test_events_by_their_words_newest_first(filled: Filled) -> None:
    records = [
        replace(LUNCH, id="old", start=NOW - 9 * DAY, end=NOW - 8 * DAY),
        replace(LUNCH, id="new", attendees=(BOB,), location="Café ＥＩＮＳＴＥＩＮ"),
        replace(LUNCH, id="day", title="LUNCH", start=date(2026, 11, 20), end=date(2026, 11, 21)),
        replace(LUNCH, id="other", title="Dentist", attendees=(), notes="lunch after"),
    ]
    found = filled(records)
    assert [one.id for one in found.find_events("lunch")] == ["new", "day", "old"]
    assert [one.id for one in found.find_events("einstein  bob@example")] == ["new"]
    assert [one.id for one in found.find_events("keller LUN")] == ["day", "old"]
    assert not found.find_events("lunch dentist")


def test_reminders_soonest_first(filled: Filled) -> None:
    records = [
        replace(STRETCH, id="b", due=NOW + 2 * HOUR),
        replace(STRETCH, id="a", due=NOW + HOUR),
        replace(STRETCH, id="snoozed", due=NOW - HOUR, snoozed=NOW + 3 * HOUR),
        replace(STRETCH, id="done", done=NOW),
    ]
    found = filled(records)
    assert [one.id for one in found.reminders()] == ["a", "b", "snoozed"]
    assert [one.id for one in found.reminders(done=True)] == ["done"]


def test_contacts_by_name(filled: Filled) -> None:
    records = [
        CONTACT,
        Contact("na", "李娜", (NA.email,)),
        Contact("adam", "adam", ("a@example.org", "x@keller.org")),
        Contact("zoe", "Zoë O'Brien"),
    ]
    found = filled(records)
    assert [one.id for one in found.contacts()] == ["adam", "anna", "zoe", "na"]
    assert [one.id for one in found.contacts("KELLER")] == ["adam", "anna"]
    assert [one.id for one in found.contacts("娜")] == ["na"]
    assert [one.id for one in found.contacts("o'brien zoe\u0308")] == ["zoe"]
    assert [one.id for one in found.contacts("anna example.org")] == ["anna"]


def test_drafts_newest_first(filled: Filled) -> None:
    records = [
        DRAFT,
        replace(DRAFT, id="sent", subject="Done", sent=True),
        replace(DRAFT, id="new", to=(), bcc=(NA,), body="In ten minutes"),
    ]
    found = filled(records)
    assert [one.id for one in found.drafts()] == ["new", "sent", "late"]
    assert [one.id for one in found.drafts(sent=True)] == ["sent"]
    assert [one.id for one in found.drafts(sent=False)] == ["new", "late"]
    assert [one.id for one in found.drafts("minutes late anna")] == ["sent", "late"]
    assert [one.id for one in found.drafts("李娜")] == ["new"]


def test_everyone_written_to_most_recent_first(filled: Filled) -> None:
    records = [
        replace(DRAFT, id="1", to=(ANNA, BOB), sent=True),
        replace(DRAFT, id="2", to=(Address("never@example.org"),)),
        replace(DRAFT, id="3", to=(Address("bob@example.org", "Robert"),), bcc=(NA,), sent=True),
    ]
    found = filled(records).written_to()
    assert [one.email for one in found] == ["bob@example.org", NA.email, ANNA.email]
    assert [one.name for one in found] == ["Robert", "李娜", "Anna Keller"]


def test_documents_written_last_first(filled: Filled) -> None:
    records = [
        Document("1", "Packing list", "- socks"),
        Document("2", "Rede", "Liebe Gäste", NOW),
    ]
    found = filled(records)
    assert [one.id for one in found.documents()] == ["2", "1"]
    assert [one.id for one in found.documents("GÄSTE rede")] == ["2"]
    assert found.get(Document, "1") == records[0]


LETTER = Received(
    "one", Address("anna@example.org", "Anna Keller"), "Invoice for March", "Please pay soon.",
    NOW - DAY, (BOB,), attachments=(Attached("bill.pdf", "application/pdf", 9),),
)  # fmt: skip
CHINESE = Received("two", NA, "三月的发票", "请在周五之前付款。", NOW - 2 * DAY, flags=(SEEN,))
SENT = replace(LETTER, id="sent", role="sent")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["one", "two"]),
        ("invoice pay", ["one"]),
        ("INV", ["one"]),
        ("invoice dentist", []),
        ("bill.pdf", ["one"]),
        ("发票", ["two"]),
        ("付款", ["two"]),
        ("票", ["two"]),
        ("李娜 发票", ["two"]),
        ("票发", []),
        ("from:anna", ["one"]),
        ('from:"anna keller"', ["one"]),
        ("from:bob", []),
        ("to:bob", ["one"]),
        ("subject:pay", []),
        ("subject:march", ["one"]),
        ("has:attachment", ["one"]),
        ("is:unread", ["one"]),
        ("before:2026-11-22", ["two"]),
        ("after:2026-11-22", ["one"]),
        ("after:never", []),
        ("zz* OR (b", []),
        ("NEAR(", []),
    ],
)
def test_letters_by_what_is_asked_for(filled: Filled, words: str, found: list[str]) -> None:
    reads = filled([CHINESE, LETTER, SENT])
    assert [one.id for one in reads.letters(words)] == found


def test_letters_narrowed(filled: Filled) -> None:
    reads = filled([CHINESE, LETTER])
    assert [one.id for one in reads.letters(sender="李娜")] == ["two"]
    assert [one.id for one in reads.letters(sender="anna")] == ["one"]
    assert [one.id for one in reads.letters(unread=True)] == ["one"]
    assert [one.id for one in reads.letters(since=(NOW - 3 * DAY, NOW - 2 * DAY))] == []
    assert [one.id for one in reads.letters(since=(NOW - 2 * DAY, NOW))] == ["one", "two"]
    assert reads.get(Received, "one") == LETTER


def test_calendars_by_name_the_own_one_first(filled: Filled) -> None:
    records: list[Record] = [
        Calendar("9", "work", "#2f6fc4", default=True),
        Calendar("7", "Ann's", owner="anna@example.org", visible=False),
        replace(LUNCH, id="1", calendar="Trips"),
        replace(LUNCH, id="2", calendar="9"),
        replace(LUNCH, id="3", calendar="Trips"),
    ]
    found = filled(records)
    assert [one.name for one in found.calendars()] == ["personal", "Ann's", "Trips", "work"]
    assert found.get(Calendar, "9") == records[0]
    assert found.get(Calendar, "Trips") is None
    assert [one.id for one in found.events_in("Trips")] == ["1", "3"]
    assert not found.events_in("personal")
    assert found.calendars()[0].id == "personal"
