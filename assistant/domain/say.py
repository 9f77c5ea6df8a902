"""Moments in a person's words: weekday, date and time, in the language in use."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.base.i18n import language, tr
from assistant.domain.calendar import Event
from assistant.domain.reminders import Reminder

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_CHINESE_DAYS = "一二三四五六日"


def say_day(day: date) -> str:
    """Return "Tuesday 1 December 2026" or "2026年12月1日 星期二"."""
    if language() == "zh":
        return f"{day.year}年{day.month}月{day.day}日 星期{_CHINESE_DAYS[day.weekday()]}"
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_moment(moment: datetime | date, zone: ZoneInfo | None = None) -> str:
    """Return the day, and the time where there is one; aware moments are shown in `zone`."""
    if not isinstance(moment, datetime):
        return say_day(moment)
    local = moment.astimezone(zone) if zone and moment.tzinfo else moment
    comma = " " if language() == "zh" else ", "
    return f"{say_day(local)}{comma}{local:%H:%M}"


def say_when(reminder: Reminder, zone: ZoneInfo | None = None) -> str:
    """Return when a reminder comes: a moment in `zone`, or the user's return."""
    if reminder.at_return:
        return tr("when you are back at the computer")
    return say_moment(reminder.fires_at, zone)


def say_span(start: datetime | date, end: datetime | date, zone: ZoneInfo) -> str:
    """Return both ends in words; `end` is exclusive, so an all-day span names its last day."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        last = end - timedelta(days=1)
        return say_day(start) if last <= start else f"{say_day(start)} – {say_day(last)}"
    first = start.astimezone(zone) if start.tzinfo else start
    final = end.astimezone(zone) if end.tzinfo else end
    if first.date() == final.date():
        return f"{say_moment(first)}–{final:%H:%M}"
    return f"{say_moment(first)} – {say_moment(final)}"


def say_where(model: str, host: str) -> str:
    """Return who answers, and whether what is typed leaves this computer."""
    if host:
        return tr(
            "{model} answers: what you type leaves this computer to {host}.", model=model, host=host
        )
    return tr("{model} answers on this computer.", model=model)


def say_model(model: str) -> str:
    """Return which model and adapter answered; `model` as `AnsweredBy` has it."""
    base, _, adapter = model.partition("+")
    if adapter:
        return tr("Answered by {model}, trained version {version}", model=base, version=adapter)
    return tr("Answered by {model}", model=base)


def say_event(event: Event) -> str:
    """Return what an event is called: its title, and the guests that it does not name."""
    told_of = (one.name.strip() or one.email.strip() for one in event.attendees)
    names = [name for name in told_of if name]
    told = event.title.casefold()
    others = [name for name in names if name.split()[0].casefold() not in told]
    if not others:
        return event.title
    return tr("{title} (with {people})", title=event.title, people=", ".join(others))
