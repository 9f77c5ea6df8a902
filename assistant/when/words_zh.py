"""Chinese words for readings."""

import sys
from datetime import datetime

from assistant.when.grain import Grain
from assistant.when.reading import Reading
from assistant.when.wording import (
    CLOCK_FREQ,
    Rule,
    counted,
    how_often,
    last_day,
    parts_of,
    times_of_day,
)

DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), "一二三四五六日", strict=True))
UNITS = {"Y": "年", "M": "个月", "W": "周", "D": "天", "TH": "小时", "TM": "分钟", "TS": "秒"}
FREQ = {
    "MINUTELY": "分钟", "HOURLY": "小时", "DAILY": "天", "WEEKLY": "周", "MONTHLY": "个月",
    "YEARLY": "年",
}  # fmt: skip


def date_words(day: datetime) -> str:
    """2026年12月1日."""
    return f"{day.year:04}年{day.month}月{day.day}日"


def clock(moment: datetime, grain: Grain) -> str:
    """下午3点, 下午3点30分, 下午3点30分05秒."""
    hour = moment.hour
    part = "中午" if hour == 12 else "上午" if 0 < hour < 12 else "下午" if hour else ""
    said = f"{part}{hour if hour <= 12 else hour - 12}点"
    if moment.minute or grain == "second":
        said += f"{moment.minute}分"
    if grain == "minute" and not moment.minute:
        said += "0分"
    if grain == "second":
        said += f"{moment.second}秒"
    return said


def instant(moment: datetime, grain: Grain) -> str:
    """A day, or a longer unit by its name, or a day with a time."""
    match grain:
        case "day":
            weekday = "一二三四五六日"[moment.weekday()]
            return f"{date_words(moment)}周{weekday}"
        case "week":
            return f"{date_words(moment)}那一周"
        case "month":
            return f"{moment.year:04}年{moment.month}月"
        case "quarter":
            return f"{moment.year:04}年第{(moment.month + 2) // 3}季度"
        case "year":
            return f"{moment.year}年" if moment.year >= 1000 else f"公元{moment.year}年"
    return date_words(moment) + clock(moment, grain)


def since(point: str) -> str:
    """An open end."""
    return f"从{point}起"


def before(point: str) -> str:
    """An open start."""
    return f"{point}之前"


def span(first: str, last: str) -> str:
    """Both ends; a last day belongs to it."""
    return f"从{first}到{last}"


def length(iso: str) -> str:
    """An ISO 8601 duration in words: 1小时30分钟."""
    return "".join(number + UNITS[unit] for number, unit in counted(iso))


def repeat(reading: Reading) -> str:
    """A repetition: starting when, how often, at what time, until when."""
    rule = parts_of(reading)
    if reading.start is None or not rule:
        return ""
    timed = rule["FREQ"] in CLOCK_FREQ
    said = f"从{instant(reading.start, 'minute') if timed else date_words(reading.start)}开始,"
    said += how_often(rule, sys.modules[__name__])
    if "BYHOUR" in rule:
        times = times_of_day(rule)
        said += "、".join(clock(time, "minute" if time.minute else "hour") for time in times)
    elif reading.end is not None:
        said += f"{clock(reading.start, 'minute')}到{clock(reading.end, 'minute')}"
    elif reading.grain == "minute" and not timed:
        said += clock(reading.start, "second" if reading.start.second else "minute")
    if "UNTIL" in rule:
        said += f",直到{date_words(last_day(rule))}"
    if "COUNT" in rule:
        said += f",共{rule['COUNT']}次"
    return said


def every(interval: int, freq: str) -> str:
    """每天, 每2周."""
    return f"每{FREQ[freq]}" if interval == 1 else f"每{interval}{FREQ[freq]}"


def in_month(said: str, month: int) -> str:
    """每年12月每周日."""
    return f"每年{month}月{said}"


def weekly(days: str, every: str) -> str:
    """每周一、周五; 每2周的工作日."""
    if days == "MO,TU,WE,TH,FR":
        return f"{every}的工作日" if every else "每个工作日"
    if days == "SA,SU":
        return f"{every}的周末" if every else "每个周末"
    said = "、".join(f"周{DAYS[day]}" for day in days.split(","))
    return f"{every}的{said}" if every else f"每{said}"


def monthly(rule: Rule, every: str) -> str:
    """每月最后一个周五."""
    return f"{every or '每月'}{_day_of_month(rule)}"


def yearly(day: int, month: int, *, lunar: bool) -> str:
    """每年5月5日."""
    return f"每年{'农历' if lunar else ''}{month}月{day}日"


def _day_of_month(rule: Rule) -> str:
    if "BYSETPOS" in rule:
        return f"{_which(int(rule['BYSETPOS']))}个工作日"
    if "BYMONTHDAY" in rule:
        if "," in rule["BYMONTHDAY"]:
            return "、".join(f"{day}日" for day in rule["BYMONTHDAY"].split(","))
        day = int(rule["BYMONTHDAY"])
        return f"{day}日" if day > 0 else f"{_which(day)}天"
    return f"{_which(int(rule['BYDAY'][:-2]))}个周{DAYS[rule['BYDAY'][-2:]]}"


def _which(number: int) -> str:
    if number == -1:
        return "最后一"
    return f"第{number}" if number > 0 else f"倒数第{-number}"
