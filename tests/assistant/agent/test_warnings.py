"""What a card says in addition."""

from dataclasses import replace
from datetime import date, timedelta

from assistant.agent.warnings import warnings_for
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Remove, Send, Update
from assistant.domain.mail import Address, Draft
from assistant.testing.memory import MemoryReads
from tests.assistant.store.world import BERLIN, DRAFT, HOUR, LUNCH

MINUTE = timedelta(minutes=1)
EMPTY = MemoryReads((), BERLIN)


def test_a_first_letter_to_somebody() -> None:
    proposal = Proposal("", (Add(DRAFT), Send(DRAFT)))
    assert warnings_for(proposal, EMPTY) == ("You have not written to anna@example.org before.",)
    known = MemoryReads([replace(DRAFT, id="old", sent=True)], BERLIN)
    assert warnings_for(proposal, known) == ()


def test_many_forgotten_and_foreign() -> None:
    people = tuple(Address(f"p{number}@example.org") for number in range(10))
    draft = Draft("1", (*people, Address("a@xn--pple-43d.com")), "Hi", "See the ATTACHMENT.")
    texts = warnings_for(Proposal("", (Send(draft),)), EMPTY)
    assert "This goes to 11 people." in texts
    assert "The text speaks of an attachment, but there is none." in texts
    assert any("Latin alphabet" in text for text in texts)
    few = replace(draft, to=people, body="Hi")
    assert len(warnings_for(Proposal("", (Send(few),)), EMPTY)) == 10


def test_overlaps() -> None:
    reads = MemoryReads([LUNCH], BERLIN)
    other = replace(LUNCH, id="2", title="Dentist")
    said = ("Overlaps with “Lunch with Anna”.",)
    assert warnings_for(Proposal("", (Add(other),)), reads) == said
    assert warnings_for(Proposal("", (Update(other, other), Add(other))), reads) == said
    later = replace(other, start=LUNCH.end, end=LUNCH.end + HOUR)
    assert warnings_for(Proposal("", (Add(later),)), reads) == ()
    assert warnings_for(Proposal("", (Update(LUNCH, LUNCH),)), reads) == ()
    assert warnings_for(Proposal("", (Remove(other),)), reads) == ()


def test_the_same_again_is_noticed() -> None:
    reads = MemoryReads([LUNCH], BERLIN)
    again = replace(LUNCH, id="2", title=f" {LUNCH.title.upper()}", start=LUNCH.start + MINUTE)
    said = (f"“{LUNCH.title}” is in the calendar at that time already.",)
    assert warnings_for(Proposal("", (Add(again),)), reads) == said
    later = replace(again, start=LUNCH.start + 2 * MINUTE)
    assert warnings_for(Proposal("", (Add(later),)), reads) == (f"Overlaps with “{LUNCH.title}”.",)


def test_what_leaves_its_time_free_overlaps_with_nothing() -> None:
    free = replace(LUNCH, id="2", title="Fair", transparent=True)
    assert warnings_for(Proposal("", (Add(free),)), MemoryReads([LUNCH], BERLIN)) == ()
    assert warnings_for(Proposal("", (Add(LUNCH),)), MemoryReads([free], BERLIN)) == ()


def test_whole_days_overlap_with_nothing() -> None:
    fair = Event("2", "Fair", date(2026, 12, 1), date(2026, 12, 2))
    assert warnings_for(Proposal("", (Add(fair),)), MemoryReads([LUNCH], BERLIN)) == ()
    assert warnings_for(Proposal("", (Add(LUNCH),)), MemoryReads([fair], BERLIN)) == ()


def test_a_later_instance_of_a_series_overlaps() -> None:
    day = timedelta(days=1)
    week_before = replace(
        LUNCH, id="2", title="Run", start=LUNCH.start - 7 * day, end=LUNCH.end - 7 * day,
        repeat="FREQ=WEEKLY",
    )  # fmt: skip
    said = ("Overlaps with “Lunch with Anna” on Tuesday 1 December 2026.",)
    reads = MemoryReads([LUNCH], BERLIN)
    assert warnings_for(Proposal("", (Add(week_before),)), reads) == said
    daily = replace(week_before, repeat="FREQ=DAILY")
    assert warnings_for(Proposal("", (Add(daily),)), reads) == said
    for rule in ("FREQ=WEEKLY;COUNT=1", "FREQ=WEEKLY;INTERVAL=2"):
        other = replace(week_before, repeat=rule)
        assert warnings_for(Proposal("", (Add(other),)), reads) == ()
    both = MemoryReads([LUNCH, replace(LUNCH, id="3", repeat="FREQ=DAILY")], BERLIN)
    here = replace(daily, start=LUNCH.start, end=LUNCH.end)
    assert len(warnings_for(Proposal("", (Add(here),)), both)) == 1
