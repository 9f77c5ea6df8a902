"""Events, changed in talk: found by what one calls them, asked about where several fit."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.domain.calendar import Event
from assistant.domain.events import Applied, Asked, CardShown
from assistant.llm.model import Message
from assistant.testing.desk import Desk, TurnRecord
from assistant.testing.script import Script
from assistant.testing.users import ClicksEverything

NOW = datetime.fromisoformat("2026-11-23T10:00:00+01:00")
CALLS = {
    "yoga every Thursday at 6 pm": '"title": "yoga", "start": "every Thursday at 6 pm"',
    "dentist tomorrow at 3 pm": '"title": "dentist", "start": "tomorrow at 3 pm"',
    "lunch tomorrow at noon": '"title": "lunch", "start": "tomorrow at noon"',
    "move it to 4 pm": '"event": "my", "when": "tomorrow", "start": "4 pm"',
    "cancel yoga": '"event": "yoga"',
}
TOOLS = {"move it to 4 pm": "calendar.update", "cancel yoga": "calendar.delete"}


def play(messages: Sequence[Message]) -> str:
    """Call what the last words ask for."""
    said = messages[-1].text
    if said not in CALLS:
        return "Done."
    return f"{TOOLS.get(said, 'calendar.create')} {{{CALLS[said]}}}"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(
        tmp_path, now=NOW, zone="Europe/Berlin", model=Script(play), user=ClicksEverything()
    )


def told(turn: TurnRecord) -> list[str]:
    return [one.text for one in turn.events if isinstance(one, Applied)]


def asked(turn: TurnRecord) -> tuple[str, ...]:
    (question,) = (one for one in turn.events if isinstance(one, Asked))
    return question.choices


def test_several_are_asked_about_and_a_click_picks_one(desk: Desk) -> None:
    desk.say("dentist tomorrow at 3 pm")
    desk.say("lunch tomorrow at noon")
    choices = asked(desk.say("move it to 4 pm"))
    assert [one.partition(",")[0] for one in choices] == ["lunch", "dentist"]
    assert told(desk.say(choices[1])) == ["Changed: dentist, Tuesday 24 November 2026, 16:00–17:00"]


def test_one_of_a_series_is_taken_out_after_a_card(desk: Desk) -> None:
    desk.say("yoga every Thursday at 6 pm")
    choices = asked(desk.say("cancel yoga"))
    turn = desk.say(choices[0])
    assert any(isinstance(one, CardShown) for one in turn.events)
    (series,) = desk.store.find_events("yoga")
    assert isinstance(series, Event)
    assert len(series.exdates) == 1
    week = desk.store.events(NOW, NOW + timedelta(days=7))
    assert not week
