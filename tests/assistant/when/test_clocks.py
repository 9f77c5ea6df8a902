"""Changes of the clocks (RFC 5545 section 3.3.5) and lengths that pass on a clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.when import resolve

BERLIN = ZoneInfo("Europe/Berlin")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN).replace(tzinfo=None)  # type: ignore[misc,arg-type]


def test_a_time_that_the_clocks_skip_is_told_by_the_offset_before() -> None:
    now = datetime(2026, 3, 28, 12, tzinfo=BERLIN)
    assert resolve("tomorrow at 2:30 am", now, BERLIN)[0].start == local(2026, 3, 29, 3, 30)


def test_hours_pass_in_real_time_over_a_change_of_the_clocks() -> None:
    now = datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN)
    assert resolve("in 2 hours", now, BERLIN)[0].start == local(2026, 3, 29, 4, 30)
    now = datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN)
    assert resolve("in 2 hours", now, BERLIN)[0].start == local(2026, 10, 25, 2, 30)


def test_the_second_of_two_equal_times_is_later() -> None:
    now = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
    assert resolve("in 1 hour", now, BERLIN)[0].start == local(2026, 10, 25, 3, 30)


def test_days_pass_on_the_wall_calendar() -> None:
    now = datetime(2026, 3, 28, 12, tzinfo=BERLIN)
    assert resolve("in 1 day at noon", now, BERLIN)[0].start == local(2026, 3, 29, 12)


def test_now_must_be_aware() -> None:
    with pytest.raises(ValueError, match="aware"):
        resolve("tomorrow", local(2026, 1, 1), BERLIN)
