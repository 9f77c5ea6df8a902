"""Dates, times and sizes in words, in the language in use."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from assistant.base.i18n import language, tr
from assistant.domain.calendar import Event


def locale() -> QLocale:
    """Return the conventions of the language in use."""
    if language() == "zh":
        return QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


def day(when: date, pattern_en: str, pattern_zh: str) -> str:
    """Return a day by Qt's date pattern for the language in use."""
    pattern = pattern_zh if language() == "zh" else pattern_en
    return locale().toString(QDate(when.year, when.month, when.day), pattern)


def long_day(when: date) -> str:
    """Return weekday and full date: "Tuesday, 1 December 2026"."""
    return day(when, "dddd, d MMMM yyyy", "yyyy年M月d日 dddd")


def short_day(when: date) -> str:
    """Return weekday, day and month: "Tue 1 Dec"."""
    return day(when, "ddd d MMM", "M月d日 ddd")


def month_day(when: date) -> str:
    """Return day and month: "12 May"."""
    return day(when, "d MMMM", "M月d日")


def month(when: date) -> str:
    """Return month and year: "December 2026"."""
    return day(when, "MMMM yyyy", "yyyy年M月")


def hour(when: datetime) -> str:
    """Return the time of day: "09:05"."""
    return f"{when:%H:%M}"


def near_day(when: date, today: date) -> str:
    """Return "Today", "Tomorrow", "Yesterday", or weekday and date."""
    named = {0: tr("Today"), 1: tr("Tomorrow"), -1: tr("Yesterday")}.get((when - today).days)
    if named:
        return named
    return short_day(when) if when.year == today.year else long_day(when)


def near_moment(when: datetime, now: datetime) -> str:
    """Return day and time as one says it: "Tomorrow, 09:00"."""
    local = when.astimezone(now.tzinfo)
    return tr("{day}, {time}", day=near_day(local.date(), now.date()), time=hour(local))


def span(event: Event, zone_shown: bool = False) -> str:  # noqa: FBT001, FBT002 - one switch
    """Return when an event is: weekdays, both dates, times, and its zone where asked for."""
    if event.all_day or not isinstance(event.start, datetime):
        return _days(event.start, event.end - timedelta(days=1))
    start, end = event.start, event.end
    text = tr("{day}, {start} – {end}", day=long_day(start), start=hour(start), end=_until(event))
    if isinstance(end, datetime) and zone_shown and start.tzinfo is not None:
        text = tr("{when} ({zone})", when=text, zone=getattr(start.tzinfo, "key", start.tzname()))
    return text


def _until(event: Event) -> str:
    end = event.end
    if not isinstance(end, datetime):
        return long_day(end)
    start_day = event.start.date() if isinstance(event.start, datetime) else event.start
    if end.date() == start_day:
        return hour(end)
    return tr("{day}, {time}", day=long_day(end.date()), time=hour(end))


def _days(first: date, last: date) -> str:
    if last <= first:
        return tr("{day}, all day", day=long_day(first))
    return tr("{first} – {last}, all day", first=long_day(first), last=long_day(last))


def until(when: datetime, now: datetime) -> str:
    """Return how far a moment is: "in 5 minutes", "in 2 hours", "in 3 days", "now"."""
    seconds = (when - now).total_seconds()
    if seconds < -60:
        return tr("overdue")
    if seconds < 60:
        return tr("in less than a minute") if seconds > 0 else tr("now")
    return tr("in {length}", length=length(timedelta(seconds=seconds)))


def length(time: timedelta) -> str:
    """Return a length in its largest fitting unit."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 60:
        return _count(minutes, "{n} minute", "{n} minutes")
    if minutes < 24 * 60:
        return _hours(minutes)
    return _count(round(minutes / (24 * 60)), "{n} day", "{n} days")


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    hours = _count(whole, "{n} hour", "{n} hours")
    if not rest or whole > 9:
        return hours
    return tr("{hours} {minutes}", hours=hours, minutes=_count(rest, "{n} minute", "{n} minutes"))


def _count(n: int, one: str, many: str) -> str:
    return tr(one if n == 1 else many, n=n)


def size(count: float) -> str:
    """Return a number of bytes in words: "95 MB"."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= scale:
            value = count / scale
            return f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"
    return f"{count:.0f} B"
