"""Records have room for what a server says of them, and no edit on this side loses it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.app.calendars import Calendars
from assistant.base.clock import FrozenClock
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal
from assistant.domain.ical import write_file
from assistant.domain.reads import Occurrence
from assistant.domain.series import Scope, changed, removed
from assistant.store.store import Store
from tests.assistant.store.world import BERLIN, HOUR, NOW

KNOWN = {"href": "/cal/one.ics", "etag": '"7"', "common": "BEGIN:VEVENT\r\nEND:VEVENT"}
ONE = replace(
    Event("1", "Yoga", NOW, NOW + HOUR, repeat="FREQ=WEEKLY", uid="u@x", sequence=2),
    href=KNOWN["href"], etag=KNOWN["etag"], common=KNOWN["common"],
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "deskmate.db", FrozenClock(NOW, BERLIN))
    made.journal.apply(Proposal("", (Add(ONE),)), entry_id="first", cause="sync")
    yield made
    made.close()


def known(event: Event | None) -> dict[str, str]:
    assert event is not None
    return {name: getattr(event, name) for name in KNOWN}


def test_it_is_kept_and_comes_back_with_undo(store: Store) -> None:
    assert known(store.reads.get(Event, "1")) == KNOWN
    (gone,) = removed(Occurrence(ONE, NOW, NOW + HOUR), Scope.ALL)
    store.journal.apply(Proposal("", (gone,)), entry_id="gone", cause="typed")
    assert store.reads.get(Event, "1") is None
    store.journal.undo("gone", new_id="back")
    assert known(store.reads.get(Event, "1")) == KNOWN


@pytest.mark.parametrize("scope", [Scope.THIS, Scope.ALL])
def test_an_edit_leaves_it_alone(store: Store, scope: Scope) -> None:
    start = NOW + timedelta(days=7)
    one = Occurrence(ONE, start, start + HOUR, start)
    after = replace(ONE, start=start + HOUR, end=start + 2 * HOUR)
    changes = changed(one, after, scope, lambda: "new")
    store.journal.apply(Proposal("", changes), entry_id="edit", cause="typed")
    assert known(store.reads.get(Event, "1")) == KNOWN


def test_what_follows_from_a_split_is_new_to_the_server(store: Store) -> None:
    start = NOW + timedelta(days=7)
    one = Occurrence(ONE, start, start + HOUR, start)
    after = replace(ONE, start=start + HOUR, end=start + 2 * HOUR)
    changes = changed(one, after, Scope.FOLLOWING, lambda: "new")
    store.journal.apply(Proposal("", changes), entry_id="edit", cause="typed")
    assert known(store.reads.get(Event, "1")) == KNOWN
    assert known(store.reads.get(Event, "new")) == dict.fromkeys(KNOWN, "")


def test_a_newer_file_leaves_it_alone(store: Store) -> None:
    newer = replace(ONE, title="Yoga, later", sequence=3, href="", etag="", common="")
    taken = Calendars(store, FrozenClock(NOW, BERLIN), lambda _: None).take(
        "y.ics", write_file([newer], [], NOW)
    )
    assert taken.new == 1
    after = store.reads.get(Event, "1")
    assert after is not None
    assert after.title == "Yoga, later"
    assert known(after) == KNOWN


def test_a_day_that_is_none_and_a_rule_without_end_do_no_harm(store: Store) -> None:
    bomb = replace(
        ONE, id="b", uid="b", start=date(2026, 1, 1), end=date(2026, 1, 2),
        repeat="FREQ=DAILY;COUNT=1000000000",
    )  # fmt: skip
    store.journal.apply(Proposal("", (Add(bomb),)), entry_id="bomb", cause="typed")
    week = store.reads.events(NOW, NOW + timedelta(days=7))
    assert len([one for one in week if one.event.id == "b"]) == 8
