"""Address files into the store and out of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app.addressbook import AddressBook
from assistant.base.clock import FrozenClock
from assistant.domain.calendar import Event
from assistant.domain.contacts import Contact
from assistant.store.store import Store
from tests.assistant.store.world import BERLIN, NOW

CARDS = (
    "BEGIN:VCARD\nVERSION:4.0\nFN:Anna Berg\nEMAIL:anna@example.org\nBDAY:19900512\nUID:u1\n"
    "END:VCARD\n"
    "BEGIN:VCARD\nVERSION:4.0\nFN:李娜\nEND:VCARD\n"
)


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store(None, FrozenClock(NOW, BERLIN))
    yield made
    made.close()


@pytest.fixture
def book(store: Store) -> AddressBook:
    return AddressBook(store, FrozenClock(NOW, BERLIN), lambda _: None)


def test_taken_in_once_with_the_birthday(book: AddressBook, store: Store) -> None:
    assert book.take("a.vcf", CARDS.encode()) == (2, 0, "")
    assert book.take("a.vcf", CARDS.encode()) == (0, 2, "")
    anna, li = store.reads.contacts()
    assert (anna.name, li.name) == ("Anna Berg", "李娜")
    birthday = store.reads.get(Event, f"birthday-{anna.id}")
    assert birthday is not None
    (entry,) = store.journal.entries()
    store.journal.undo(entry.id, new_id="back")
    assert not store.reads.contacts()
    assert store.reads.get(Event, birthday.id) is None


def test_a_later_version_takes_the_place_a_twin_does_not(book: AddressBook, store: Store) -> None:
    book.take("a.vcf", CARDS.encode())
    assert book.take("b.vcf", CARDS.replace("Anna Berg", "Anna Okafor").encode()) == (1, 1, "")
    twin = "BEGIN:VCARD\nVERSION:4.0\nFN:Anna Okafor\nEMAIL:anna@example.org\nNOTE:x\nEND:VCARD\n"
    assert book.take("c.vcf", twin.encode()) == (1, 0, "")
    assert [one.name for one in store.reads.contacts()] == ["Anna Okafor", "Anna Okafor", "李娜"]


def test_what_is_written_is_taken_in_elsewhere(
    book: AddressBook, store: Store, tmp_path: Path
) -> None:
    book.take("a.vcf", CARDS.encode())
    assert book.write(tmp_path / "all.vcf", "3.0") == 2
    other = Store(None, FrozenClock(NOW, BERLIN))
    data = (tmp_path / "all.vcf").read_bytes()
    AddressBook(other, FrozenClock(NOW, BERLIN), lambda _: None).take("all.vcf", data)
    said = [(one.name, one.emails, one.birthday) for one in other.reads.contacts()]
    assert said == [(one.name, one.emails, one.birthday) for one in store.reads.contacts()]
    other.close()


def test_nothing_is_lost_of_a_card_that_cannot_be_read(book: AddressBook, store: Store) -> None:
    new, _, reason = book.take("x.vcf", b"BEGIN:VCARD\nVERSION:4.0\n???\nEND:VCARD\n")
    assert new == 0
    assert "a line that is none" in reason
    assert "???" in store.asides.all()[0].text
    assert store.reads.get(Contact, "x") is None
