"""Drafts on two computers and one server, a real one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.base.clock import FrozenClock
from assistant.domain.changes import Add, Proposal, Remove, Update
from assistant.domain.mail import Account, Address, Draft
from assistant.store.store import Store
from assistant.sync.drafts import DraftMirror
from assistant.sync.imap import mailbox
from tests.assistant.store.world import BERLIN, NOW
from tests.fakes.dovecot import PASSWORD, PROGRAM, USER, Dovecot

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="dovecot is not installed")
DRAFT = Draft("d", (Address("li@example.cn", "李娜"),), "Plan 计划", "First words.\n\nAnd more.")


class Computer:
    """A store, and how it is brought in line with the server."""

    def __init__(self, server: Dovecot) -> None:
        self.store = Store(None, FrozenClock(NOW, BERLIN))
        self._server = server
        self._account = Account("a", USER, "Mara", "s", 465, "tls", USER, "localhost", server.port)
        self._entry = 0
        clock = FrozenClock(NOW, BERLIN)
        self._mirror = DraftMirror(self._account, self.store.server_drafts, clock)

    def sync(self) -> bool:
        with mailbox(self._account, PASSWORD, ca_file=self._server.ca_file) as client:
            return self._mirror.run(client, "Drafts")

    def do(self, change: Add | Update | Remove) -> None:
        self._entry += 1
        key = f"e{self._entry}"
        self.store.journal.apply(Proposal("", (change,)), entry_id=key, cause="typed")

    def write(self, body: str) -> None:
        before = self.store.reads.get(Draft, "d")
        assert before is not None
        self.do(Update(before, replace(before, body=body)))

    @property
    def bodies(self) -> dict[str, str]:
        return {one.id: one.body for one in self.store.reads.drafts()}


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Computer, Computer, Dovecot]]:
    with Dovecot(tmp_path) as server:
        one, two = Computer(server), Computer(server)
        one.do(Add(DRAFT))
        one.sync()
        two.do(Add(DRAFT))
        (copy,) = one.store.server_drafts.copies("a").values()
        two.store.server_drafts.keep_copy("a", copy)
        yield one, two, server
        one.store.close()
        two.store.close()


def test_a_draft_goes_there_and_back_and_is_lost_nowhere(
    desks: tuple[Computer, Computer, Dovecot],
) -> None:
    one, two, server = desks
    assert server.count("Drafts") == 1
    assert not one.sync()
    assert server.count("Drafts") == 1
    one.write("Second words.")
    one.sync()
    assert server.count("Drafts") == 1
    assert two.sync()
    assert two.bodies == {"d": "Second words."}
    assert two.store.reads.drafts()[0].to == DRAFT.to
    assert not two.sync()

    one.write("Written on one.")  # both at once
    two.write("Written on two.")
    one.sync()
    two.sync()
    assert sorted(two.bodies.values()) == ["Written on one.", "Written on two."]
    assert two.bodies["d"] == "Written on two."

    draft = two.store.reads.get(Draft, "d")
    assert draft is not None
    two.do(Remove(draft))
    two.sync()
    one.sync()
    assert one.bodies == {"d": "Written on one."}, "what lies here stays here"
