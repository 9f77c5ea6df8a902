"""What stands where: hours side by side, whole days in rows, places on the grid as moments."""

from datetime import date, datetime, timedelta

import pytest

from assistant.domain.calendar import Event
from assistant.domain.reads import Occurrence
from tests.fakes.desk import BERLIN, MONDAY
from ui.panels.calendar.packing import all_day, bars, moment_at, slots
from ui.panels.calendar.scope import Scope, View, months_later, week_of


def occurrence(start: datetime, minutes: int, title: str = "x") -> Occurrence:
    end = start + timedelta(minutes=minutes)
    return Occurrence(Event(title, title, start, end), start, end)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


def test_events_that_overlap_share_the_width() -> None:
    found = [
        occurrence(at(9), 60, "a"),
        occurrence(at(9, 30), 60, "b"),
        occurrence(at(10), 30, "c"),
        occurrence(at(14), 60, "d"),
    ]
    placed = {one.occurrence.event.id: one for one in slots(MONDAY.date(), found)}
    assert (placed["a"].column, placed["a"].columns) == (0, 2)
    assert (placed["b"].column, placed["b"].columns) == (1, 2)
    assert (placed["c"].column, placed["c"].columns) == (0, 2)
    assert (placed["d"].column, placed["d"].columns) == (0, 1)


def test_what_is_free_to_the_right_is_taken() -> None:
    found = [
        occurrence(at(9), 180, "long"),
        occurrence(at(9), 60, "b"),
        occurrence(at(9), 60, "c"),
        occurrence(at(11), 60, "later"),
    ]
    placed = {one.occurrence.event.id: one for one in slots(MONDAY.date(), found)}
    assert placed["long"].span == 1
    assert (placed["later"].column, placed["later"].span, placed["later"].columns) == (1, 2, 3)


def test_no_two_events_ever_cover_each_other() -> None:
    found = [occurrence(at(8 + n % 7, n * 7 % 60), 20 + n * 13 % 90, f"e{n}") for n in range(60)]
    placed = slots(MONDAY.date(), found)
    assert len(placed) == len(found)
    for one in placed:
        for other in placed:
            if one is not other and one.top < other.bottom and other.top < one.bottom:
                first, second = sorted((one, other), key=lambda slot: slot.column)
                assert first.column + first.span <= second.column


def test_an_event_over_midnight_stands_on_both_days() -> None:
    night = occurrence(at(23), 120)
    first = slots(date(2026, 11, 23), [night])[0]
    second = slots(date(2026, 11, 24), [night])[0]
    assert (first.top, first.bottom) == (23.0, 24.0)
    assert (second.top, second.bottom) == (0.0, 1.0)
    assert slots(date(2026, 11, 25), [night]) == []


def test_a_moment_without_length_still_has_room_for_its_title() -> None:
    one = slots(MONDAY.date(), [occurrence(at(9), 0)])[0]
    assert one.bottom - one.top == 0.5
    late = slots(MONDAY.date(), [occurrence(at(23, 59), 0)])[0]
    assert (late.top, late.bottom) == (23.5, 24.0)


def test_whole_days_share_as_few_rows_as_they_need() -> None:
    days = week_of(date(2026, 11, 23))
    found = [
        Occurrence(Event(key, key, first, last), _day(first), _day(last))
        for key, first, last in (
            ("fair", date(2026, 11, 20), date(2026, 11, 25)),
            ("trip", date(2026, 11, 25), date(2026, 11, 27)),
            ("visit", date(2026, 11, 24), date(2026, 12, 24)),
            ("gone", date(2026, 11, 1), date(2026, 11, 23)),
        )
    ]
    placed = {bar.occurrence.event.id: bar for bar in bars(days, found)}
    assert set(placed) == {"fair", "trip", "visit"}
    assert (placed["fair"].first, placed["fair"].last, placed["fair"].before) == (0, 1, True)
    assert (placed["trip"].lane, placed["trip"].first, placed["trip"].last) == (0, 2, 3)
    assert (placed["visit"].lane, placed["visit"].last, placed["visit"].after) == (1, 6, True)
    assert all(all_day(one) for one in found)


def _day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BERLIN)


@pytest.mark.parametrize(("hours", "minute"), [(9.0, 0), (9.3, 15), (9.99, 45), (23.99, 45)])
def test_a_place_on_the_grid_is_a_quarter_of_an_hour(hours: float, minute: int) -> None:
    moment = moment_at(date(2026, 11, 23), hours, BERLIN)
    assert (moment.hour, moment.minute) == (int(hours), minute)
    assert moment.tzinfo == BERLIN


def test_the_end_of_a_day_is_the_next_midnight() -> None:
    assert moment_at(date(2026, 11, 23), 24.0, BERLIN) == datetime(2026, 11, 24, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("view", "first", "last", "count"),
    [
        (View.DAY, date(2026, 11, 25), date(2026, 11, 25), 1),
        (View.WORKWEEK, date(2026, 11, 23), date(2026, 11, 27), 5),
        (View.WEEK, date(2026, 11, 22), date(2026, 11, 28), 7),
        (View.MONTH, date(2026, 11, 1), date(2026, 12, 5), 35),
    ],
)
def test_the_days_of_a_view(view: View, first: date, last: date, count: int) -> None:
    days = Scope(view, date(2026, 11, 25), first=6).days
    assert (days[0], days[-1], len(days)) == (first, last, count)


def test_months_are_stepped_to_their_last_day_where_they_are_shorter() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 3, 31), -13) == date(2025, 2, 28)
    assert Scope(View.MONTH, date(2026, 1, 31)).stepped(-1).day == date(2025, 12, 31)


def test_the_ends_of_the_calendar_are_not_stepped_over() -> None:
    assert Scope(View.WEEK, date(9998, 12, 1)).stepped(99).day.year == 9998
    assert Scope(View.MONTH, date(2, 1, 1)).stepped(-5).days
