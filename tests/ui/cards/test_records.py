"""What a card says of a series: which instances are left out, which are otherwise."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.domain.calendar import Event
from ui.cards.records import facts_of

START = datetime(2026, 11, 26, 18, tzinfo=ZoneInfo("Europe/Berlin"))
YOGA = Event("1", "Yoga", START, START + timedelta(hours=1), repeat="FREQ=WEEKLY")


def test_what_is_left_out_and_what_is_otherwise_is_named() -> None:
    later = START + timedelta(days=7)
    moved = replace(YOGA, start=later, end=later + timedelta(hours=1), recurrence_id=later)
    rows = {one.label: one.value for one in facts_of(replace(YOGA, exdates=(START,)))}
    assert rows["Left out"] == "Thursday 26 November 2026, 18:00"
    assert rows["Otherwise once"] == ""
    rows = {one.label: one.value for one in facts_of(replace(YOGA, overrides=(moved,)))}
    assert rows["Otherwise once"] == "Yoga, Thursday 3 December 2026, 18:00"
