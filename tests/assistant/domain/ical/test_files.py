"""Calendar files: read, kept, written again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain.calendar import Event, EventStatus, Reply
from assistant.domain.ical import Found, read_file, write_file
from assistant.domain.ical.lines import decode, unfold
from assistant.domain.mail import Address
from assistant.domain.tasks import Task, TaskStatus
from tests.properties.records import events, tasks

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def calendar(*parts: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR"]
    return "\r\n".join(lines).encode()


def event(*lines: str) -> str:
    return "\r\n".join(
        ["BEGIN:VEVENT", "UID:1@x", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"]
    )


def only(data: bytes) -> Event:
    found = read_file(data)
    assert (len(found.events), found.aside) == (1, ())
    return found.events[0]


def again(found: Found) -> Found:
    return read_file(write_file(found.events, found.tasks, NOW, found.name, found.zones))


def test_every_field() -> None:
    one = only(
        calendar(
            event(
                "DTSTART;TZID=Europe/Berlin:20261201T120000",
                "DURATION:PT1H30M",
                "SUMMARY:Lunch\\, with Anna",
                "DESCRIPTION:First\\nsecond; thi",
                " rd",
                "LOCATION:Café",
                "RRULE:FREQ=WEEKLY",
                "EXDATE;TZID=Europe/Berlin:20261208T120000",
                'ATTENDEE;CN="Berg, Anna";PARTSTAT=ACCEPTED:mailto:anna@example.org',
                "ORGANIZER;CN=Me:MAILTO:me@example.org",
                "STATUS:TENTATIVE",
                "TRANSP:TRANSPARENT",
                "CATEGORIES:food,friends",
                "SEQUENCE:3",
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                "TRIGGER:-PT15M",
                "END:VALARM",
            )
        )
    )
    start = datetime(2026, 12, 1, 12, tzinfo=BERLIN)
    assert replace(one, raw="") == Event(
        id="", title="Lunch, with Anna", start=start, end=start + timedelta(minutes=90),
        location="Café", attendees=(Address("anna@example.org", "Berg, Anna"),),
        repeat="FREQ=WEEKLY", reminder_minutes=15, notes="First\nsecond; third", uid="1@x",
        sequence=3, transparent=True, exdates=(datetime(2026, 12, 8, 12, tzinfo=BERLIN),),
        organizer=Address("me@example.org", "Me"), status=EventStatus.TENTATIVE,
        replies=(Reply("anna@example.org", "accepted"),), categories=("food", "friends"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("DTSTART;VALUE=DATE:20261201", date(2026, 12, 1)),
        ("DTSTART:20261201T120000", datetime(2026, 12, 1, 12)),  # noqa: DTZ001
        ("DTSTART:20261201T120000Z", datetime(2026, 12, 1, 12, tzinfo=ZoneInfo("UTC"))),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261201T120000",
            datetime(2026, 12, 1, 12, tzinfo=BERLIN),
        ),
        (
            "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261201T120000",
            datetime(2026, 12, 1, 12, tzinfo=BERLIN),
        ),
    ],
)
def test_days_floating_and_zoned_times_stay_apart(line: str, start: datetime | date) -> None:
    one = only(calendar(event(line, "SUMMARY:x")))
    assert (one.start, type(one.start)) == (start, type(start))
    assert getattr(one.start, "tzinfo", None) == getattr(start, "tzinfo", None)
    (back,) = again(read_file(calendar(event(line, "SUMMARY:x")))).events
    assert (back.start, back.end, back.raw) == (one.start, one.end, one.raw)


def test_a_zone_of_their_own_is_known_by_its_offsets() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n"
        "DTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"
        "END:VTIMEZONE"
    )
    data = calendar(zone, event("DTSTART;TZID=Office:20260701T120000"))
    one = only(data)
    assert isinstance(one.start, datetime)
    assert one.start.utcoffset() == timedelta(hours=2)
    written = write_file([one], [], NOW, "", read_file(data).zones).decode()
    assert written.count("TZID:Office") == written.count("DTSTART;TZID=Office:") == 1


def test_overrides_join_their_series_and_part_again() -> None:
    data = calendar(
        event("DTSTART:20261201T120000Z", "RRULE:FREQ=DAILY;COUNT=5", "SUMMARY:a"),
        event("RECURRENCE-ID:20261203T120000Z", "DTSTART:20261203T150000Z", "SUMMARY:b"),
    )
    one = only(data)
    assert [each.title for each in one.overrides] == ["b"]
    assert write_file([one], [], NOW).decode().count("BEGIN:VEVENT") == 2
    assert again(read_file(data)).events == (one,)


def test_what_means_nothing_here_survives_a_change() -> None:
    data = calendar(
        event(
            "DTSTART:20261201T120000Z", "DTEND:20261201T130000Z", "SUMMARY;LANGUAGE=en:Old",
            "X-MOOD;X-DEGREE=3:fine", "GEO:52.5;13.4", "ATTACH:https://example.org/a",
            "BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER;RELATED=END:PT5M", "END:VALARM",
        )
    )  # fmt: skip
    one = only(data)
    same = unfold(decode(write_file([one], [], NOW)))
    assert [line for line in same if "VCALENDAR" not in line][3:] == [
        line for line in unfold(decode(data)) if "VCALENDAR" not in line
    ][1:]
    text = write_file([replace(one, title="New")], [], NOW).decode()
    for kept in ("X-MOOD;X-DEGREE=3:fine", "GEO:52.5;13.4", "TRIGGER;RELATED=END:PT5M", "ATTACH:"):
        assert kept in text
    assert "SUMMARY:New" in text
    assert "Old" not in text


def test_a_new_alarm_takes_the_place_of_the_old_one() -> None:
    alarm = ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "END:VALARM")
    one = only(calendar(event("DTSTART:20261201T120000Z", *alarm)))
    text = write_file([replace(one, reminder_minutes=30)], [], NOW).decode()
    assert text.count("BEGIN:VALARM") == 1
    assert "TRIGGER:-PT30M" in text


BROKEN = {
    "end before start": ("DTSTART:20261201T120000Z", "DTEND:20261201T110000Z"),
    "no start": ("SUMMARY:x",),
    "30 February": ("DTSTART;VALUE=DATE:20260230",),
    "every second": ("DTSTART:20261201T120000Z", "RRULE:FREQ=SECONDLY"),
    "no interval": ("DTSTART:20261201T120000Z", "RRULE:FREQ=DAILY;INTERVAL=0"),
    "nonsense": ("DTSTART:20261201T120000Z", "RRULE:FREQ=NEVER"),
    "unknown zone": ("DTSTART;TZID=Middle/Earth:20261201T120000",),
    "two rules": ("DTSTART:20261201T120000Z", "RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY"),
    "endless": ("DTSTART:20261201T120000Z", "DURATION:P999999W"),
}


@pytest.mark.parametrize("lines", BROKEN.values(), ids=BROKEN)
def test_one_broken_event_is_set_aside_whole_and_its_neighbours_live(
    lines: tuple[str, ...],
) -> None:
    good = event("DTSTART:20261201T120000Z").replace("1@x", "2@x")
    found = read_file(calendar(event(*lines), good))
    assert [one.uid for one in found.events] == ["2@x"]
    (aside,) = found.aside
    assert aside.text == event(*lines).replace("\r\n", "\n")
    assert aside.reason


def test_extremes_are_taken() -> None:
    for lines in (
        ("DTSTART:99991231T230000Z", "DURATION:PT30M"),
        ("DTSTART;VALUE=DATE:99991231",),
        ("DTSTART:00010101T000000",),
        ("DTSTART:20261201T120000Z", "RRULE:FREQ=DAILY;COUNT=1000000000"),
    ):
        found = read_file(calendar(event(*lines)))
        assert len(found.events) + len(found.aside) == 1


def test_tasks_with_their_parts() -> None:
    found = read_file(
        calendar(
            "BEGIN:VTODO", "UID:a", "SUMMARY:Move", "DUE;VALUE=DATE:20261201", "PRIORITY:1",
            "END:VTODO", "BEGIN:VTODO", "UID:b", "SUMMARY:Boxes", "RELATED-TO:a",
            "STATUS:COMPLETED", "COMPLETED:20261101T080000Z", "END:VTODO",
        )
    )  # fmt: skip
    move, boxes = found.tasks
    assert (move.title, move.due, move.priority) == ("Move", date(2026, 12, 1), 1)
    assert (boxes.parent, boxes.status, boxes.completed) == (
        "a", TaskStatus.COMPLETED, datetime(2026, 11, 1, 8, tzinfo=UTC),
    )  # fmt: skip
    assert again(found).tasks == found.tasks


@pytest.mark.parametrize("cut", [0, 1, 20, 60, 100, 120])
def test_a_file_that_is_cut_off_loses_nothing(cut: int) -> None:
    data = calendar(event("DTSTART:20261201T120000Z", "SUMMARY:x"))[:cut]
    found = read_file(data)
    kept = {line for one in found.aside for line in one.text.split("\n")}
    assert not found.events
    assert {line for line in unfold(decode(data)) if line[:7] not in ("VERSION", "BEGIN:V")} <= kept


def test_nothing_of_ours_can_write_a_line_of_its_own() -> None:
    evil = "x\r\nATTACH:https://evil.example\nX:1"
    one = Event(
        "1", evil, NOW, NOW, evil, (Address(evil, evil),), evil, 5, evil, evil, evil,
        url=evil, categories=(evil,), replies=(Reply(evil, evil),),
    )  # fmt: skip
    text = write_file([one], [Task("2", evil, evil, uid=evil)], NOW, evil).decode()
    assert not [line for line in unfold(text) if line.startswith(("ATTACH", "X:"))]


def _second(moment: datetime | date) -> datetime | date:
    return moment.replace(microsecond=0) if isinstance(moment, datetime) else moment


quick = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(events())
def test_any_event_comes_back(one: Event) -> None:
    whole = replace(one, uid="u", title=one.title.strip(), location=one.location.strip())
    found = read_file(write_file([whole], [], NOW))
    for back in found.events:
        assert (back.start, back.end) == (_second(whole.start), _second(whole.end))
        assert back.repeat == whole.repeat
        assert back.reminder_minutes == whole.reminder_minutes
    assert len(found.events) + len(found.aside) == 1


@quick
@given(tasks())
def test_any_task_comes_back(one: Task) -> None:
    whole = replace(one, uid="u", raw="")
    (back,) = read_file(write_file([], [whole], NOW)).tasks
    assert (back.priority, back.status) == (whole.priority, whole.status)
    assert back.due == (_second(whole.due) if whole.due else None)


@quick
@given(st.binary(max_size=300), st.sampled_from(["", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"]))
def test_any_bytes_are_read(data: bytes, head: str) -> None:
    read_file(head.encode() + data)
