"""People looked for while typing, entries that look alike, birthdays in the calendar."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.domain.birthdays import birthday_event, with_birthday, written_day
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Remove, Update
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address
from assistant.domain.people import complete, duplicates, find, merged
from assistant.testing.memory import MemoryReads

LI = Contact("li", "李娜", ("li.na@example.cn",), groups=("上海",))
SHAN = Contact("shan", "单雄信")
MUELLER = Contact("m", "Jörg Müller", ("jm@example.org",), ("+49 30 1234567",))
ZOE = Contact("z", "Zoë Łukasz", ("zoe@example.ie", "z@example.org"), organization="Acme")
BOOK = (LI, SHAN, MUELLER, ZOE)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lina", [LI]), ("li na", [LI]), ("ln", [LI]), ("李", [LI]), ("shanxiong", [SHAN]),
        ("dan", [SHAN]), ("shanghai", [LI]),
        ("muller", [MUELLER]), ("mueller", [MUELLER]), ("Jorg", [MUELLER]), ("jm", [MUELLER]),
        ("1234567", [MUELLER]), ("zoe lukasz", [ZOE]), ("acme", [ZOE]), ("nobody", []),
    ],
)  # fmt: skip
def test_found_however_it_is_typed(typed: str, found: list[Contact]) -> None:
    assert find(BOOK, typed) == found


def test_whose_name_begins_so_comes_first() -> None:
    other = Contact("o", "Bernd Zander")
    assert find((other, ZOE), "z") == [ZOE, other]


def test_completed_from_contacts_and_from_sent_mail() -> None:
    sent = [Address("z@example.org"), Address("zara@example.net", "Zara"), Address("x@y.org")]
    assert complete("z", BOOK, sent) == [
        Address("z@example.org", "Zoë Łukasz"),
        Address("zoe@example.ie", "Zoë Łukasz"),
        Address("zara@example.net", "Zara"),
    ]
    assert complete("  ", BOOK, sent) == []


def test_entries_that_look_like_one_person() -> None:
    twin = Contact("t", "Joerg", ("JM@example.org",))
    phone = Contact("p", "J. M.", phones=("030 / 123 45 67",))
    name = Contact("n", "zoe lukasz")
    same = Contact("q", "ZOË  ŁUKASZ", notes="met in Cork")
    groups = duplicates((*BOOK, twin, phone, name, same))
    assert [[one.id for one in group] for group in groups] == [["m", "t", "p"], ["z", "n", "q"]]
    one = merged((ZOE, same))
    assert (one.id, one.name, one.emails, one.notes) == ("z", ZOE.name, ZOE.emails, "met in Cork")
    assert merged((MUELLER, twin)).emails == ("jm@example.org",)
    assert "Joerg" in merged((MUELLER, twin)).notes


def test_nobody_is_a_twin_for_a_short_number() -> None:
    assert (
        duplicates([Contact("a", "A B", phones=("112",)), Contact("b", "C D", phones=("112",))])
        == []
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1990-05-12", "1990-05-12"), ("05-12", "--05-12"), ("--05-12", "--05-12"),
        ("12.5.1990", "1990-05-12"), ("12.5.", "--05-12"), ("1990年5月12日", "1990-05-12"),
        ("5月12日", "--05-12"), ("02-29", "--02-29"), ("13-13", ""), ("soon", ""),
        ("1990-02-30", ""),
    ],
)  # fmt: skip
def test_a_day_that_was_typed(typed: str, day: str) -> None:
    assert written_day(typed) == day


def test_a_birthday_stands_in_the_calendar_and_follows_its_contact() -> None:
    born = replace(ZOE, birthday="1992-02-29")
    event = birthday_event(born)
    assert event is not None
    assert (event.start, event.end) == (date(1992, 2, 29), date(1992, 3, 1))
    assert event.repeat == "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"
    reads = MemoryReads([born])
    assert with_birthday(reads, Add(born)) == (Add(born), Add(event))
    reads.records.append(event)
    moved = replace(born, birthday="--05-12")
    _, change = with_birthday(reads, Update(born, moved))
    assert isinstance(change, Update)
    assert isinstance(change.after, Event)
    assert change.after.repeat == "FREQ=YEARLY"
    assert with_birthday(reads, Remove(born)) == (Remove(born), Remove(event))
    gone = replace(born, birthday="")
    assert with_birthday(reads, Update(born, gone))[1] == Remove(event)


def test_a_birthday_that_was_taken_out_of_the_calendar_stays_out() -> None:
    born = replace(ZOE, birthday="1992-02-29")
    change = Update(born, replace(born, notes="x"))
    assert with_birthday(MemoryReads([born]), change) == (change,)
