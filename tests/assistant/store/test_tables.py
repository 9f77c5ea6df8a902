from dataclasses import replace
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.changes import Record
from assistant.store.store import Store
from assistant.store.tables import NOUNS, Noun, canonical, read
from tests.assistant.store.world import BERLIN, LUNCH


def test_every_kind_of_record_has_its_noun() -> None:
    assert set(NOUNS) == set(get_args(Record))


@pytest.mark.parametrize("noun", NOUNS.values(), ids=lambda noun: noun.table)
def test_the_table_has_the_columns_of_the_noun(store: Store, noun: Noun[object]) -> None:  # type: ignore[type-var]
    columns = {row[1] for row in store.database.rows(f"PRAGMA table_info({noun.table})")}
    assert columns == {"seq", "id", *noun.columns, "labels", "data"}


def test_a_wall_time_that_does_not_exist_is_moved_on() -> None:
    gap = datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN)
    event = replace(LUNCH, start=gap, end=gap)
    once = canonical(event)
    again = read(once, type(event))
    assert canonical(again) == once
    assert isinstance(again.start, datetime)
    assert (again.start.hour, again.start.tzinfo) == (3, ZoneInfo("Europe/Berlin"))


def test_what_is_read_twice_is_one_object() -> None:
    text = canonical(LUNCH)
    assert read(text, type(LUNCH)) is read(text, type(LUNCH))
