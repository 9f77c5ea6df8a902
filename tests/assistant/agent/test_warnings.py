"""What a card says in addition."""

from dataclasses import replace
from datetime import date

from assistant.agent.warnings import warnings_for
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Remove, Send, Update
from assistant.domain.mail import Address, Draft
from assistant.testing.memory import MemoryReads
from tests.assistant.store.world import BERLIN, DRAFT, HOUR, LUNCH

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


def test_whole_days_overlap_with_nothing() -> None:
    fair = Event("2", "Fair", date(2026, 12, 1), date(2026, 12, 2))
    assert warnings_for(Proposal("", (Add(fair),)), MemoryReads([LUNCH], BERLIN)) == ()
    assert warnings_for(Proposal("", (Add(LUNCH),)), MemoryReads([fair], BERLIN)) == ()
