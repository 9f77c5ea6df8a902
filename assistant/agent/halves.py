"""Half a time that changes another half: "lunch tomorrow at 3", and then "no, at 4".

A day keeps the time of day that was said before, a time of day keeps its day. Code knows both: the
model copies words from one place only.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from assistant.llm.adapters import Turn
from assistant.skill.context import Context
from assistant.skill.contract import Tool, Words
from assistant.skill.schema import Kind
from assistant.when import Reading, find

_DAWN = time(6, 59)  # "at 4" alone is rather an hour of the day than one of the night
_LATE = time(23, 59)
_DAY = timedelta(days=1)


def joined(
    tool: Tool, said: Mapping[str, Words], before: Sequence[Turn], context: Context
) -> dict[str, Words]:
    """Return `said` with half a time put together with its other half from the turn before.

    Only where the call goes on with what was said then: one of its texts stands there alone.
    """
    whole = dict(said)
    former = next((text for role, text in reversed(before) if role == "user"), "")
    names = [one.name for one in tool.parameters if one.kind is Kind.MOMENT and one.required]
    words = said.get(names[0]) if names else None
    if not former or not isinstance(words, str) or words not in context.typed:
        return whole
    if not _goes_on(tool, said, former, context.typed):
        return whole
    times = find(former, context.clock.now(), context.zone, context.locale)
    other = next((one.text for one in times if one.readings), "")
    if other and (joint := _joint(words, other, context)):
        whole[names[0]] = f"{joint:%Y-%m-%d %H:%M}"
    return whole


def _goes_on(tool: Tool, said: Mapping[str, Words], former: str, typed: str) -> bool:
    texts = [said.get(one.name) for one in tool.parameters if one.kind is Kind.TEXT]
    return any(isinstance(one, str) and one not in typed and one in former for one in texts)


def _joint(words: str, other: str, context: Context) -> datetime | None:
    """Return the moment that two halves name together; None where they are not two halves."""
    now = context.clock.now()
    mine, its = _clock(words, context, now.date()), _clock(other, context, now.date())
    if mine is not None and its is None:
        reading = _read(other, context, now)
        day = reading.moment.date() if reading and reading.moment and _single(reading) else None
        clock = _clock(words, context, day) if day else None
        return datetime.combine(day, clock) if day and clock else None
    reading = _read(words, context, now)
    if mine is not None or reading is None or reading.moment is None or not _bare_day(reading):
        return None
    former = _read(other, context, now)
    if former is None or former.moment is None or not _single(former) or _bare_day(former):
        return None
    return datetime.combine(reading.moment.date(), its or former.moment.time())


def _clock(words: str, context: Context, day: date) -> time | None:
    """Return the time of day where `words` name nothing else: it comes again every day."""
    first = _read(words, context, datetime.combine(day, time(), context.zone))
    second = _read(words, context, datetime.combine(day, _LATE, context.zone))
    moments = [one.moment for one in (first, second) if one and one.moment and _single(one)]
    if len(moments) < 2 or [one.date() for one in moments] != [day, day + _DAY]:
        return None
    if first is None or _bare_day(first) or moments[0].time() != moments[1].time():
        return None  # a day, or "in two hours"
    awake = _read(words, context, datetime.combine(day, _DAWN, context.zone))
    found = awake.moment if awake and awake.moment else moments[0]
    return found.time() if found.date() == day else moments[0].time()


def _read(words: str, context: Context, now: datetime) -> Reading | None:
    found = [one for one in find(words, now, context.zone, context.locale) if one.readings]
    return found[0].readings[0] if len(found) == 1 else None


def _single(reading: Reading) -> bool:
    """Return whether it is one moment: no length, no stretch, nothing that repeats."""
    return reading.kind == "instant" and reading.rrule is None


def _bare_day(reading: Reading) -> bool:
    return _single(reading) and reading.at is None and reading.grain == "day"
