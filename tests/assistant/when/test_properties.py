"""What holds for every text and every moment (bounded here; the long runs are tests/proof)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.when import Reading, find, render, resolve
from tests.assistant.when.said import NOW, ZONE

FAST = settings(max_examples=150, deadline=None)
PIECES = st.sampled_from([
    "tomorrow", "today", "next", "last", "this", "every", "monday", "friday", "march", "may", "5",
    "12", "30", "2027", "at", "on", "from", "to", "until", "noon", "pm", "am", "hours", "days",
    "week", "of", "the", "first", "second", "and", "3rd", "in", "half", "past", "明天", "下", "周",
    "三", "点", "半", "上午", "每", "月", "年", "到", "之前", "十", "二", "15:30", "5/6", ",", "-",
    ".", "(", ")",
])  # fmt: skip
MOMENTS = st.datetimes(NOW.replace(1990, tzinfo=None), NOW.replace(2060, tzinfo=None))


def core(reading: Reading) -> tuple[object, ...]:
    length = reading.duration_iso if reading.kind == "duration" else None
    return reading.kind, reading.start, reading.end, reading.rrule, length


@FAST
@given(st.text(max_size=80))
def test_any_text_is_read_without_error(text: str) -> None:
    for found in find(text, NOW, ZONE):
        assert text[found.start : found.end] == found.text
        assert found.readings


@FAST
@given(st.lists(PIECES, min_size=1, max_size=12), MOMENTS)
def test_an_interval_begins_before_it_ends(pieces: list[str], moment: datetime) -> None:
    text = " ".join(pieces)
    for reading in resolve(text, moment.replace(tzinfo=ZONE), ZONE):
        assert reading.end is None or reading.start is None or reading.start < reading.end


@FAST
@given(st.lists(PIECES, min_size=1, max_size=6), st.sampled_from(["en", "zh"]))
def test_a_reading_in_words_is_read_as_itself(pieces: list[str], locale: str) -> None:
    for reading in resolve(" ".join(pieces), NOW, ZONE)[:1]:
        again = resolve(render(reading, locale), NOW, ZONE, locale)
        assert core(again[0]) == core(reading)


@FAST
@given(MOMENTS, st.integers(1, 300), st.sampled_from(["minutes", "hours"]))
def test_lengths_on_a_clock_agree_with_zoneinfo(moment: datetime, count: int, unit: str) -> None:
    zone = ZoneInfo("America/New_York")
    now = moment.replace(tzinfo=zone, microsecond=0)
    (reading, *_) = resolve(f"in {count} {unit}", now, zone)
    exact = now.astimezone(ZoneInfo("UTC")) + timedelta(**{unit: count})
    assert reading.start == exact.astimezone(zone).replace(tzinfo=None)


@FAST
@given(st.dates(NOW.date().replace(2020), NOW.date().replace(2040)), st.sampled_from(["en", "zh"]))
def test_every_day_in_words_is_that_day(day: date, locale: str) -> None:
    said = Reading("instant", datetime(day.year, day.month, day.day), None, "day")  # noqa: DTZ001
    again = resolve(render(said, locale), NOW, ZONE, locale)
    assert core(again[0]) == core(said)
