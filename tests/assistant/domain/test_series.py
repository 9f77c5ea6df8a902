"""One instance of a series, it and those that follow, or all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Remove, Risk, Update, record_of
from assistant.domain.codec import dumps, loads
from assistant.domain.occurrences import bounds, instances
from assistant.domain.reads import Occurrence
from assistant.domain.series import Scope, changed, removed

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOW, HIGH = datetime(2026, 3, 1, tzinfo=BERLIN), datetime(2026, 6, 1, tzinfo=BERLIN)


def at(day: int, hour: int = 18, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BERLIN)


# Tuesdays; summer time begins on 29 March.
YOGA = Event("yoga", "Yoga", at(3), at(3, 19), repeat="FREQ=WEEKLY;BYDAY=TU;COUNT=8", uid="y@x")
FAST = Event("fast", "Fast", date(2026, 3, 1), date(2026, 3, 2), repeat="FREQ=MONTHLY;BYMONTHDAY=1")


def shown(*events: Event) -> list[tuple[datetime, str]]:
    found = [one for event in events for one in instances(event, LOW, HIGH, BERLIN)]
    return sorted((one.start, one.event.title) for one in found)


def instance(series: Event, number: int) -> Occurrence:
    return list(instances(series, LOW, HIGH, BERLIN))[number]


def carried(changes: Sequence[Change]) -> list[Event]:
    kept = [record_of(one) for one in changes if not isinstance(one, Remove)]
    return [event for event in kept if isinstance(event, Event)]


def do(one: Occurrence, after: Event, scope: Scope) -> list[Event]:
    return carried(changed(one, after, scope, lambda: "new"))


def test_one_instance_moves_and_the_rest_stay() -> None:
    third = instance(YOGA, 2)
    after = replace(YOGA, title="Yoga in the park", start=at(18, 9), end=at(18, 10))
    (series,) = do(third, after, Scope.THIS)
    assert series.overrides[0].recurrence_id == at(17)
    found = shown(series)
    assert (at(18, 9), "Yoga in the park") in found
    assert (at(17), "Yoga") not in found
    assert len(found) == 8


def test_an_instance_can_be_moved_twice_and_put_back() -> None:
    (once,) = do(instance(YOGA, 2), replace(YOGA, start=at(18, 9), end=at(18, 10)), Scope.THIS)
    moved = instance(once, 2)
    assert (moved.series, moved.recurrence, moved.record) == (once, at(17), once)
    (twice,) = do(moved, replace(moved.event, start=at(19, 7), end=at(19, 8)), Scope.THIS)
    assert [one.start for one in twice.overrides] == [at(19, 7)]
    assert len(shown(twice)) == 8


def test_this_and_following_splits_the_series() -> None:
    fourth = instance(YOGA, 3)
    after = replace(YOGA, start=at(24, 20), end=at(24, 21))
    head, tail = do(fourth, after, Scope.FOLLOWING)
    assert [moment for moment, _ in shown(head)] == [at(3), at(10), at(17)]
    # Summer time: the hour on the wall stays.
    assert [moment for moment, _ in shown(tail)][:3] == [at(24, 20), at(31, 20), at(7, 20, month=4)]
    assert len(shown(head, tail)) == 8
    assert (tail.id, tail.uid) == ("new", "new@deskmate")
    assert head.repeat == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260324T165959Z"


def test_another_weekday_turns_the_rule() -> None:
    second = instance(YOGA, 1)
    after = replace(YOGA, start=at(12, 18), end=at(12, 19))  # from Tuesday to Thursday
    (series,) = do(second, after, Scope.ALL)
    assert (series.start, series.repeat) == (at(5), "FREQ=WEEKLY;BYDAY=TH;COUNT=8")
    assert len(shown(series)) == 8
    head, tail = do(second, after, Scope.FOLLOWING)
    assert tail.repeat == "FREQ=WEEKLY;BYDAY=TH;COUNT=7"
    assert len(shown(head, tail)) == 8


def test_exceptions_go_along() -> None:
    (cut,) = carried(removed(instance(YOGA, 5), Scope.THIS))
    moved = replace(YOGA, start=at(20, 8, month=4), end=at(20, 9, month=4))
    (series,) = do(instance(cut, 6), moved, Scope.THIS)
    after = replace(YOGA, start=at(10, 7), end=at(10, 8))
    (whole,) = do(instance(series, 1), after, Scope.ALL)
    assert whole.exdates == (at(7, 7, month=4),)
    assert whole.overrides[0].recurrence_id == at(21, 7, month=4)
    assert len(shown(whole)) == len(shown(series)) == 7


def test_the_first_and_all_that_follow_are_all() -> None:
    (series,) = do(instance(YOGA, 0), replace(YOGA, title="Pilates"), Scope.FOLLOWING)
    assert {title for _, title in shown(series)} == {"Pilates"}
    assert removed(instance(YOGA, 0), Scope.FOLLOWING) == (Remove(YOGA),)


def test_removing() -> None:
    (gone,) = removed(instance(YOGA, 2), Scope.THIS)
    assert gone.risk is Risk.DESTRUCTIVE
    assert len(shown(*carried([gone]))) == 7
    (rest,) = removed(instance(YOGA, 2), Scope.FOLLOWING)
    assert rest.risk is Risk.DESTRUCTIVE
    assert len(shown(*carried([rest]))) == 2
    assert removed(instance(YOGA, 2), Scope.ALL) == (Remove(YOGA),)


def test_an_override_is_removed_as_the_instance_that_it_is() -> None:
    park = replace(YOGA, title="Park", start=at(17), end=at(17, 19))
    (series,) = do(instance(YOGA, 2), park, Scope.THIS)
    (left,) = carried(removed(instance(series, 2), Scope.THIS))
    assert (left.overrides, left.exdates) == ((), (at(17),))


def test_days_are_split_by_days() -> None:
    second = instance(FAST, 1)
    after = replace(FAST, start=date(2026, 4, 2), end=date(2026, 4, 3))
    head, tail = do(second, after, Scope.FOLLOWING)
    assert head.repeat == "FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20260331"
    assert (tail.start, tail.repeat) == (date(2026, 4, 2), "FREQ=MONTHLY;BYMONTHDAY=2")


def test_dates_of_their_own_and_whole_days_left_out() -> None:
    extra = replace(YOGA, rdates=(at(5, 8),), exdates=(date(2026, 3, 10),))
    found = [moment for moment, _ in shown(extra)]
    assert at(5, 8) in found
    assert at(10) not in found
    single = replace(YOGA, repeat=None, rdates=(at(5, 8), at(3)))
    assert [moment for moment, _ in shown(single)] == [at(3), at(5, 8)]


def test_bounds_reach_to_what_was_moved() -> None:
    far = at(1, month=12)
    (series,) = do(instance(YOGA, 7), replace(YOGA, start=far, end=far + HOUR), Scope.THIS)
    _, last = bounds(series)
    assert last is not None
    assert last >= far + HOUR


def test_an_event_that_does_not_repeat_is_replaced() -> None:
    lunch = Event("lunch", "Lunch", at(3, 12), at(3, 13))
    after = replace(lunch, title="Brunch")
    assert changed(instance(lunch, 0), after, Scope.ALL, str) == (
        Update(lunch, replace(after, sequence=1)),
    )
    assert isinstance(removed(instance(lunch, 0), Scope.THIS)[0], Remove)


@pytest.mark.parametrize("scope", list(Scope))
def test_whatever_comes_of_it_can_be_kept(scope: Scope) -> None:
    after = replace(YOGA, start=at(18, 9), end=at(18, 10))
    for change in changed(instance(YOGA, 2), after, scope, lambda: "new"):
        record = record_of(change)
        assert loads(dumps(record), Event) == record
    assert isinstance(Add(YOGA).inverse(), Remove)
