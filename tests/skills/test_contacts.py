"""People and the time of day."""

import pytest

from assistant.base.errors import ToolError
from assistant.domain.changes import Add
from assistant.domain.contacts import Contact
from assistant.skill.questions import NeedsAnswer
from tests.skills.hands import answer, propose

ANNA = Contact("1", "Anna Berg", ("anna@example.org",), ("0171 5550100",))


def test_add() -> None:
    said = {"name": "Zoë", "email": "zoe@Example.org", "phone": "0171 5550100"}
    (change,) = propose("contacts.add", **said).changes
    assert isinstance(change, Add)
    assert isinstance(change.record, Contact)
    assert (change.record.name, change.record.emails) == ("Zoë", ("zoe@example.org",))
    assert change.record.phones == ("0171 5550100",)


def test_what_is_wrong_or_missing() -> None:
    with pytest.raises(ToolError, match="not a mail address"):
        propose("contacts.add", name="Zoë", email="zoe@")
    with pytest.raises(NeedsAnswer):
        propose("contacts.add", email="zoe@example.org")


def test_find() -> None:
    assert answer("contacts.find", ANNA, query="anna").text == (
        "Anna Berg  anna@example.org  0171 5550100"
    )
    assert answer("contacts.find", ANNA, query="ben").text == "No such contact."


def test_the_time() -> None:
    assert answer("clock.now").text == "It is Monday 23 November 2026, 10:00."
