"""Half a time is put together with its other half, and nothing else is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.agent.halves import joined
from assistant.base.clock import FrozenClock
from assistant.llm.adapters import Turn
from assistant.skill.context import Context
from assistant.skill.contract import Words
from assistant.skill.registry import Registry, discover
from assistant.store.store import Store
from assistant.testing import ClicksEverything, Desk, Script

_ZONE = ZoneInfo("Europe/Berlin")
_NOW = datetime(2026, 11, 23, 10, tzinfo=_ZONE)  # a Monday


@pytest.fixture(scope="module")
def registry() -> Registry:
    return discover()


def _joined(
    registry: Registry, said: Mapping[str, Words], before: str, typed: str, language: str = "en"
) -> Mapping[str, Words]:
    clock = FrozenClock(_NOW, _ZONE)
    context = Context(clock, Store(None, clock).reads, language, typed)
    turns: tuple[Turn, ...] = (("user", before), ("assistant", "New event: lunch"))
    return joined(registry.tool("calendar.create"), said, turns, context)


@pytest.mark.parametrize(
    ("before", "typed", "start", "whole"),
    [
        ("lunch tomorrow at 3", "no, at 4 instead", "at 4", "2026-11-24 16:00"),
        ("lunch on Friday at noon", "make it 9 am", "9 am", "2026-11-27 09:00"),
        ("lunch on Friday", "at half past six in the morning", "6:30 am", ""),
        ("lunch tomorrow at 3 pm", "no, on Thursday", "on Thursday", "2026-11-26 15:00"),
        ("lunch at 3 pm", "make it Thursday", "Thursday", "2026-11-26 15:00"),
        ("lunch on Friday", "actually at 8 pm", "8 pm", "2026-11-27 20:00"),
    ],
)
def test_joins_a_time_of_day_and_a_day(
    registry: Registry, before: str, typed: str, start: str, whole: str
) -> None:
    found = _joined(registry, {"title": "lunch", "start": start}, before, typed)
    assert found == {"title": "lunch", "start": whole or start}


def test_joins_in_chinese(registry: Registry) -> None:
    said = {"title": "吃饭", "start": "四点"}
    assert _joined(registry, said, "明天三点吃饭", "不，四点", "zh")["start"] == "2026-11-24 16:00"


@pytest.mark.parametrize(
    ("said", "before", "typed"),
    [
        ({"title": "tea", "start": "at 4"}, "lunch tomorrow at 3", "tea at 4"),  # another thing
        ({"title": "lunch", "start": "tomorrow at 4"}, "lunch on Friday", "tomorrow at 4"),
        ({"title": "lunch", "start": "at 4"}, "lunch every Friday at 3", "at 4"),
        ({"title": "lunch", "start": "at 4"}, "lunch", "at 4"),
        ({"title": "lunch", "start": "in two hours"}, "lunch on Friday", "in two hours"),
        ({"title": "lunch", "start": "tomorrow at 3"}, "lunch tomorrow at 3", "with Ben too"),
        ({"title": "lunch"}, "lunch tomorrow at 3", "with Ben too"),
    ],
)
def test_leaves_whole_times_and_other_wishes_alone(
    registry: Registry, said: dict[str, Words], before: str, typed: str
) -> None:
    assert _joined(registry, said, before, typed) == said


def test_a_card_is_proposed_again_on_its_day(tmp_path: Path) -> None:
    lunch = 'calendar.create {"title": "lunch", "start": '
    calls = [f'{lunch}"tomorrow at 3"}}', "Good.", f'{lunch}"at 4"}}']
    with Desk(tmp_path / "home", model=Script(calls), user=ClicksEverything()) as desk:
        desk.say("lunch tomorrow at 3")
        desk.say("no, at 4 instead")
        first, second = sorted(
            desk.assistant.reads.find_events("lunch"), key=lambda one: str(one.start)
        )
        assert isinstance(first.start, datetime)
        assert isinstance(second.start, datetime)
        assert second.start - first.start == timedelta(hours=1)
