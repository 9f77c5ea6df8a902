from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.base.errors import AssistantError
from assistant.domain.calendar import Event
from assistant.domain.occurrences import bounds, instances

BERLIN = ZoneInfo("Europe/Berlin")
APIA = ZoneInfo("Pacific/Apia")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


def event(start: datetime | date, length: timedelta = HOUR, repeat: str | None = None) -> Event:
    return Event("e", "Meeting", start, start + length, repeat=repeat)


def starts(
    one: Event, start: datetime, length: timedelta, zone: ZoneInfo = BERLIN
) -> list[datetime]:
    return [found.start for found in instances(one, start, start + length, zone)]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [(-2, -1, 0), (-1, 0, 0), (-1, 0.1, 1), (0, 1, 1), (0.2, 0.4, 1), (0.9, 2, 1), (1, 2, 0)],
)
def test_overlap_is_half_open(since: float, until: float, found: int) -> None:
    begin = MONDAY + since * HOUR
    assert len(starts(event(MONDAY), begin, (until - since) * HOUR)) == found


@pytest.mark.parametrize(("since", "found"), [(-1, 0), (0, 1), (0.5, 0)])
def test_no_length_counts_where_it_begins(since: float, found: int) -> None:
    assert len(starts(event(MONDAY, 0 * HOUR), MONDAY + since * HOUR, HOUR)) == found


def test_all_day_ends_with_the_day() -> None:
    one = event(date(2026, 11, 23), DAY)
    midnight = datetime(2026, 11, 23, tzinfo=BERLIN)
    (found,) = instances(one, midnight, midnight + DAY, BERLIN)
    assert (found.start, found.end) == (midnight, midnight + DAY)
    assert starts(one, midnight + DAY, DAY) == []
    assert starts(one, midnight - DAY, DAY) == []


def test_wall_times_stay_when_the_clocks_change() -> None:
    one = event(datetime(2026, 10, 19, 9, tzinfo=BERLIN), repeat="FREQ=WEEKLY")
    assert starts(one, datetime(2026, 10, 19, tzinfo=BERLIN), 8 * DAY) == [
        datetime(2026, 10, 19, 7, tzinfo=UTC),
        datetime(2026, 10, 26, 8, tzinfo=UTC),
    ]


def test_a_zoned_length_is_exact_others_are_by_the_wall() -> None:
    """The night of 25 October 2026 has 25 hours in Berlin."""
    evening = datetime(2026, 10, 23, 22, tzinfo=BERLIN)
    window = (datetime(2026, 10, 24, 12, tzinfo=BERLIN), datetime(2026, 10, 25, 1, tzinfo=BERLIN))
    (zoned,) = instances(event(evening, 8 * HOUR, "FREQ=DAILY"), *window, BERLIN)
    (floating,) = instances(
        event(evening.replace(tzinfo=None), 8 * HOUR, "FREQ=DAILY"), *window, BERLIN
    )
    (days,) = instances(
        event(date(2026, 10, 25), DAY, "FREQ=WEEKLY"), window[1], window[1] + HOUR, BERLIN
    )
    assert zoned.end.hour == 5
    assert floating.end.hour == 6
    assert days.end.astimezone(UTC) - days.start.astimezone(UTC) == 25 * HOUR


def test_shown_in_the_zone_that_was_asked_for() -> None:
    (found,) = instances(event(MONDAY), MONDAY, MONDAY + HOUR, ZoneInfo("Asia/Shanghai"))
    assert (found.start, found.start.hour) == (MONDAY, 16)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=SU",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;INTERVAL=2",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=7",
        "FREQ=DAILY;BYHOUR=8,20;UNTIL=20310101T000000Z",
        "FREQ=DAILY;COUNT=900",
        "RRULE:FREQ=WEEKLY",
    ],
)
@pytest.mark.parametrize("day", [1, 23, 29, 31])
def test_leaping_finds_what_counting_off_finds(rule: str, day: int) -> None:
    from dateutil.rrule import rrulestr

    start = datetime(2024, 1, day, 9, 30, tzinfo=BERLIN)
    series = rrulestr(rule.replace("Z", ""), dtstart=start.replace(tzinfo=None))
    for year, month in ((2024, 1), (2024, 2), (2026, 3), (2027, 10), (2030, 12)):
        low = datetime(year, month, 3, 4, tzinfo=BERLIN)
        wall = low.replace(tzinfo=None)
        expected = [
            one.replace(tzinfo=BERLIN)
            for one in series.between(wall - DAY, wall + 32 * DAY)
            if low - HOUR < one.replace(tzinfo=BERLIN) < low + 31 * DAY
        ]
        assert starts(event(start, repeat=rule), low, 31 * DAY) == expected


def test_far_from_the_start_of_a_long_series() -> None:
    one = event(datetime(1990, 1, 1, 9, tzinfo=BERLIN), repeat="FREQ=DAILY")
    assert len(starts(one, MONDAY, 7 * DAY)) == 7


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;INTERVAL=0", "FREQ=OFTEN", "every day", "FREQ=DAILY;INTERVAL=x"]
)
def test_rules_that_cannot_be_read(rule: str) -> None:
    one = event(MONDAY, repeat=rule)
    with pytest.raises(AssistantError, match="cannot be read"):
        starts(one, MONDAY, DAY)
    with pytest.raises(AssistantError, match="cannot be read"):
        bounds(one)


def test_bounds_of_zoned_events_are_exact() -> None:
    assert bounds(event(MONDAY)) == (MONDAY, MONDAY + HOUR)
    assert bounds(event(MONDAY, repeat="FREQ=DAILY")) == (MONDAY, None)


@pytest.mark.parametrize("rule", [None, "FREQ=DAILY;COUNT=5", "FREQ=DAILY;UNTIL=20261127T090000"])
@pytest.mark.parametrize("kind", ["zoned", "floating", "days"])
@pytest.mark.parametrize("name", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"])
def test_everything_lies_within_the_bounds(kind: str, rule: str | None, name: str) -> None:
    begin: datetime | date = {
        "zoned": MONDAY,
        "floating": MONDAY.replace(tzinfo=None),
        "days": MONDAY.date(),
    }[kind]
    one = event(begin, DAY, rule)
    first, last = bounds(one)
    assert last is not None
    found = list(instances(one, MONDAY - 9 * DAY, MONDAY + 99 * DAY, ZoneInfo(name)))
    assert len(found) == (5 if rule else 1)
    assert first <= found[0].start
    assert found[-1].end <= last
    assert last - found[-1].end <= 4 * DAY


def test_a_count_beyond_what_is_counted_has_no_end() -> None:
    assert bounds(event(MONDAY, repeat="FREQ=DAILY;COUNT=2000"))[1] is None


def test_a_day_that_was_skipped() -> None:
    """Samoa had no 30 December 2011."""
    one = event(date(2011, 12, 29), DAY, "FREQ=DAILY;COUNT=3")
    day = datetime.combine(date(2011, 12, 31), time(), APIA)
    assert starts(one, day, DAY, APIA)[-1] == day
