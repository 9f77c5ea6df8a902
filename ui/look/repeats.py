"""A repeat rule (RFC 5545 3.3.10) in words, in the language in use."""

from datetime import date, datetime

from assistant.base.i18n import language, tr
from ui.look.moments import day

_UNITS = {
    "DAILY": ("Every day", "Every {n} days"),
    "WEEKLY": ("Every week", "Every {n} weeks"),
    "MONTHLY": ("Every month", "Every {n} months"),
    "YEARLY": ("Every year", "Every {n} years"),
    "HOURLY": ("Every hour", "Every {n} hours"),
    "MINUTELY": ("Every minute", "Every {n} minutes"),
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = set(_DAYS[:5])


def repeat_words(rule: str | None) -> str:
    """Return `rule` in words, "" where there is none; the rule itself where it is a rare one."""
    if not rule:
        return ""
    parts = dict(
        part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part
    )
    freq = parts.pop("FREQ", "")
    known = {"INTERVAL", "BYDAY", "UNTIL", "COUNT", "WKST", "BYMONTHDAY", "BYMONTH", "BYHOUR",
             "BYMINUTE", "BYSECOND"}  # fmt: skip
    if freq not in _UNITS or not set(parts) <= known:
        return rule
    return _base(freq, parts) + _end(parts)


def _base(freq: str, parts: dict[str, str]) -> str:
    n = int(parts.get("INTERVAL", "1"))
    days = [one for one in parts.get("BYDAY", "").split(",") if one]
    if freq == "WEEKLY" and n == 1 and set(days) == _WORKDAYS:
        return tr("Every weekday")
    text = tr(_UNITS[freq][0]) if n == 1 else tr(_UNITS[freq][1], n=n)
    if days:
        text = tr("{every} on {days}", every=text, days=_listed([_weekday(one) for one in days]))
    elif "BYMONTHDAY" in parts and freq == "MONTHLY":
        text = tr("{every} on day {days}", every=text, days=parts["BYMONTHDAY"].replace(",", ", "))
    return text


def _weekday(code: str) -> str:
    position, name = code[:-2], code[-2:]
    if name not in _DAYS:
        return code
    # 5 January 1970 was a Monday.
    named = day(date(1970, 1, 5 + _DAYS.index(name)), "dddd", "dddd")
    ordinals = {"1": "the first {day}", "2": "the second {day}", "3": "the third {day}",
                "4": "the fourth {day}", "-1": "the last {day}"}  # fmt: skip
    return tr(ordinals[position], day=named) if position in ordinals else named


def _listed(names: list[str]) -> str:
    if language() == "zh":
        return "、".join(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _end(parts: dict[str, str]) -> str:
    if "COUNT" in parts:
        return tr(", {n} times", n=parts["COUNT"])
    if "UNTIL" in parts:
        # UNTIL starts with the day; its time and zone say nothing more to a reader.
        last = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date()  # noqa: DTZ007
        return tr(", until {day}", day=day(last, "d MMMM yyyy", "yyyy年M月d日"))
    return ""
