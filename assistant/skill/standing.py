"""New times for what already stands somewhere: "to 4 pm", "an hour later", "to Friday"."""

import re
from datetime import UTC, datetime, timedelta

from assistant.skill.context import Context
from assistant.when import Reading, find_first

_LATER = re.compile(r"推迟|延后|推后|往后|晚(?=[半一两二三四五六七八九十\d])")
_EARLIER = re.compile(r"提前|往前|早(?=[半一两二三四五六七八九十\d])")
_SHIFTS = re.compile(r"\b(?:later|earlier|sooner)\b", re.IGNORECASE)
_FORWARD = re.compile(r"\b(?:up|forward|earlier|sooner)\b", re.IGNORECASE)
_BARE = re.compile(r"(?:to|till|until|at)?\s*(\d{1,2})(?:\s*o'?clock)?", re.IGNORECASE)
_DAY = timedelta(days=1)


def shifted(words: str, stands: datetime, context: Context) -> datetime | None:
    """Return where what stands at `stands` (aware) goes by "an hour later", "提前一小时".

    A bare length is one later, unless what was typed around it says earlier. None where the words
    say no such thing.
    """
    said = words.strip()
    here = stands.astimezone(context.zone)
    bare = _EARLIER.sub("", _LATER.sub("", said)).strip()
    reading = _read(bare, here, context)
    if reading is None:
        return None
    if reading.kind == "duration" and reading.duration is not None:
        earlier = _EARLIER.search(said) or (bare == said and _typed_earlier(said, context))
        length = -reading.duration if earlier else reading.duration
        return (here.astimezone(UTC) + length).astimezone(context.zone)
    if _SHIFTS.search(said) and reading.moment is not None:
        return reading.moment.replace(tzinfo=context.zone)
    return None


def near(words: str, stands: datetime, context: Context) -> tuple[str, Context]:
    """Return how to read a new time for what stands at `stands` (aware).

    A time of day without a day is one of that day; all else is read as anywhere, from now on.
    """
    here = stands.astimezone(context.zone)
    said = words.strip()
    hour = _BARE.fullmatch(said)
    if hour and int(hour[1]) < 24:
        said = f"{_nearest(int(hour[1]), here):02d}:00"
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    if _of_any_day(said, midnight, context):
        return said, context.at(midnight - timedelta(minutes=1))
    return said, context


def _typed_earlier(said: str, context: Context) -> bool:
    before, _, after = context.typed.partition(said)
    return bool(_EARLIER.search(before[-4:]) or _FORWARD.search(f"{before[-24:]} {after[:12]}"))


def _of_any_day(said: str, midnight: datetime, context: Context) -> bool:
    """Return whether `said` is a time of day alone: it moves to the next day once it has passed."""
    early, late = _read(said, midnight, context), _read(said, midnight + _DAY, context)
    last = _read(said, midnight + _DAY - timedelta(minutes=1), context)
    if early is None or late is None or last is None or early.kind == "recurrence":
        return False
    if None in (early.moment, late.moment, last.moment) or early.grain in ("day", "week"):
        return False
    return bool(
        early.moment
        and last.moment == late.moment == early.moment + _DAY
        and early.moment.date() == midnight.date()
    )


def _nearest(hour: int, here: datetime) -> int:
    """Return the hour of the day, of the morning or the afternoon, that lies nearer to `here`."""
    return min((hour, (hour + 12) % 24), key=lambda one: abs(one - here.hour - here.minute / 60))


def _read(said: str, now: datetime, context: Context) -> Reading | None:
    found = find_first(said, now, context.zone, context.locale)
    return found.readings[0] if found and found.readings else None
