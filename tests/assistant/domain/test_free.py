"""Free time between events, within working hours."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.calendar import Event, EventStatus
from assistant.domain.free import Hours, Stretch, free, offers, working_hours
from assistant.domain.reads import Occurrence

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 23, tzinfo=BERLIN)


def busy(start: datetime, hours: float, **more: object) -> Occurrence:
    event = Event("e", "e", start, start + hours * HOUR, **more)  # type: ignore[arg-type]
    return Occurrence(event, start, start + hours * HOUR)


def at(hour: float, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def test_what_is_left_of_a_day() -> None:
    events = [busy(at(10), 1), busy(at(10.5), 1.5), busy(at(17), 3)]
    assert free(events, at(0), at(24)) == (Stretch(at(9), at(10)), Stretch(at(12), at(17)))
    assert free(events, at(0), at(24), length=2 * HOUR) == (Stretch(at(12), at(17)),)


def test_what_leaves_its_time_free_takes_none() -> None:
    assert free([busy(at(9), 9, transparent=True)], at(0), at(24)) == (Stretch(at(9), at(18)),)
    assert free([busy(at(9), 9)], at(0), at(24)) == ()


def test_weekends_and_evenings_only_where_they_are_asked_about_alone() -> None:
    week = free([], MONDAY, MONDAY + 7 * DAY)
    assert [one.start.weekday() for one in week] == [0, 1, 2, 3, 4]
    weekend = free([], MONDAY + 5 * DAY, MONDAY + 7 * DAY)
    assert [one.start.weekday() for one in weekend] == [5, 6]
    evening = free([busy(at(19), 1)], at(18), at(22))
    assert evening == (Stretch(at(18), at(19)), Stretch(at(20), at(22)))


def test_a_day_with_23_hours() -> None:
    spring = datetime(2027, 3, 28, tzinfo=BERLIN)
    (one,) = free([], spring, spring + DAY, hours=Hours(time(0), time(12), weekend=True))
    assert one.length == 11 * HOUR


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("08:00-16:30", Hours(time(8), time(16, 30))),
        ("", Hours()),
        ("22:00-07:00", Hours()),
        ("always", Hours()),
    ],
)
def test_working_hours_are_read(text: str, hours: Hours) -> None:
    assert working_hours(text) == hours


def test_times_on_offer_are_spread_over_the_days() -> None:
    found = (Stretch(at(9.1), at(12)), Stretch(at(14), at(15)), Stretch(at(9, 1), at(9.5, 1)))
    assert offers(found, HOUR, most=3) == (
        Stretch(at(9.25), at(10.25)),
        Stretch(at(10.25), at(11.25)),
    )
    assert offers((*found, Stretch(at(16, 1), at(18, 1))), HOUR, most=2, each=1) == (
        Stretch(at(9.25), at(10.25)),
        Stretch(at(16, 1), at(17, 1)),
    )


def test_events_within_events_and_cancelled_ones() -> None:
    long = [busy(at(9), 8), busy(at(10), 1), busy(at(11), 1)]
    gone = busy(at(17), 1, status=EventStatus.CANCELLED)
    assert free([*long, gone], at(0), at(24)) == (Stretch(at(17), at(18)),)
