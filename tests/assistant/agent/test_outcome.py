"""What happened, said by the program."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.outcome import outcome
from assistant.domain.changes import Add, Change, Proposal, Remove, Send, Unsend, Update
from assistant.domain.mail import Address
from tests.assistant.store.world import BERLIN, CONTACT, DRAFT, LUNCH, NOW, STRETCH


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            (Add(LUNCH),),
            "In the calendar: Lunch with Anna, Tuesday 1 December 2026, 10:00–11:00",
        ),
        ((Add(STRETCH),), "I will remind you: Stretch, Monday 23 November 2026, 11:00"),
        ((Add(CONTACT),), "In the contacts: Anna Keller"),
        ((Add(DRAFT),), "Draft saved: Late"),
        ((Remove(STRETCH),), "Removed: Stretch"),
        (
            (Add(DRAFT), Send(DRAFT)),
            "“Late” leaves in 10 s: Anna Keller <anna@example.org>",
        ),
        ((Unsend(DRAFT),), "Not sent: “Late” is a draft again."),
        ((Update(STRETCH, replace(STRETCH, done=NOW)),), "Done: Stretch"),
        (
            (Update(STRETCH, replace(STRETCH, snoozed=NOW + timedelta(hours=2))),),
            "I will remind you: Stretch, Monday 23 November 2026, 12:00",
        ),
        ((Update(STRETCH, replace(STRETCH, text="Sit")),), "Changed: Sit"),
        (
            (Update(STRETCH, replace(STRETCH, due=NOW + timedelta(hours=3))),),
            "Changed: Stretch, Monday 23 November 2026, 13:00",
        ),
        (
            (Update(LUNCH, replace(LUNCH, title="Tea")),),
            "Changed: Tea, Tuesday 1 December 2026, 10:00–11:00",
        ),
        ((Add(STRETCH), Remove(CONTACT)), None),
    ],
)
def test_one_line_a_change(changes: tuple[Change, ...], text: str | None) -> None:
    said = outcome(Proposal("", changes), BERLIN, rest_seconds=10)
    assert said == text if text else len(said.splitlines()) == 2


def test_guests_are_named_once() -> None:
    guests = (Address("", "Anna"), Address("jo@example.org"))
    event = replace(LUNCH, title="lunch", attendees=guests)
    told = outcome(Proposal("", (Add(event),)), BERLIN)
    assert told.startswith("In the calendar: lunch (with Anna, jo@example.org), Tuesday")
    named = replace(LUNCH, title="lunch with Anna", attendees=guests[:1])
    told = outcome(Proposal("", (Add(named),)), BERLIN)
    assert told.startswith("In the calendar: lunch with Anna, Tuesday")
