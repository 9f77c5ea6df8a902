"""A mailbox and its server, a real one, brought in line both ways."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.base.clock import FrozenClock
from assistant.domain.changes import Add, Proposal, Send
from assistant.domain.events import Progress
from assistant.domain.mail import Account
from assistant.domain.received import FLAGGED, SEEN, Received
from assistant.store.store import Store
from assistant.sync.failures import MailError
from assistant.sync.imap import mailbox
from assistant.sync.mirror import Mirror
from tests.assistant.store.world import BERLIN, DRAFT
from tests.assistant.store.world import letter as bytes_of
from tests.fakes.dovecot import PASSWORD, PROGRAM, USER, Dovecot

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="dovecot is not installed")
NOW = datetime.now(UTC)


def message(number: int, text: str = "hello") -> bytes:
    """Return a letter."""
    return (
        f"From: Anna <anna@example.org>\r\nTo: {USER}\r\nSubject: Letter {number}\r\n"
        f"Message-ID: <{number}@x.org>\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\n\r\n{text}\r\n"
    ).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    with Dovecot(tmp_path_factory.mktemp("imap")) as running:
        yield running


@pytest.fixture
def account(server: Dovecot, request: pytest.FixtureRequest) -> Account:
    """Return an account with a mailbox of its own: every test has another user."""
    name = f"{abs(hash(request.node.name))}@example.org"
    return Account(
        "work", name, "Mara", "smtp.example.org", 465, "tls", name, "localhost", server.port
    )


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store(None, FrozenClock(NOW, BERLIN))
    yield opened
    opened.close()


class Side:
    """The account from here; `there` is another program's session."""

    def __init__(self, store: Store, account: Account, server: Dovecot) -> None:
        self.store, self.account, self.server = store, account, server
        self.told: list[object] = []
        self.stop = False

    def sync(self) -> int:
        mirror = Mirror(
            self.account, self.store.mailboxes, FrozenClock(NOW, BERLIN), self.told.append,
            lambda: self.stop, lambda key: self.store.outbox.resolve(key, sent=True),
        )  # fmt: skip
        with mailbox(self.account, PASSWORD, ca_file=self.server.ca_file) as client:
            return mirror.run(client)

    def there(self, act: "Callable[[object], object]") -> object:
        with mailbox(self.account, PASSWORD, ca_file=self.server.ca_file) as client:
            return act(client)

    def put(self, *messages: bytes, folder: str = "INBOX", flags: tuple[str, ...] = ()) -> None:
        def act(client: object) -> None:
            for one in messages:
                client.append(folder, one, flags, NOW)  # type: ignore[attr-defined]

        self.there(act)

    def flags(self, folder: str = "INBOX") -> dict[int, tuple[str, ...]]:
        def act(client: object) -> dict[int, tuple[str, ...]]:
            client.select_folder(folder, readonly=True)  # type: ignore[attr-defined]
            found = client.fetch("1:*", ["FLAGS"])  # type: ignore[attr-defined]
            return {
                uid: tuple(sorted(f.decode() for f in data[b"FLAGS"] if f != b"\\Recent"))
                for uid, data in found.items()
            }

        return self.there(act)  # type: ignore[return-value]

    @property
    def letters(self) -> list[Received]:
        return sorted(self.store.reads.letters(), key=lambda one: one.subject)


@pytest.fixture
def side(store: Store, account: Account, server: Dovecot) -> Side:
    return Side(store, account, server)


def test_what_arrives_is_here_whole_and_unseen(side: Side) -> None:
    side.put(message(1), message(2, "world"))
    assert side.sync() == 2
    one, two = side.letters
    assert (one.subject, one.text, one.folder, one.role) == ("Letter 1", "hello", "INBOX", "inbox")
    assert (two.text, two.seen) == ("world", False)
    assert side.store.letters.source(two.id) == message(2, "world")
    assert set(side.flags().values()) == {()}
    assert [event.done for event in side.told if isinstance(event, Progress)] == [2, 2]
    assert side.sync() == 0
    assert [one.role for one in side.store.mailboxes.folders("work")] == [
        "inbox", "drafts", "sent", "trash",
    ]  # fmt: skip


def test_flags_go_both_ways(side: Side) -> None:
    side.put(message(1), message(2))
    side.sync()
    one, two = side.letters
    side.store.mailboxes.mark(one.id, (SEEN,))
    side.sync()
    assert list(side.flags().values()) == [(SEEN,), ()]

    def flag(client: object) -> None:
        client.select_folder("INBOX")  # type: ignore[attr-defined]
        client.add_flags([two.uid], [FLAGGED])  # type: ignore[attr-defined]
        client.remove_flags([one.uid], [SEEN])  # type: ignore[attr-defined]

    side.there(flag)
    side.sync()
    assert [letter.flags for letter in side.letters] == [(), (FLAGGED,)]


def test_what_was_done_without_a_network_is_told_later(side: Side) -> None:
    side.put(message(1), message(2))
    side.sync()
    one, two = side.letters
    side.store.mailboxes.mark(one.id, (SEEN,))
    side.store.mailboxes.move(two.id, "Trash", "trash")
    assert [letter.id for letter in side.letters] == [one.id]
    assert side.sync() == 1
    assert list(side.flags().values()) == [(SEEN,)]
    assert len(side.flags("Trash")) == 1
    moved = side.store.reads.get(Received, two.id)
    assert moved is not None
    assert (moved.folder, moved.text) == ("Trash", "hello")
    assert side.sync() == 0


def test_what_is_gone_there_is_gone_here(side: Side) -> None:
    side.put(message(1), message(2))
    side.sync()
    one, two = side.letters

    def remove(client: object) -> None:
        client.select_folder("INBOX")  # type: ignore[attr-defined]
        client.delete_messages([one.uid])  # type: ignore[attr-defined]
        client.expunge()  # type: ignore[attr-defined]

    side.there(remove)
    side.sync()
    assert [letter.id for letter in side.letters] == [two.id]
    assert side.store.letters.source(one.id) is None


def test_a_folder_that_is_counted_anew_keeps_its_letters(side: Side) -> None:
    side.put(message(1), message(2))
    side.sync()
    before = [letter.id for letter in side.letters]
    folder = side.store.mailboxes.folders("work")[0]
    side.store.mailboxes.keep_folder(replace(folder, validity=folder.validity - 1))
    side.store.mailboxes.mark(before[0], (SEEN,))
    side.sync()
    assert [letter.id for letter in side.letters] == before
    assert side.sync() == 0


def test_cut_off_it_goes_on_from_there(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.sync.mirror.HEADS", 3)
    monkeypatch.setattr("assistant.sync.mirror.BODIES", 2)
    side.put(*(message(n) for n in range(8)))
    mailboxes, arrived = side.store.mailboxes, type(side.store.mailboxes).arrived
    steps = 0

    def failing(self: object, arrivals: object) -> None:
        nonlocal steps
        steps += 1
        if steps % 2 == 0:
            raise ConnectionResetError
        arrived(mailboxes, arrivals)  # type: ignore[arg-type]

    monkeypatch.setattr(type(mailboxes), "arrived", failing)
    for _ in range(20):
        with suppress(MailError):
            side.sync()
    assert [letter.text for letter in side.letters] == ["hello"] * 8


def sent(store: Store, state: str = "sent") -> str:
    """Let a letter leave, so to speak; return its Message-ID."""
    letter = replace(bytes_of(), message=message(77), message_id="77@x.org")
    proposal = Proposal("", (Add(DRAFT), Send(DRAFT)))
    store.journal.apply(proposal, entry_id="e", cause="typed", letters=[letter])
    store.outbox.claim("e.1")
    if state == "sent":
        store.outbox.sent("e.1")
    else:
        store.outbox.unknown("e.1", "no reply")
    return letter.message_id


@pytest.mark.parametrize("already", [False, True])
def test_what_left_lies_in_sent_once(side: Side, *, already: bool) -> None:
    sent(side.store)
    if already:  # killed between the two, or the provider did it
        side.put(message(77), folder="Sent")
    for _ in range(3):
        side.sync()
    assert len(side.flags("Sent")) == 1


@pytest.mark.parametrize(("arrived", "state"), [(True, "sent"), (False, "unknown")])
def test_a_doubtful_letter_is_looked_for_among_the_sent(
    side: Side, arrived: bool, state: str
) -> None:
    sent(side.store, "unknown")
    if arrived:
        side.put(message(77), folder="Sent")
    side.sync()
    assert [one.state for one in side.store.outbox.all()] == [state]
    assert len(side.flags("Sent")) == int(arrived)


def test_a_wrong_password_and_a_wrong_name_are_told(side: Side, server: Dovecot) -> None:
    wrong = (
        ("did not accept the name or the password", side.account, "wrong", server.ca_file),
        ("could not prove who it is", side.account, PASSWORD, None),
        ("takes no mail on port 1", replace(side.account, imap_port=1), PASSWORD, None),
    )
    for told, account, password, ca_file in wrong:
        with (
            pytest.raises(MailError, match=told),
            mailbox(account, password, ca_file=ca_file),
        ):
            pass


def test_a_large_old_letter_is_loaded_when_it_is_opened(side: Side) -> None:
    def old(client: object) -> None:
        client.append("INBOX", message(1), (), datetime(2020, 1, 1, tzinfo=UTC))  # type: ignore[attr-defined]

    side.there(old)
    side.sync()
    (letter,) = side.letters
    assert (letter.subject, letter.text) == ("Letter 1", "")
    placed = side.store.mailboxes.placed("work", "INBOX")[letter.uid]
    assert not placed.whole
    mirror = Mirror(side.account, side.store.mailboxes, FrozenClock(NOW, BERLIN), print)
    side.there(lambda client: mirror.load(client, placed, "inbox"))
    assert side.letters[0].text == "hello"
    assert set(side.flags().values()) == {()}
