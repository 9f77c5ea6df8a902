"""What a day is called besides its date: its place in the lunar calendar, its public holiday."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from assistant.when.almanac import solar_term
from assistant.when.rulefiles import terms

_TENS = ("初", "十", "廿", "三")
_ONES = "一二三四五六七八九十"
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
# Festivals that everybody calls by name, by lunar month and day.
_FESTIVALS = {
    (1, 1): "春节", (1, 15): "元宵节", (2, 2): "龙抬头", (5, 5): "端午节", (7, 7): "七夕",
    (7, 15): "中元节", (8, 15): "中秋节", (9, 9): "重阳节", (12, 8): "腊八节",
}  # fmt: skip


def lunar_words(day: date) -> str:
    """Return what a Chinese calendar prints below a date: 春节, 冬至, 十月, or 廿二.

    A festival comes first, then a solar term, then the month on its first day. "" outside of the
    years 1900 to 2099, which is as far as the tables reach.
    """
    from lunardate import LunarDate

    if not 1901 <= day.year <= 2099:
        return ""
    lunar = LunarDate.from_solar_date(day.year, day.month, day.day)
    named = "" if lunar.is_leap_month else _FESTIVALS.get((lunar.month, lunar.day), "")
    if named:
        return named
    term = _terms(day.year).get(day, "")
    if term:
        return term
    if lunar.day == 1:
        return f"{'闰' if lunar.is_leap_month else ''}{_MONTHS[lunar.month - 1]}月"
    return lunar_day_words(lunar.day)


def lunar_day_words(day: int) -> str:
    """Return the name of a day of a lunar month, 1 to 30."""
    if day in {20, 30}:
        return {20: "二十", 30: "三十"}[day]
    return _TENS[(day - 1) // 10] + _ONES[(day - 1) % 10]


@cache
def _terms(year: int) -> Mapping[date, str]:
    return {solar_term(year, longitude): name for name, longitude in terms().items()}


@cache
def public_holidays(country: str, year: int, language: str) -> Mapping[date, str]:
    """Return the public holidays of a country (ISO 3166 code) in a year, "en" or "zh" where known.

    Reading a country's rules for the first time takes some tenths of a second. Nothing for a
    country or a year that the tables do not have.
    """
    import holidays

    wanted = {"zh": "zh_CN", "en": "en_US"}.get(language, "en_US")
    try:
        supported = holidays.country_holidays(country).supported_languages
        named = next((one for one in (wanted, "en_US") if one in supported), None)
        found = holidays.country_holidays(country, years=year, language=named)
    except NotImplementedError:
        return {}
    return {day: name for day, name in found.items() if day.year == year}
