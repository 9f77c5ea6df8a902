"""The one place that knows what time it is."""

import os
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.base.errors import UsageError
from assistant.base.platform import zone_names


class Clock(Protocol):
    """Anything that can tell the time and knows the user's zone."""

    @property
    def zone(self) -> ZoneInfo:
        """The user's time zone."""
        ...

    def now(self) -> datetime:
        """Return the current moment, aware, in the user's zone."""
        ...


def zone_named(name: str) -> ZoneInfo:
    """Return the IANA zone `name`; raise `UsageError` where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            "There is no time zone called {name}.",
            hint="Use an IANA name such as Europe/Berlin or Asia/Shanghai.",
            name=repr(name),
        ) from error


def local_zone() -> ZoneInfo:
    """Return the computer's IANA zone, UTC where the system names none."""
    for name in zone_names(os.environ):
        try:
            return zone_named(name)
        except UsageError:
            continue
    return ZoneInfo("UTC")


class SystemClock:
    """The computer's own clock."""

    def __init__(self, zone: ZoneInfo | None = None) -> None:
        self._zone = zone or local_zone()

    @property
    def zone(self) -> ZoneInfo:
        """The user's time zone."""
        return self._zone

    def now(self) -> datetime:
        """Return the current moment in the user's zone."""
        return datetime.now(UTC).astimezone(self._zone)


class FrozenClock:
    """A clock that stands still until it is moved: `--now`, tests, proofs."""

    def __init__(self, moment: datetime, zone: ZoneInfo) -> None:
        self._zone = zone
        self._moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)

    @property
    def zone(self) -> ZoneInfo:
        """The user's time zone."""
        return self._zone

    def now(self) -> datetime:
        """Return the moment at which the clock stands, in the user's zone."""
        return self._moment.astimezone(self._zone)

    def advance(self, by: timedelta) -> None:
        """Move the clock forward (or back) by `by`, measured in absolute time."""
        self._moment = (self._moment.astimezone(UTC) + by).astimezone(self._zone)
