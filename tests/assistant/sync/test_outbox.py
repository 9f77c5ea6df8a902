import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.base import i18n
from assistant.base.errors import OutsideError
from assistant.base.secrets import MemorySecrets
from assistant.domain.changes import Add, Proposal, Send
from assistant.domain.mail import Draft, OutboxState
from assistant.sync.outbox import LONGEST_PAUSE, pause_after
from tests.assistant.sync.desk import ANNA, Desk, LockedSecrets, sealed
from tests.assistant.sync.world import NOW, USERS
from tests.fakes.smtp import SmtpServer

READY, SENDING, SENT, UNKNOWN = (
    OutboxState.READY,
    OutboxState.SENDING,
    OutboxState.SENT,
    OutboxState.UNKNOWN,
)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with SmtpServer(tmp_path, users=USERS) as running:
        yield running


@pytest.fixture
def desk(server: SmtpServer) -> Iterator[Desk]:
    one = Desk(None, server.port, server.ca_file)
    yield one
    one.store.close()


def test_a_letter_rests_then_leaves_once(desk: Desk, server: SmtpServer) -> None:
    desk.write("late")
    desk.drain.run_once()
    assert server.steps == []
    assert desk.wakings == [NOW + timedelta(seconds=10)]
    desk.rested()
    desk.drain.run_once()
    (received,) = server.letters
    assert received.message == sealed("late").message
    assert received.recipients == ("anna@example.org",)
    assert desk.states() == {"late": SENT}
    key = desk.only().id
    assert [(one.id, one.state) for one in desk.told] == [(key, "sending"), (key, "sent")]
    assert desk.wakings == [NOW + timedelta(seconds=10)]


def test_undo_within_the_rest_keeps_it_here(desk: Desk, server: SmtpServer) -> None:
    desk.write("late")
    desk.store.journal.undo("entry late", new_id="undo")
    desk.rested()
    assert server.steps == []
    assert desk.states() == {"late": OutboxState.DRAFT}


def test_a_failure_that_may_pass_is_tried_again(desk: Desk, server: SmtpServer) -> None:
    desk.write("late")
    server.replies["MAIL"] = "451 4.3.0 not now"
    desk.rested()
    letter = desk.only()
    assert (letter.state, letter.attempts) == (READY, 1)
    assert "not now" in letter.error
    assert desk.wakings == [letter.not_before]
    assert timedelta(seconds=15) <= letter.not_before - desk.clock.now() <= timedelta(seconds=30)
    desk.drain.run_once()
    assert server.connections == 1
    server.replies.clear()
    desk.clock.advance(timedelta(seconds=30))
    desk.drain.run_once()
    assert desk.states() == {"late": SENT}
    assert len(server.letters) == 1


def test_a_failure_that_lasts_waits_for_the_user(desk: Desk, server: SmtpServer) -> None:
    desk.write("late")
    server.replies["RCPT"] = "550 5.1.1 nobody here"
    desk.rested()
    desk.clock.advance(timedelta(days=3))
    desk.drain.run_once()
    assert server.connections == 1
    letter = desk.only()
    assert letter.state is READY
    assert "anna@example.org" in letter.error
    assert desk.wakings == []
    server.replies.clear()
    desk.store.outbox.retry(letter.id)
    desk.drain.run_once()
    assert desk.states() == {"late": SENT}


def test_an_unknown_outcome_is_never_tried_again_by_itself(desk: Desk, server: SmtpServer) -> None:
    desk.write("late")
    server.drop.add("TAKEN")
    desk.rested()
    server.drop.clear()
    desk.clock.advance(timedelta(days=3))
    desk.drain.run_once()
    assert desk.states() == {"late": UNKNOWN}
    assert "may have arrived" in desk.only().error
    assert len(server.letters) == 1


def test_one_bad_letter_does_not_stop_the_next(desk: Desk, server: SmtpServer) -> None:
    desk.write("good")
    draft = Draft("bad", (ANNA,), "bad", "Hello")
    desk.store.journal.apply(
        Proposal("bad", (Add(draft), Send(draft))),
        entry_id="entry bad",
        cause="clicked",
        letters=[replace(sealed("bad"), message=b"no end of line")],
    )
    desk.write("good too")
    desk.rested()
    assert desk.states() == {"good": SENT, "bad": READY, "good too": SENT}


def test_a_wrong_password_is_tried_once_for_all_letters(desk: Desk, server: SmtpServer) -> None:
    desk.secrets.set("account:work", "wrong")
    desk.write("one", "two", "three")
    desk.rested()
    assert server.steps.count("AUTH") == 1
    assert set(desk.states().values()) == {READY}
    assert all("password" in one.error for one in desk.store.outbox.all())
    assert desk.wakings == []


def test_no_password_holds_the_letter(server: SmtpServer) -> None:
    desk = Desk(None, server.port, server.ca_file, secrets=MemorySecrets())
    desk.write("late")
    desk.rested()
    assert server.steps == []
    assert desk.only().error == (
        "There is no password for lena@example.org."
        " Enter it under Settings, Accounts; the letter waits."
    )
    assert desk.wakings == []
    desk.store.close()


def test_a_locked_keyring_holds_the_letter(server: SmtpServer) -> None:
    desk = Desk(None, server.port, server.ca_file, secrets=LockedSecrets())
    desk.write("late")
    desk.rested()
    assert server.steps == []
    assert desk.only().error == "The system's keyring is locked or did not answer. Unlock it."
    desk.store.close()


def test_an_account_that_is_gone_holds_the_letter(desk: Desk, server: SmtpServer) -> None:
    desk.write("late")
    desk.accounts.clear()
    desk.rested()
    assert server.steps == []
    assert "is gone" in desk.only().error


def test_the_reason_is_in_the_users_language(desk: Desk, server: SmtpServer) -> None:
    i18n.use("zh")
    desk.secrets.set("account:work", "wrong")
    desk.write("late")
    desk.rested()
    assert "密码" in desk.only().error


def test_several_lanes_send_each_letter_once(tmp_path: Path, server: SmtpServer) -> None:
    desk = Desk(tmp_path / "deskmate.db", server.port, server.ca_file)
    keys = [f"letter {number}" for number in range(12)]
    desk.write(*keys)
    desk.clock.advance(timedelta(seconds=10))
    with ThreadPoolExecutor(4) as lanes:
        for work in [lanes.submit(desk.drain.run_once) for _ in range(4)]:
            work.result()
    assert Counter(one.message for one in server.letters) == Counter(
        sealed(key).message for key in keys
    )
    assert set(desk.states().values()) == {SENT}
    desk.store.close()


def test_a_full_disk_after_sending_does_not_send_twice(
    desk: Desk, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("late", "next")

    def full(key: str) -> None:
        raise OutsideError("The disk is full.", hint="Make room.")

    with monkeypatch.context() as disk:
        disk.setattr(desk.store.outbox, "sent", full)
        for _ in range(2):
            with pytest.raises(OutsideError):
                desk.rested()
    assert len(server.letters) == 1
    assert desk.states() == {"late": SENDING, "next": READY}
    assert desk.wakings[-1] == desk.clock.now() + timedelta(seconds=30)
    desk.rested()
    assert desk.states() == {"late": SENT, "next": SENT}
    assert len(server.letters) == 2


@pytest.mark.parametrize(
    ("step", "state"), [("EHLO", READY), ("MAIL", READY), ("DATA", READY), ("END", UNKNOWN)]
)
def test_quitting_does_not_wait_for_a_silent_server(
    tmp_path: Path, server: SmtpServer, step: str, state: OutboxState
) -> None:
    desk = Desk(tmp_path / "deskmate.db", server.port, server.ca_file)
    desk.write("late", "next")
    desk.clock.advance(timedelta(seconds=10))
    server.hang.add(step)
    with ThreadPoolExecutor(1) as lane:
        work = lane.submit(desk.drain.run_once)
        while step not in server.steps:
            time.sleep(0.01)
        desk.drain.stop(grace=0.1)
        work.result(timeout=20)  # far less than the server would be waited for
    desk.drain.run_once()
    assert desk.states() == {"late": state, "next": READY}
    assert server.connections == 1
    desk.store.close()


def test_quitting_lets_a_letter_arrive_that_is_on_its_way(
    tmp_path: Path, server: SmtpServer
) -> None:
    desk = Desk(tmp_path / "deskmate.db", server.port, server.ca_file)
    desk.write("late")
    desk.clock.advance(timedelta(seconds=10))
    with ThreadPoolExecutor(1) as lane:
        lane.submit(desk.drain.run_once)
        while "MAIL" not in server.steps:
            time.sleep(0.001)
        desk.drain.stop(grace=30)
    assert desk.states() == {"late": SENT}
    desk.store.close()


def test_the_pauses_grow_to_an_hour() -> None:
    longest = [max(pause_after(attempts) for _ in range(50)) for attempts in range(1, 12)]
    assert timedelta(seconds=20) < longest[0] <= timedelta(seconds=30)
    assert longest == sorted(longest) or longest[-1] <= LONGEST_PAUSE
    assert timedelta(minutes=45) < longest[-1] <= LONGEST_PAUSE
    assert pause_after(10_000) <= LONGEST_PAUSE


def drained(home: Path, server: SmtpServer, step: str = "") -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.assistant.sync.desk", str(home), str(server.port)]
    return subprocess.Popen(
        [*command, str(server.ca_file), *([step] if step else [])],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def written(home: Path, server: SmtpServer, *keys: str) -> None:
    desk = Desk(home / "deskmate.db", server.port, server.ca_file)
    desk.write(*keys)
    desk.store.close()


def after(home: Path, server: SmtpServer) -> dict[str, OutboxState]:
    desk = Desk(home / "deskmate.db", server.port, server.ca_file)
    desk.clock.advance(timedelta(days=2))
    desk.store.outbox.recover()
    desk.drain.run_once()
    states = desk.states()
    desk.store.close()
    return states


@pytest.mark.parametrize(
    ("step", "state", "received"),
    [
        ("before claim", SENT, 1),
        ("after claim", UNKNOWN, 0),
        ("before record", UNKNOWN, 1),
        ("after record", SENT, 1),
    ],
)
def test_killed_between_two_steps(
    tmp_path: Path, server: SmtpServer, step: str, state: OutboxState, received: int
) -> None:
    written(tmp_path, server, "late")
    process = drained(tmp_path, server, step)
    process.communicate(timeout=60)
    assert process.returncode == -9
    assert after(tmp_path, server) == {"late": state}
    assert len(server.letters) == received


def test_killed_while_the_server_reads(tmp_path: Path, server: SmtpServer) -> None:
    written(tmp_path, server, "late")
    server.hang.add("END")
    process = drained(tmp_path, server)
    while "END" not in server.steps:
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.communicate()
    server.hang.clear()
    assert after(tmp_path, server) == {"late": UNKNOWN}
    assert server.letters == []


def test_killed_anywhere_nothing_is_lost_and_nothing_twice(
    tmp_path: Path, server: SmtpServer
) -> None:
    chance = random.Random(20261123)
    keys = [f"letter {number}" for number in range(40)]
    written(tmp_path, server, *keys)
    kills = 0
    for _ in range(12):
        process = drained(tmp_path, server)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(chance.uniform(0, 0.15))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        process.communicate()
        if process.returncode == 0:
            break
    states = after(tmp_path, server)
    received = Counter(one.message for one in server.letters)
    assert kills >= 3
    assert set(states) == set(keys)
    assert set(states.values()) <= {SENT, UNKNOWN}
    assert max(received.values()) == 1
    for key, state in states.items():
        assert received[sealed(key).message] == 1 or state is UNKNOWN
    assert sum(state is UNKNOWN for state in states.values()) <= kills
