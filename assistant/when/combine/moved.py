"""Series moved: later, earlier, to a time of day, from another zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from assistant.when.grain import Grain
from assistant.when.length import Length
from assistant.when.periods import RANK, Period, floor, step
from assistant.when.series import PATIENCE, Clock, Part, Scene, Series
from assistant.when.zones import Zone


@dataclass(frozen=True, slots=True)
class Moved:
    """`base` later (sign 1) or earlier (sign -1) by a length; without a base: from now."""

    length: Length
    sign: int
    base: Series | None = None
    keep: Grain | None = None
    """The grain of the outcome, where it is not the one that the length implies."""

    @property
    def grain(self) -> Grain:
        """As fine as what it counts."""
        if self.keep:
            return self.keep
        finest = self.length.grain
        if self.base is None:
            coarse: dict[Grain, Grain] = {"hour": "minute", "minute": "second", "second": "second"}
            return coarse.get(finest, "day")
        return min(self.base.grain, finest, key=lambda grain: RANK[grain])

    def _move(self, period: Period, scene: Scene) -> Period:
        if self.base is None and self.length.clock:
            start = self._by_the_clock(period.start, scene)
        else:
            start = self.length.add(period.start, self.sign)
        if RANK[self.grain] >= RANK["day"] and not self.length.clock:
            start = floor(start, "day" if self.base else self.grain)
        return Period(start, max(step(start, self.grain, 1), start + (period.end - period.start)))

    def _by_the_clock(self, start: datetime, scene: Scene) -> datetime:
        """Hours and minutes pass in real time, also over a change of the clocks."""
        days = self.length.days_only()
        if days.months or days.days:
            start = days.add(start, self.sign)
        # Without days `start` keeps its fold: which of the two two-o'clocks it is.
        exact = start.replace(tzinfo=scene.zone).astimezone(UTC) + self.length.clock * self.sign
        return exact.astimezone(scene.zone).replace(tzinfo=None)

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        if self.base is None:
            moved = self._move(Period(scene.now, scene.now), scene)
            if moved.end > moment:
                yield moved
            return
        back = self.length.add(moment, -self.sign)
        for period in self.base.after(back, scene):
            yield self._move(period, scene)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        if self.base is None:
            moved = self._move(Period(scene.now, scene.now), scene)
            if moved.end <= moment:
                yield moved
            return
        back = self.length.add(moment, -self.sign)
        for period in self.base.before(back, scene):
            yield self._move(period, scene)


@dataclass(frozen=True, slots=True)
class Abroad:
    """A series told in another zone's wall time, turned into the scene's.

    Days are those of the speaker: "tonight at 9 in New York" is said of one's own tonight.
    """

    inner: Series
    zone: Zone

    @property
    def grain(self) -> Grain:
        """To the minute: zones differ by parts of an hour."""
        return "minute" if self.inner.grain == "hour" else self.inner.grain

    def _shift(self, moment: datetime, scene: Scene, *, back: bool) -> datetime:
        here, there = scene.zone, self.zone.tzinfo()
        source, target = (there, here) if back else (here, there)
        return moment.replace(tzinfo=source).astimezone(target).replace(tzinfo=None)

    def home(self, period: Period, scene: Scene) -> Period:
        """A period of the other zone's wall time in the scene's."""
        start = self._shift(period.start, scene, back=True)
        return Period(start, start + (period.end - period.start))

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        there = self._shift(moment, scene, back=False)
        return (self.home(p, scene) for p in self.inner.after(there, scene))

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        there = self._shift(moment, scene, back=False)
        return (self.home(p, scene) for p in self.inner.before(there, scene))


@dataclass(frozen=True, slots=True)
class SameTime:
    """The present time of day, to the minute, on days of another series."""

    day: Series
    grain: Grain = "minute"

    def _on(self, day: Period, scene: Scene) -> Period:
        start = day.start + (floor(scene.now, "minute") - floor(scene.now, "day"))
        return Period(start, start + timedelta(minutes=1))

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        return (self._on(day, scene) for day in self.day.after(floor(moment, "day"), scene))

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        return (self._on(day, scene) for day in self.day.before(floor(moment, "day"), scene))


@dataclass(frozen=True, slots=True)
class At:
    """A time of day (clock or part) on days of another series; past 24:00 is the night after."""

    day: Series
    time: Clock | Part

    @property
    def grain(self) -> Grain:
        """As fine as what it counts."""
        return self.time.grain

    def on(self, day: Period, scene: Scene) -> list[Period]:
        """The time or times on one day."""
        if day.start.hour:
            day = Period(floor(day.start, "day") + timedelta(days=1), day.end)
        if isinstance(self.time, Part):
            first, last = self.time.hours(scene)
            return [Period(day.start + timedelta(hours=first), day.start + timedelta(hours=last))]
        length = self.time.length()
        starts = [day.start + offset for offset in self.time.times()]
        return [Period(start, start + length) for start in starts]

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for day in islice(self.day.after(moment - timedelta(days=1), scene), PATIENCE):
            yield from (p for p in self.on(day, scene) if p.end > moment)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        days = [*islice(self.day.after(moment - timedelta(days=1), scene), 1)]
        days += islice(self.day.before(moment, scene), PATIENCE)
        for day in days:
            yield from (p for p in reversed(self.on(day, scene)) if p.end <= moment)
