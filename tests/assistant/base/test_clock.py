"""What time it is, and where."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.base.clock import FrozenClock, SystemClock, local_zone, zone_named
from assistant.base.errors import UsageError

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "/etc/passwd", "../../etc/passwd", "Europe", "a\0b", "Asia/上海"]
)
def test_what_is_no_zone_is_named(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        zone_named(name)
    assert repr(name) in caught.value.shown()
    assert caught.value.next_step()


def test_the_environment_names_the_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Asia/Shanghai")
    assert local_zone().key == "Asia/Shanghai"
    assert SystemClock().zone.key == "Asia/Shanghai"


def test_a_zone_that_nobody_knows_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.base.clock.zone_names", lambda _: ("CEST-2", "Asia/Tokyo"))
    assert local_zone().key == "Asia/Tokyo"
    monkeypatch.setattr("assistant.base.clock.zone_names", lambda _: ("CEST-2",))
    assert local_zone().key == "UTC"


def test_the_system_clock_speaks_the_users_zone() -> None:
    now = SystemClock(BERLIN).now()
    assert now.tzinfo is BERLIN
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_frozen_clock_takes_naive_moments_as_local() -> None:
    clock = FrozenClock(datetime.fromisoformat("2026-07-01T12:00"), BERLIN)
    assert clock.now().utcoffset() == timedelta(hours=2)


def test_a_frozen_clock_moves_in_absolute_time() -> None:
    clock = FrozenClock(datetime.fromisoformat("2026-10-25T02:30"), BERLIN)
    clock.advance(timedelta(hours=1))
    assert (clock.now().hour, clock.now().fold) == (2, 1)
    clock.advance(timedelta(hours=-1))
    assert (clock.now().hour, clock.now().fold) == (2, 0)
