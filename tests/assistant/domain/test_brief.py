"""The brief of a day: what is on, what is late, who waits; in both languages."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.base import i18n
from assistant.domain.brief import brief_of, gist_of, say_brief
from assistant.domain.calendar import Event, EventStatus
from assistant.domain.changes import Record
from assistant.domain.mail import Address, Draft
from assistant.domain.received import ANSWERED, Received
from assistant.domain.reminders import Reminder
from assistant.domain.tasks import Task, TaskStatus
from assistant.testing.memory import MemoryReads

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 8, tzinfo=BERLIN)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANNA, ME = Address("anna@example.org", "Anna"), Address("me@example.org", "Me")


class Reads(MemoryReads):
    """Somebody's records; they have one mailbox."""

    def myself(self) -> tuple[Address, ...]:
        return (ME,)


def letter(key: str, subject: str, **more: object) -> Received:
    one = Received(key, ANNA, subject, "text", NOW - DAY, to=(ME,), message_id=key)
    return replace(one, **more)  # type: ignore[arg-type]


RECORDS: tuple[Record, ...] = (
    Event("e1", "Stand-up", NOW + 90 * timedelta(minutes=1), NOW + 2 * HOUR, location="Room 2"),
    Event("e2", "Breakfast", NOW - HOUR, NOW),
    Event("e3", "Called off", NOW + HOUR, NOW + 2 * HOUR, status=EventStatus.CANCELLED),
    Event("e4", "Fair", date(2026, 11, 22), date(2026, 11, 25)),
    Event("e5", "Night shift", NOW + 14 * HOUR, NOW + 20 * HOUR),
    Event("e6", "Tomorrow's", NOW + DAY, NOW + DAY + HOUR),
    Task("t1", "Tax form", due=date(2026, 11, 20)),
    Task("t2", "Call Ben", "work", NOW + 3 * HOUR),
    Task("t3", "Buy milk", "shopping", date(2026, 11, 23)),
    Task("t4", "Someday"),
    Task("t5", "Next week", due=date(2026, 11, 30)),
    Task("t6", "Done", due=date(2026, 11, 23), status=TaskStatus.COMPLETED, completed=NOW),
    Task("t7", "Report", due=NOW - HOUR),
    Reminder("r1", "Stretch", NOW + HOUR),
    Reminder("r2", "Rang", NOW - HOUR),
    Reminder("r3", "Another day", NOW + DAY),
    Reminder("r4", "When I am back", NOW - HOUR, at_return=True),
    letter("m1", "The contract"),
    letter("m2", "Re: The contract", references=("m1",), date=NOW - HOUR),
    letter("m3", "Answered there", flags=(ANSWERED,)),
    letter("m4", "Answered here"),
    letter("m5", "Offers", sender=Address("no-reply@shop.example", "Shop")),
    letter("m6", "In copy", to=(ANNA,), cc=(ME,)),
    letter("m7", "Old", date=NOW - 30 * DAY),
    letter("m8", "Thrown away", role="trash"),
    Draft("d1", (ANNA,), "Re: Answered here", "yes", sent=True, answers="m4"),
)


def test_the_day_holds_what_is_ahead_of_it_late_and_waiting() -> None:
    brief = brief_of(Reads(RECORDS, BERLIN), NOW)
    assert [one.event.title for one in brief.events] == ["Fair", "Stand-up", "Night shift"]
    assert [one.title for one in brief.overdue] == ["Tax form", "Report"]
    assert [one.title for one in brief.due] == ["Call Ben", "Buy milk"]
    assert [one.text for one in brief.reminders] == ["Stretch"]
    assert [one.subject for one in brief.letters] == ["Re: The contract"]


def test_it_is_said_in_lines_in_both_languages() -> None:
    brief = brief_of(Reads(RECORDS, BERLIN), NOW)
    assert say_brief(brief) == (
        "Monday 23 November 2026\n\n"
        "Events\n- all day  Fair\n- 09:30–10:00  Stand-up, Room 2\n- 22:00–…  Night shift\n\n"
        "Overdue\n- Tax form  since Friday 20 November 2026\n- 07:00  Report\n\n"
        "Due today\n- 11:00  Call Ben  [work]\n- Buy milk  [shopping]\n\n"
        "Reminders\n- 09:00  Stretch\n\n"
        "Letters without an answer\n- Anna: Re: The contract"
    )
    assert gist_of(brief) == (
        "3 events, the first at 09:30: Stand-up · 2 tasks overdue · 2 tasks due · 1 reminder"
        " · 1 letter without an answer"
    )
    i18n.use("zh")
    assert say_brief(brief).startswith("2026年11月23日 星期一\n\n日程\n- 全天  Fair\n")
    assert gist_of(brief).startswith("3 个日程，第一个在 09:30：Stand-up · 2 个任务已过期")


def test_a_free_day_is_said_to_be_free() -> None:
    brief = brief_of(Reads((), BERLIN), NOW)
    assert brief.empty
    assert gist_of(brief) == "Nothing is planned, nothing is due."
    assert say_brief(brief).endswith("Nothing is planned, nothing is due.")


def test_a_long_day_is_cut_and_counted() -> None:
    many = tuple(Task(f"t{n}", f"Task {n}", due=NOW.date()) for n in range(20))
    said = say_brief(brief_of(Reads(many, BERLIN), NOW))
    assert said.count("\n- ") == 12
    assert said.endswith("… and 8 more")


def test_what_began_yesterday_and_what_ends_tomorrow_is_shown_open() -> None:
    night = Event("n", "Night", NOW - 10 * HOUR, NOW + HOUR)
    said = say_brief(brief_of(Reads((night,), BERLIN), NOW))
    assert "…–09:00  Night" in said
