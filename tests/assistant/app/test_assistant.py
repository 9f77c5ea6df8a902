"""The facade, in corners that the stories do not reach."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.app import Assistant, HomeInUse, build
from assistant.base.clock import SystemClock
from assistant.base.errors import OutsideError, UsageError
from assistant.base.paths import find_paths
from assistant.base.settings import Settings
from assistant.domain.events import ModelStateChanged, OutboxChanged, Progress, RecordsChanged
from assistant.domain.mail import Outgoing
from assistant.sync.failures import MailError
from assistant.sync.notify import NoNotifier
from assistant.sync.smtp import Result, Verdict
from assistant.testing import ClicksEverything, Desk, Script
from assistant.testing.desk import ME

WATCH = "email anna@example.org that I am late"
LETTER = 'mail.draft {"to": ["anna@example.org"], "gist": "I am late"}'


class Server:
    """Says what becomes of each letter."""

    def __init__(self) -> None:
        self.verdicts: list[Verdict] = []
        self.taken: list[Outgoing] = []

    def deliver(self, outgoing: Outgoing, *_: object, **__: object) -> Result:
        verdict = self.verdicts.pop(0) if self.verdicts else Verdict.SENT
        if verdict is Verdict.SENT:
            self.taken.append(outgoing)
            return Result(verdict)
        return Result(verdict, MailError("It failed.", hint="Wait.", lasting=True))


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def desk(tmp_path: Path, server: Server) -> Iterator[Desk]:
    with Desk(tmp_path / "home", model=Script([LETTER] * 3), user=ClicksEverything()) as one:
        one._deliver = server.deliver  # type: ignore[method-assign]
        one.restart()
        yield one


def sent(desk: Desk, server: Server, *verdicts: Verdict) -> str:
    """Let a letter meet these fates; return its id."""
    server.verdicts = list(verdicts)
    desk.say(WATCH)
    desk.advance(timedelta(seconds=10))
    return desk.assistant.outbox()[0].id


def states(desk: Desk) -> list[str]:
    return [one.state.value for one in desk.assistant.outbox()]


@pytest.mark.parametrize("fate", [Verdict.REFUSED, Verdict.UNKNOWN])
def test_what_is_stuck_can_be_sent_again(desk: Desk, server: Server, fate: Verdict) -> None:
    key = sent(desk, server, fate)
    desk.advance(timedelta(days=2))
    assert server.taken == []
    desk.assistant.retry(key)
    desk.settle()
    assert states(desk) == ["sent"]
    assert len(server.taken) == 1
    assert desk.failures == []


@pytest.mark.parametrize("fate", [Verdict.REFUSED, Verdict.UNKNOWN])
def test_what_is_stuck_can_be_given_up(desk: Desk, server: Server, fate: Verdict) -> None:
    desk.assistant.give_up(sent(desk, server, fate))
    desk.settle()
    desk.restart()
    desk.advance(timedelta(days=2))
    assert states(desk) == ["draft"]
    assert server.taken == []
    assert not desk.store.drafts()[0].sent


def test_the_user_knows_that_it_arrived(desk: Desk, server: Server) -> None:
    desk.assistant.resolve(sent(desk, server, Verdict.UNKNOWN), sent=True)
    desk.settle()
    assert states(desk) == ["sent"]
    assert desk.store.drafts()[0].sent


def test_what_may_pass_is_tried_again_by_itself(desk: Desk, server: Server) -> None:
    sent(desk, server, Verdict.LATER, Verdict.LATER)
    desk.advance(timedelta(hours=1))
    assert states(desk) == ["sent"]


def test_what_waits_no_more_is_said(
    desk: Desk, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    key = sent(desk, server)
    with caplog.at_level(logging.ERROR):
        for one in (key, "nobody"):
            desk.assistant.retry(one)
            desk.assistant.give_up(one)
            desk.assistant.resolve(one, sent=True)
        desk.settle()
    assert desk.failures == ["This mail does not wait any more."] * 6
    assert caplog.text == ""
    assert len(server.taken) == 1


def test_a_new_password_lets_held_letters_go(desk: Desk, server: Server) -> None:
    sent(desk, server, Verdict.REFUSED)
    desk.assistant.save_account(ME, "right").result()
    desk.settle()
    assert states(desk) == ["sent"]


def test_accounts_come_and_go(desk: Desk) -> None:
    changed: list[RecordsChanged] = []
    desk.assistant.on(RecordsChanged, changed.append)
    desk.assistant.remove_account(ME.id).result()
    desk.assistant.remove_account(ME.id).result()
    assert desk.assistant.accounts() == ()
    assert desk._secrets.get(ME.secret) is None
    desk.assistant.save_account(ME, "").result()
    assert [one.kinds for one in changed if one.kinds != {"Received"}] == [{"Account"}] * 2
    assert not desk.assistant.secrets_last().result()


def test_a_guess(desk: Desk) -> None:
    found = desk.assistant.guess_account(" me@gmail.com ")
    assert found is not None
    assert (found.address, found.username, found.smtp_port) == (
        "me@gmail.com", "me@gmail.com", found.smtp_port,
    )  # fmt: skip
    assert desk.assistant.guess_account("me") is None
    assert desk.assistant.guess_account("@") is None


def test_an_account_with_a_wrong_address_is_said_when_a_letter_is_written(desk: Desk) -> None:
    desk.assistant.save_account(replace(ME, address="me at example"), "secret").result()
    turn = desk.say(WATCH)
    assert turn.failed[0].text == "'me at example' is not a mail address."
    assert desk.store.drafts()


def test_words_to_moments(desk: Desk) -> None:
    (found,) = desk.assistant.when("lunch tomorrow at noon")
    assert found.text == "tomorrow at noon"


def test_models_are_listed_and_progress_is_told(tmp_path: Path, desk: Desk) -> None:
    choices = desk.assistant.models()
    assert {one.name for one in choices} >= {"smollm2-135m-instruct", "all-minilm-l6-v2"}
    assert all(one.title and one.licence and one.size_bytes > 0 for one in choices)
    told: list[object] = []
    desk.assistant.on(Progress, told.append)
    desk.assistant.on(ModelStateChanged, told.append)
    desk.assistant.get_model("no such model")
    desk.assistant._parts.shelf._lane.settle()
    assert isinstance(told[0], Progress)
    assert told[0].error
    assert isinstance(told[1], ModelStateChanged)
    assert told[1].state == "failed"


def test_two_of_us_cannot_hold_one_home(tmp_path: Path, desk: Desk) -> None:
    with pytest.raises(HomeInUse, match="already running") as caught:
        build(find_paths(tmp_path / "home"), model=Script())
    assert caught.value.next_step()


def test_a_failed_start_frees_the_home(tmp_path: Path) -> None:
    paths = find_paths(tmp_path)
    paths.database.write_bytes(b"x")
    with pytest.raises(OutsideError, match="damaged"):
        build(paths, model=Script())
    paths.database.unlink()
    build(paths, model=Script(), notifier=NoNotifier()).close()


def test_the_zone_of_the_settings(tmp_path: Path) -> None:
    Settings(find_paths(tmp_path).settings).set("timezone", "Asia/Tokyo")
    one: Assistant = build(find_paths(tmp_path), model=Script(), notifier=NoNotifier())
    assert isinstance(one.clock, SystemClock)
    assert one.clock.zone.key == "Asia/Tokyo"
    one.close()


def test_a_letter_cut_off_while_sending_is_asked_about(tmp_path: Path, server: Server) -> None:
    with Desk(tmp_path, model=Script([LETTER]), user=ClicksEverything()) as one:
        one.say(WATCH)
        store = one.assistant._parts.store
        store.outbox.claim(one.assistant.outbox()[0].id)
        one.kill()
        one.advance(timedelta(days=1))
        assert [letter.state for letter in one.assistant.outbox()] == ["unknown"]
        assert one.effects == []


def test_what_is_told_of_a_letter(desk: Desk, server: Server) -> None:
    told: list[OutboxChanged] = []
    desk.assistant.on(OutboxChanged, told.append)
    sent(desk, server)
    assert [one.state for one in told] == ["ready", "sending", "sent"]


def test_nobody_may_ask_for_nothing(desk: Desk) -> None:
    with pytest.raises(UsageError):
        desk.assistant.ask("")
    assert not desk.assistant.entries()
    assert not desk.assistant.conversations()
