"""A whole desk whose model is behind an endpoint: turns, cards, paging, and what is said of it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.agent.pages import MORE
from assistant.agent.router import OpenRouter, Route
from assistant.agent.understanding import Seat, Understanding
from assistant.base.clock import FrozenClock, zone_named
from assistant.domain.changes import Add, Proposal
from assistant.domain.events import AnsweredBy, Answering, TurnStateChanged
from assistant.domain.reminders import Reminder
from assistant.domain.talk import Role
from assistant.llm.adapters import Turn
from assistant.llm.endpoints import endpoint_of
from assistant.llm.remote import RemoteModel
from assistant.skill.context import Context
from assistant.skill.contract import Tool
from assistant.skill.registry import discover
from assistant.testing import MONDAY, Desk, MemoryReads
from tests.fakes.endpoint import Server, calls, refuses, running, says

NOBODY = endpoint_of("http://127.0.0.1:9", "x", name="far")
TEA = ("reminders__create", '{"text": "tea", "when": "in an hour"}')


class Far:
    """A desk that has chosen the server's model."""

    def __init__(self, home: Path, server: Server, **fields: Any) -> None:
        self.desk = Desk(home)
        self.desk.assistant.save_endpoint(
            endpoint_of(server.address, "tiny", name="far", **fields), "sk-secret"
        ).result()
        self.desk.assistant.use_model("endpoint:far")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_turn_by_a_server(home: Path) -> None:
    with running(calls(*TEA), says("Done, at eleven.", thought="hm")) as server:
        desk = Far(home, server).desk
        with desk:
            turn = desk.say("remind me of tea in an hour")
            assert len(turn.applied) == 1
            assert turn.text == "Done, at eleven."
            states = [one.state for one in turn.events if isinstance(one, TurnStateChanged)]
            assert "thinking" in states
    first, second = server.asked
    assert first["messages"][0]["role"] == "system"
    assert "2026-11-23" in first["messages"][0]["content"]
    assert first["messages"][-1] == {"role": "user", "content": "remind me of tea in an hour"}
    assert {tool["function"]["name"] for tool in first["tools"]} >= {"reminders__create"}
    assert second["messages"][-1]["role"] == "tool"
    assert server.headers[0]["Authorization"] == "Bearer sk-secret"


def test_the_key_is_nowhere_on_disk(home: Path) -> None:
    with running(refuses(401)) as server:
        desk = Far(home, server).desk
        with desk:
            assert desk.say("hello").end == "failed"
            assert "did not accept the key" in desk.failures[0]
    for path in home.rglob("*"):
        if path.is_file():
            assert b"sk-secret" not in path.read_bytes(), path


def test_a_server_here_keeps_words_here(home: Path) -> None:
    with running(says("hi")) as server, Far(home, server).desk as desk:
        assert desk.assistant.leaves_for == ""
        turn = desk.say("hello")
        assert not [one for one in turn.events if isinstance(one, Answering)]
        (by,) = [one.model for one in turn.events if isinstance(one, AnsweredBy)]
        assert by.partition("@")[2].startswith("127.0.0.1")
        asked, answer = desk.assistant.lines(turn.conversation)
        assert (asked.model, answer.model) == ("", by)


def test_where_words_go_is_said_before_the_first_answer(home: Path) -> None:
    """The name is not resolved: what is said is said before anything is sent."""
    with Desk(home) as desk:
        endpoint = endpoint_of("https://models.invalid", "big", name="far")
        desk.assistant.save_endpoint(endpoint, "").result()
        desk.assistant.use_model("endpoint:far")
        assert desk.assistant.leaves_for == "models.invalid"
        turn = desk.say("hello")
        assert turn.end == "failed"
        (told,) = [one for one in turn.events if isinstance(one, Answering)]
        assert told.host == "models.invalid"
        lines = [
            one.text for one in desk.assistant.lines(turn.conversation) if one.role is Role.APP
        ]
        assert "leaves this computer to models.invalid" in lines[0]
        again = desk.say("hello again")
        assert not [one for one in again.events if isinstance(one, Answering)]


def test_a_long_result_is_read_on(home: Path) -> None:
    with running(
        calls("reminders__find", "{}"), calls("results__more", "{}"), says("That is all.")
    ) as server:
        desk = Far(home, server, context=8192).desk
        with desk:
            for number in range(200):
                desk.assistant.propose(reminder(desk, number))
            desk.settle()
            turn = desk.say("which reminders are there")
            assert turn.text == "That is all."
    results = [
        one["content"] for body in server.asked for one in body["messages"] if one["role"] == "tool"
    ]
    assert MORE in results[0]
    assert results[0] != results[-1]
    names = {tool["function"]["name"] for tool in server.asked[1]["tools"]}
    assert "results__more" in names
    assert "results__more" not in {tool["function"]["name"] for tool in server.asked[0]["tools"]}


def reminder(desk: Desk, number: int) -> Any:
    due = desk.clock.now() + timedelta(days=1, minutes=number)
    return Proposal("x", (Add(Reminder(f"r{number}", f"take parcel {number} away", due)),))


def test_an_endpoint_that_is_gone_is_said_plainly(home: Path) -> None:
    with Desk(home) as desk:
        desk.assistant.save_endpoint(
            endpoint_of("http://127.0.0.1:9", "x", name="far"), ""
        ).result()
        desk.assistant.use_model("endpoint:far")
        (home / "endpoints.toml").unlink()
        turn = desk.say("hello")
        assert turn.end == "failed"
        assert "no endpoint called far" in desk.failures[0]


def test_removing_an_endpoint_lets_the_local_model_answer(home: Path) -> None:
    with Desk(home) as desk:
        desk.assistant.save_endpoint(
            endpoint_of("http://127.0.0.1:9", "x", name="far"), "k"
        ).result()
        desk.assistant.use_model("endpoint:far")
        (choice,) = desk.assistant.endpoints()
        assert choice.current
        desk.assistant.remove_endpoint("far").result()
        assert desk.assistant.endpoints() == ()
        assert desk.assistant.settings.text("model") == ""


def test_where_not_all_tools_fit_the_likely_ones_stay() -> None:
    registry = discover()
    with running(says("x")) as server:
        model = RemoteModel(endpoint_of(server.address, "tiny", context=1024))
        mind = Understanding(
            model,
            OpenRouter(registry),
            chains=True,
            likely=Chosen(registry.tool("mail.send")),
            seat=Seat(1024),
        )
        clock = FrozenClock(MONDAY, zone_named("UTC"))
        context = Context(clock, MemoryReads(), "en", "hello", [])
        list(mind.ask(mind.route("hello"), context, (), lambda: False))
        model.close()
    names = [tool["function"]["name"] for tool in server.asked[0]["tools"]]
    assert names[0] == "mail__send"
    assert len(names) < len(registry.tools())


class Chosen:
    """A router that always chooses the same tool."""

    def __init__(self, tool: Tool) -> None:
        self._tool = tool

    def route(self, text: str, before: Sequence[Turn] = ()) -> Route:
        return Route((self._tool,))
