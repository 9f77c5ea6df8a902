"""Series of periods on the calendar, by what they come round with."""

from assistant.when.series.base import PATIENCE, Once, Scene, Series, Yearly, rank
from assistant.when.series.clock import Clock, Part
from assistant.when.series.days import Every, Weekdays, Weekend, Workweek
from assistant.when.series.months import (
    DayOfMonth,
    IsoWeek,
    Month,
    MonthDay,
    MonthSpan,
    NearSeason,
    Quarter,
    Season,
    Seasons,
)
from assistant.when.series.now import (
    FiscalYear,
    Fixed,
    Neighbour,
    Present,
    Rounded,
    SecondHalf,
    Start,
    ThisWeekday,
    Year,
    midnight,
)

__all__ = [
    "PATIENCE",
    "Clock",
    "DayOfMonth",
    "Every",
    "FiscalYear",
    "Fixed",
    "IsoWeek",
    "Month",
    "MonthDay",
    "MonthSpan",
    "NearSeason",
    "Neighbour",
    "Once",
    "Part",
    "Present",
    "Quarter",
    "Rounded",
    "Scene",
    "Season",
    "Seasons",
    "SecondHalf",
    "Series",
    "Start",
    "ThisWeekday",
    "Weekdays",
    "Weekend",
    "Workweek",
    "Year",
    "Yearly",
    "midnight",
    "rank",
]
