"""The whole core over a real mailbox server: news come by themselves, also after a fall."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.app import Assistant, build
from assistant.base.clock import SystemClock, zone_named
from assistant.base.errors import AssistantError
from assistant.base.paths import find_paths
from assistant.base.secrets import MemorySecrets
from assistant.domain.events import Progress
from assistant.domain.mail import Account
from assistant.sync import watch
from assistant.sync.outbox import Route
from tests.fakes.dovecot import PASSWORD, PROGRAM, USER, Dovecot

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="dovecot is not installed")


def wait(until: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Dovecot]:
    with Dovecot(tmp_path) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    monkeypatch.setattr(watch, "FIRST_PAUSE", 0.2)
    opened = build(
        find_paths(tmp_path / "home"),
        clock=SystemClock(zone_named("Europe/Berlin")),
        secrets=MemorySecrets(),
        route=Route(ca_file=server.ca_file),
    )
    opened.start()
    yield opened
    opened.close()


def account(server: Dovecot) -> Account:
    return Account("a", USER, "Mara", "localhost", 1, "tls", USER, "localhost", server.port)


def test_news_come_by_themselves_and_again_after_a_fall(desk: Assistant, server: Dovecot) -> None:
    server.deliver(b"From: a@b.org\r\nSubject: one\r\n\r\nx\r\n")
    desk.save_account(account(server), PASSWORD).result(10)
    wait(desk.reads.letters)
    server.deliver(b"From: a@b.org\r\nSubject: two\r\n\r\nx\r\n")
    wait(lambda: len(desk.reads.letters()) == 2)
    desk.mark_letter(desk.reads.letters()[0].id, seen=True)
    wait(lambda: any(b"Seen" in flags for flags in server.flags().values()))
    server.stop(keep=True)
    server.start()
    server.deliver(b"From: a@b.org\r\nSubject: three\r\n\r\nx\r\n")
    wait(lambda: len(desk.reads.letters()) == 3)
    letter = desk.reads.letters()[0]
    desk.move_letter(letter.id, "trash")
    wait(lambda: server.count("Trash") == 1)
    desk.remove_account("a").result(10)
    assert not desk.reads.letters()


def test_a_wrong_password_is_told_once_and_then_rests(desk: Assistant, server: Dovecot) -> None:
    told: list[str] = []
    desk.on(Progress, lambda event: told.append(event.error))
    desk.save_account(account(server), "wrong").result(10)
    wait(lambda: told)
    time.sleep(1)
    assert len(told) == 1
    assert "did not accept the name or the password" in told[0]


def test_both_servers_are_tested_apart(desk: Assistant, server: Dovecot, tmp_path: Path) -> None:
    with pytest.raises(AssistantError) as caught:
        desk.test_account(account(server), PASSWORD).result(20)
    first, second = caught.value.shown().splitlines()
    assert "takes no mail on port 1" in first
    assert "lets mara@example.org read: 0 letters" in second
