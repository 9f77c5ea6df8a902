"""`deskmate models add-endpoint|use|test-endpoint|remove-endpoint`, and a turn by a server."""

import json
import os

import pytest

from assistant.base.secrets import MemorySecrets
from assistant.cli import endpoints
from tests.assistant.cli.conftest import Terminal
from tests.fakes.endpoint import calls, refuses, running, says

TEA = ("reminders__create", '{"text": "tea", "when": "in an hour"}')


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> MemorySecrets:
    """One keyring for all commands of a test."""
    kept = MemorySecrets()
    monkeypatch.setattr(endpoints, "FoundSecrets", lambda: kept)
    return kept


def test_a_server_is_added_tested_used_and_removed(
    terminal: Terminal, secrets: MemorySecrets
) -> None:
    with running(says("OK")) as server:
        said = terminal(
            *("models", "add-endpoint", server.address, "--model", "tiny", "--name", "far"),
            "--key",
            lines="sk-secret\n",
        )
        assert said.code == 0
        assert "deskmate models use endpoint:far" in said.out
        assert "DESKMATE_KEY_FAR" in said.err  # this keyring does not last
        assert secrets.get("endpoint:far") == "sk-secret"
        assert "sk-secret" not in said.out + said.err
        assert "tiny at 127.0.0.1" in terminal("models", "test-endpoint", "far").out
        assert server.headers[0]["Authorization"] == "Bearer sk-secret"
        assert terminal("models", "use", "endpoint:far").code == 0
        rows = {row["name"]: row for row in terminal("--json", "models", "list").lines}
        assert rows["endpoint:far"]["default"] is True
        assert not rows["smollm2-135m-instruct"]["default"]
        assert terminal("models", "remove-endpoint", "far").code == 0
        assert secrets.get("endpoint:far") is None
        rows = {row["name"]: row for row in terminal("--json", "models", "list").lines}
        assert rows["smollm2-135m-instruct"]["default"] is True


def test_what_goes_wrong_has_its_exit_code(terminal: Terminal, secrets: MemorySecrets) -> None:
    assert terminal("models", "add-endpoint", "http://example.org", "--model", "x").code == 2
    assert terminal("models", "use", "endpoint:nobody").code == 2
    with running(refuses(401)) as server:
        terminal("models", "add-endpoint", server.address, "--model", "x", "--name", "far")
        said = terminal("models", "test-endpoint", "far")
    assert said.code == 4
    assert "did not accept the key" in said.err
    assert len(said.err.splitlines()) == 2


def test_plan_by_a_server_says_where_words_go(
    terminal: Terminal, secrets: MemorySecrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(calls(*TEA)) as server:
        terminal("models", "add-endpoint", server.address, "--model", "tiny", "--name", "far")
        line = json.dumps({"id": "1", "text": "remind me of tea in an hour"})
        said = terminal("plan", "--jsonl", "--model", "endpoint:far", lines=line)
    assert said.code == 0
    (found,) = said.lines
    assert found["calls"][0]["tool"] == "reminders.create"
    assert found["calls"][0]["said"] == {"text": "tea", "when": "in an hour"}
    assert found["model"].startswith("tiny@127.0.0.1")


def test_the_key_may_stand_in_the_environment(
    terminal: Terminal, secrets: MemorySecrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "DESKMATE_KEY_FAR", "sk-env")
    with running(says("OK")) as server:
        terminal("models", "add-endpoint", server.address, "--model", "x", "--name", "far")
        terminal("models", "test-endpoint", "far")
    assert server.headers[0]["Authorization"] == "Bearer sk-env"


def test_bench_measures_a_server(terminal: Terminal, secrets: MemorySecrets) -> None:
    with running(says("a ", "b ", "c")) as server:
        terminal("models", "add-endpoint", server.address, "--model", "x", "--name", "far")
        (row,) = terminal("--json", "models", "bench", "endpoint:far").lines
    assert row["tokens_per_s"] > 0
    assert row["name"].startswith("x@127.0.0.1")
