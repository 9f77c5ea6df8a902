"""Lengths of time as said: "an hour and a half", "2 weeks"; months are not days."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.when.grain import Grain
from assistant.when.periods import RANK, add_months

DAYS_A_YEAR, DAYS_A_MONTH = 365, 30


@dataclass(frozen=True, slots=True)
class Length:
    """Months, days and seconds, with the finest unit that was said."""

    months: int = 0
    days: int = 0
    seconds: int = 0
    grain: Grain = "day"
    fraction: timedelta = timedelta(0)
    """What a share of a year or month is beyond whole months and days, by the usual count."""

    @property
    def clock(self) -> timedelta:
        """The part that passes on a clock rather than on a calendar."""
        return timedelta(seconds=self.seconds)

    def days_only(self) -> "Length":
        """The part that passes on a calendar."""
        return Length(self.months, self.days)

    def add(self, moment: datetime, sign: int = 1) -> datetime:
        """`moment` moved, on the wall calendar."""
        moved = add_months(moment, self.months * sign) if self.months else moment
        return moved + timedelta(days=self.days, seconds=self.seconds) * sign

    def plus(self, other: "Length") -> "Length":
        """Both, one after the other."""
        return Length(
            self.months + other.months,
            self.days + other.days,
            self.seconds + other.seconds,
            min(self.grain, other.grain, key=lambda grain: RANK[grain]),
            self.fraction + other.fraction,
        )

    def total(self) -> timedelta:
        """As a timedelta: a year counts 365 days and a month 30, as is the custom."""
        years, months = divmod(self.months, 12)
        days = years * DAYS_A_YEAR + months * DAYS_A_MONTH + self.days
        return timedelta(days=days, seconds=self.seconds) + self.fraction

    def iso(self) -> str:
        """ISO 8601 duration: P1Y2M, P2W, PT1H30M."""
        years, months = divmod(self.months, 12)
        weeks = self.days // 7 if self.days % 7 == 0 and not (self.seconds or self.months) else 0
        date = [(years, "Y"), (months, "M"), (weeks, "W"), (0 if weeks else self.days, "D")]
        hours, rest = divmod(self.seconds, 3600)
        time = [(hours, "H"), (rest // 60, "M"), (rest % 60, "S")]
        said = "".join(f"{count}{unit}" for count, unit in date if count)
        clock = "".join(f"{count}{unit}" for count, unit in time if count)
        return f"P{said}T{clock}" if clock else f"P{said}" if said else "PT0S"


SECONDS: dict[str, int] = {"second": 1, "minute": 60, "hour": 3600}
DAYS: dict[str, int] = {"day": 1, "week": 7, "fortnight": 14}
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
SPLIT: dict[str, tuple[str, int]] = {
    "week": ("day", 7),
    "day": ("hour", 24),
    "fortnight": ("day", 14),
}


def length_of(count: float, unit: str) -> Length:
    """`count` units, whole or not: 1.5 hours, half a month."""
    if unit in SECONDS:
        finer: Grain = "minute" if unit == "hour" and count % 1 else unit  # type: ignore[assignment]
        whole = int(count * SECONDS[unit])
        rest = timedelta(seconds=count * SECONDS[unit] - whole)
        return Length(seconds=whole, grain=finer, fraction=rest)
    if unit in MONTHS:
        months = count * MONTHS[unit]
        whole = int(months)
        days = round((months - whole) * DAYS_A_MONTH)
        grain: Grain = unit if unit in ("month", "quarter", "year") else "year"  # type: ignore[assignment]
        length = Length(months=whole, days=days, grain="day" if days else grain)
        usual = timedelta(days=count * (DAYS_A_YEAR if unit == "year" else DAYS_A_MONTH))
        if count % 1 and unit in ("year", "month"):
            length = replace(length, fraction=usual - length.total())
        return length
    days_float = count * DAYS[unit]
    whole = int(days_float)
    seconds = round((days_float - whole) * 86400)
    grain = "hour" if seconds else "week" if unit == "fortnight" else unit  # type: ignore[assignment]
    return Length(days=whole, seconds=seconds, grain=grain)
