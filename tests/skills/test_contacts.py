"""People."""

from dataclasses import replace

import pytest

from assistant.base.errors import ToolError
from assistant.domain.changes import Add, Update, record_of
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
    assert answer("contacts.find", ANNA, name="anna").text == (
        "Anna Berg  anna@example.org  0171 5550100"
    )
    assert answer("contacts.find", ANNA, name="ben").text == "No such contact."


@pytest.mark.parametrize(
    ("said", "emails", "phones"),
    [
        ({"email": "berg@Example.net"}, ("berg@example.net",), ANNA.phones),
        ({"phone": "030 5550"}, ANNA.emails, ("030 5550",)),
        ({"email": "b@b.org", "phone": "1234567"}, ("b@b.org",), ("1234567",)),
    ],
)
def test_update(said: dict[str, str], emails: tuple[str, ...], phones: tuple[str, ...]) -> None:
    (change,) = propose("contacts.update", ANNA, name="anna", **said).changes
    assert change == Update(ANNA, replace(ANNA, emails=emails, phones=phones))


def test_an_update_keeps_the_other_addresses() -> None:
    two = replace(ANNA, emails=("a@a.org", "b@b.org"))
    (change,) = propose("contacts.update", two, name="Anna Berg", email="b@b.org").changes
    assert isinstance(change, Update)
    assert change.after == replace(two, emails=("b@b.org",))


def test_a_name_is_one_contact_or_a_question() -> None:
    other = Contact("2", "Anna Kurz", ("kurz@example.org",))
    with pytest.raises(NeedsAnswer, match="Which anna") as caught:
        propose("contacts.update", ANNA, other, name="anna", phone="1234567")
    assert caught.value.choices == ("Anna Berg <anna@example.org>", "Anna Kurz <kurz@example.org>")
    (change,) = propose(
        "contacts.update", ANNA, other, name=caught.value.choices[1], phone="1234567"
    ).changes
    assert record_of(change).id == "2"
    for wrong in ({"name": "Ben", "phone": "1234567"}, {"name": "anna"}):
        with pytest.raises(NeedsAnswer):
            propose("contacts.update", ANNA, **wrong)
