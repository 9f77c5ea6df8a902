"""Repeats: on the wall clock, bounded, and never for ever."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from assistant.base.errors import AssistantError
from assistant.domain.recurrence import MOST, between, next_after, occurrences

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, tzinfo=BERLIN)
HANG = pytest.mark.timeout(30)


def some(rule: str, start: datetime = NOW, count: int = 3) -> list[str]:
    return [f"{one:%d.%m. %H:%M %z}" for one in islice(occurrences(rule, start), count)]


def test_wall_time_stays_when_summer_ends() -> None:
    start = datetime(2026, 10, 24, 9, tzinfo=BERLIN)
    assert some("FREQ=DAILY", start) == [
        "24.10. 09:00 +0200", "25.10. 09:00 +0100", "26.10. 09:00 +0100",
    ]  # fmt: skip


def test_wall_time_stays_when_summer_begins() -> None:
    start = datetime(2027, 3, 27, 9, tzinfo=BERLIN)
    assert some("FREQ=DAILY", start) == [
        "27.03. 09:00 +0100", "28.03. 09:00 +0200", "29.03. 09:00 +0200",
    ]  # fmt: skip


def test_until_with_z_is_read_in_absolute_time() -> None:
    # 9:00 in Berlin is 8:00 UTC in winter.
    start = NOW.replace(hour=9)
    assert len(list(occurrences("FREQ=DAILY;UNTIL=20261125T080000Z", start))) == 3
    assert len(list(occurrences("FREQ=DAILY;UNTIL=20261125T075959Z", start))) == 2


def test_until_with_z_of_a_floating_start_asks_no_zone_of_this_computer() -> None:
    start = datetime(2026, 11, 23, 10)  # noqa: DTZ001 - floating
    found = list(occurrences("FREQ=HOURLY;INTERVAL=3;UNTIL=20261123T170000Z", start))
    assert [one.hour for one in found] == [10, 13, 16]


def test_until_as_a_date_and_as_a_floating_time() -> None:
    assert len(list(occurrences("FREQ=DAILY;UNTIL=20261125", NOW))) == 2
    assert len(list(occurrences("RRULE:FREQ=DAILY;UNTIL=20261125T100000", NOW))) == 3


def test_the_last_days_of_months() -> None:
    start = datetime(2027, 1, 31, 9, tzinfo=BERLIN)
    assert [one[:5] for one in some("FREQ=MONTHLY", start)] == ["31.01", "31.03", "31.05"]
    ends = some("FREQ=MONTHLY;BYMONTHDAY=-1", start)
    assert [one[:5] for one in ends] == ["31.01", "28.02", "31.03"]


def test_endless_ends() -> None:
    assert len(list(occurrences("FREQ=SECONDLY", NOW))) == MOST


@HANG
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=+1",
        "FREQ=DAILY;INTERVAL=", "FREQ=DAILY;INTERVAL=x", f"FREQ=DAILY;INTERVAL={10**30}",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2,4;BYMONTHDAY=31",
        "FREQ=HOURLY;BYMONTH=13", "FREQ=DAILY;BYMONTHDAY=32", "FREQ=DAILY;BYMONTHDAY=0",
        "FREQ=SECONDLY;BYYEARDAY=366;BYMONTH=1", "FREQ=DAILY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=MINUTELY;BYHOUR=99", "FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;BYSETPOS=0",
        "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY;UNTIL=2026Z", "FREQ=OFTEN", "FREQ", "",
        ";", "DAILY",
        "COUNT=3", "FREQ=DAILY;FREQ",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_at_once(rule: str) -> None:
    with pytest.raises(AssistantError, match="cannot be read") as caught:
        list(occurrences(rule, NOW))
    assert caught.value.next_step()
    with pytest.raises(AssistantError, match="cannot be read"):
        list(between(rule, NOW, NOW + timedelta(days=900), NOW + timedelta(days=907)))


@HANG
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY", "FREQ=WEEKLY",
        "FREQ=MONTHLY",
        "FREQ=YEARLY", "FREQ=DAILY;INTERVAL=7", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH",
        "FREQ=MONTHLY;INTERVAL=5", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;COUNT=5",
        "FREQ=YEARLY;BYYEARDAY=366", "FREQ=HOURLY;INTERVAL=5;BYDAY=MO,TU", "FREQ=DAILY;COUNT=0",
    ],
)  # fmt: skip
def test_far_away_is_what_counting_would_find(rule: str) -> None:
    """Leaping over years finds what counting one by one finds."""
    low, high = NOW + timedelta(hours=2), NOW + timedelta(hours=2, minutes=5)
    leapt = list(between(rule, NOW, low, high))
    counted = [one for one in _all(rule, high) if low <= one < high]
    assert leapt == counted[:MOST]
    far = NOW + timedelta(days=40_000)
    found = list(between(rule, NOW, far, far + timedelta(minutes=10)))
    assert all(far <= one < far + timedelta(minutes=10) for one in found)


def _all(rule: str, high: datetime) -> list[datetime]:
    from dateutil.rrule import rrulestr

    naive = rrulestr(rule, dtstart=NOW.replace(tzinfo=None))
    found = []
    for one in naive:
        if one > high.replace(tzinfo=None):
            break
        found.append(one.replace(tzinfo=BERLIN))
    return found


def test_the_next_one() -> None:
    assert next_after("FREQ=DAILY", NOW, NOW) == NOW + timedelta(days=1)
    assert next_after("FREQ=DAILY", NOW, NOW - timedelta(days=3)) == NOW
    assert next_after("FREQ=DAILY;COUNT=2", NOW, NOW + timedelta(days=1)) is None


def test_the_fold_of_autumn_comes_once() -> None:
    start = datetime(2026, 10, 24, 2, 30, tzinfo=BERLIN)
    low, high = datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 22, tzinfo=UTC)
    assert len(list(between("FREQ=DAILY", start, low, high))) == 1
