"""An OpenAI-compatible server answers: text, thoughts, calls, and everything that goes wrong."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Sequence

import pytest

from assistant.base.errors import OutsideError
from assistant.llm.endpoints import Endpoint, endpoint_of
from assistant.llm.model import (
    CallText,
    Delta,
    Finished,
    Message,
    PromptTooLong,
    Request,
    Slot,
    TextDelta,
    ThoughtDelta,
    ToolSpec,
)
from assistant.llm.remote import RemoteModel, probe
from assistant.llm.remote.failures import unreachable
from assistant.llm.remote.http import Way
from tests.fakes.endpoint import (
    Server,
    breaks_off,
    calls,
    delta,
    drips,
    refuses,
    running,
    says,
    sends,
    sleeps,
    texts,
    whole,
)

QUICK = Way(connect=1, silence=0.5)
REMIND = ToolSpec(
    "reminders.create",
    "Remind the user.",
    (Slot("text", required=True), Slot("when", required=True, about="words")),
)
FIND = ToolSpec("calendar.find", "Look.", (Slot("when", required=False),))
HELLO = Request((Message("system", "s"), Message("user", "hello")))
ASK = Request((Message("user", "remind me of tea at four"),), (REMIND, FIND), free=True)
CALL = 'reminders.create {"text": "tea", "when": "at four"}'


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait long between two tries."""
    monkeypatch.setattr("assistant.llm.remote.model._PAUSE", 0.01)


def model(server: Server, key: str = "", **fields: object) -> RemoteModel:
    endpoint = endpoint_of(server.address, "tiny", **fields)  # type: ignore[arg-type]
    return RemoteModel(endpoint, lambda: key, way=QUICK)


def answer(one: RemoteModel, request: Request = HELLO) -> list[Delta]:
    try:
        return list(one.generate(request, lambda: False))
    finally:
        one.close()


def test_text_streams_with_its_counts() -> None:
    with running(says("Hel", "lo ", "李")) as server:
        got = answer(model(server))
    assert [one.text for one in got if isinstance(one, TextDelta)] == ["Hel", "lo ", "李"]
    end = got[-1]
    assert isinstance(end, Finished)
    assert (end.reason, end.prompt_tokens, end.new_tokens) == ("stop", 11, 7)
    (asked,) = server.asked
    assert asked["model"] == "tiny"
    assert asked["stream"] is True
    assert server.paths == ["/v1/chat/completions"]
    assert "Authorization" not in server.headers[0]
    assert server.headers[0]["Accept-Encoding"] == "identity"


def test_the_key_travels_in_its_header_alone() -> None:
    with running(says("x")) as server:
        answer(model(server, "sk-secret"))
    assert server.headers[0]["Authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in json.dumps(server.asked)


@pytest.mark.parametrize("pieces", [("<think>I wo", "nder</thi", "nk>\n\nHi"), ("Hi",)])
def test_thoughts_are_parted_from_what_is_shown(pieces: Sequence[str]) -> None:
    with running(says(*pieces, thought="" if len(pieces) > 1 else "I wonder")) as server:
        got = answer(model(server))
    assert "".join(one.text for one in got if isinstance(one, ThoughtDelta)) == "I wonder"
    assert texts(got) == "Hi"


@pytest.mark.parametrize(
    "play",
    [
        calls("reminders__create", '{"text": "tea", "when": "at four"}'),
        calls("reminders.create", '{"text": "tea", "when": "at four", "more": null}', pieces=1),
        says('<tool_call>{"name": "reminders__create", ', '"arguments": {"text": "tea", '
             '"when": "at four"}}</tool_call>'),
        says('{"name": "reminders.create", "parameters": {"text": "tea", "when": "at four"}}'),
        whole({"choices": [{"message": {"role": "assistant", "content": None, "tool_calls": [
            {"id": "1", "function": {"name": "reminders__create", "arguments":
             '{"text": "tea", "when": "at four"}'}},
            {"id": "2", "function": {"name": "calendar__find", "arguments": "{}"}}]}}]}),
        sends('data: {"choices": [{"delta": {"tool_calls": [{"function": {"name": '
              '"reminders__create", "arguments": {"text": "tea", "when": "at four"}}}]},'
              '"finish_reason": "tool_calls"}]}\n'),
    ],
)  # fmt: skip
def test_a_call_in_every_form(play: object) -> None:
    with running(play) as server:  # type: ignore[arg-type]
        got = answer(model(server), ASK)
    assert [one.text for one in got if isinstance(one, CallText)] == [CALL]
    assert texts(got) == ""
    assert isinstance(got[-1], Finished)
    assert got[-1].reason == "call"
    names = [tool["function"]["name"] for tool in server.asked[0]["tools"]]
    assert names == ["reminders__create", "calendar__find"]


def test_results_go_back_as_the_api_has_them() -> None:
    messages = (
        *ASK.messages,
        Message("assistant", CALL),
        Message("tool", "Done."),
    )
    with running(says("All set")) as server:
        answer(model(server), Request(messages, ASK.tools, free=True))
    _, call, result = server.asked[0]["messages"]
    assert call["tool_calls"][0]["function"]["name"] == "reminders__create"
    assert json.loads(call["tool_calls"][0]["function"]["arguments"])["text"] == "tea"
    assert result["tool_call_id"] == call["tool_calls"][0]["id"]
    assert result["content"] == "Done."


def test_a_server_without_tools_is_asked_by_schema() -> None:
    reply = (
        '{"answer": {"tool": "reminders.create", "arguments": {"text": "tea", "when": "at four"}}}'
    )
    with running(refuses(400, "tiny does not support tools"), says(reply)) as server:
        one = model(server)
        got = list(one.generate(ASK, lambda: False))
        again = answer(one, ASK)
    assert [one.text for one in got if isinstance(one, CallText)] == [CALL]
    assert [one.text for one in again if isinstance(one, CallText)] == [CALL]
    assert [("tools" in body, "response_format" in body) for body in server.asked] == [
        (True, False), (False, True), (False, True),
    ]  # fmt: skip


def test_a_reply_held_to_the_schema_is_text() -> None:
    with running(refuses(400), says('{"answer": {"reply": "Good morning"}}')) as server:
        assert texts(answer(model(server), ASK)) == "Good morning"


def test_a_server_without_schema_is_asked_in_words() -> None:
    with running(refuses(400), refuses(422, "response_format"), says(CALL)) as server:
        got = answer(model(server), ASK)
    assert [one.text for one in got if isinstance(one, CallText)] == [CALL]
    assert "reminders.create" in server.asked[2]["messages"][0]["content"]


def test_a_parameter_that_a_server_does_not_take_is_left_out() -> None:
    with running(refuses(400, "Unsupported parameter: 'temperature'"), says("x")) as server:
        assert texts(answer(model(server))) == "x"
    assert "temperature" in server.asked[0]
    assert "temperature" not in server.asked[1]


def test_a_server_that_lies_about_its_schema_is_read_as_models_write() -> None:
    with running(refuses(400), says(f"Sure! <tool_call>{json.dumps({'name': 'x'})}")) as server:
        got = answer(model(server), ASK)
    assert [one.text for one in got if isinstance(one, CallText)] == ["x {}"]


def test_what_may_pass_is_tried_again() -> None:
    with running(refuses(503), refuses(429, Retry_After="0"), says("there")) as server:
        assert texts(answer(model(server))) == "there"
    assert len(server.asked) == 3


def test_nothing_is_tried_again_after_the_first_word() -> None:
    with running(breaks_off("Hel"), says("again")) as server:
        one = model(server)
        got: list[Delta] = []
        with pytest.raises(OutsideError, match="broke off"):
            got.extend(one.generate(HELLO, lambda: False))
        one.close()
    assert texts(got) == "Hel"
    assert len(server.asked) == 1


HTML = "<!doctype html><html><title>Log in</title></html>"
ZIPPED = gzip.compress(b"0" * 50_000_000)


@pytest.mark.parametrize(
    ("play", "words"),
    [
        (refuses(401, "bad key sk-abcdefghij"), "did not accept the key"),
        (refuses(403), "did not accept the key"),
        (refuses(404, "model 'tiny' not found"), "does not know the model tiny"),
        (refuses(402, "quota"), "takes no more requests"),
        (refuses(429, "slow down"), "slow down"),
        (refuses(500, "CUDA error"), "CUDA error"),
        (refuses(418, "teapot"), "did not take the request"),
        (sends(HTML, "text/html; charset=utf-8"), "web page"),
        (sends(HTML, "text/event-stream"), "does not answer as a model server"),
        (sends("data: {nonsense\n\n"), "does not answer as a model server"),
        (sends("data: [1, 2]\n\n"), "does not answer as a model server"),
        (sends('data: {"choices": {"a": 1}}\n\n'), "does not answer as a model server"),
        (sends('data: {"choices": ["x"]}\n\n'), "does not answer as a model server"),
        (sends('data: {"choices": [{"delta": "x"}]}\n\n'), "does not answer as a model server"),
        (sends('data: {"choices": [{"delta": {"tool_calls": ["x"]}}]}\n\n'), "does not answer"),
        (sends('data: {"choices": [], "choices": []}\n\n'), "does not answer"),
        (sends("data: " + "[" * 100_000 + "\n\n"), "does not answer as a model server"),
        (sends("{}", "application/json"), "does not answer as a model server"),
        (sends(b"\xff\xfe\x00garbage", "application/octet-stream"), "does not answer"),
        (sends("data: " + "x" * 3_000_000), "does not answer as a model server"),
        (sends(ZIPPED, Content_Encoding="gzip"), "does not answer as a model server"),
        (sends('data: {"error": {"message": "out of memory"}}\n\n'), "out of memory"),
        (sleeps(0.1), "broke off"),
        (sleeps(1.5), "did not answer in time"),
        (drips("data: " + "y" * 500_000 + "\n\n", 0, 100), "does not answer as a model server"),
        (drips(": still here " + "z" * 900_000 + "\n", 0, 100), "far more than an answer"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_said_plainly(play: object, words: str) -> None:
    with running(play) as server:  # type: ignore[arg-type]
        with pytest.raises(OutsideError) as caught:
            answer(model(server, "sk-secret"))
        assert words in caught.value.shown()
        assert caught.value.next_step()
        assert "\n" not in caught.value.shown()
        assert "sk-" not in caught.value.shown() + caught.value.next_step()


def test_a_text_that_is_too_long() -> None:
    complaint = "This model's maximum context length is 8192 tokens"
    with running(refuses(400, complaint)) as server, pytest.raises(PromptTooLong):
        answer(model(server), ASK)


def test_no_other_host_is_followed() -> None:
    with running(says("stolen")) as other:
        away = refuses(307, Location=f"{other.address}/chat/completions")
        with (
            running(away) as server,
            pytest.raises(OutsideError, match="points to another address"),
        ):
            answer(model(server, "sk-secret"))
        assert not other.asked


def test_nobody_there() -> None:
    one = RemoteModel(endpoint_of("http://127.0.0.1:9", "tiny"), way=QUICK)
    with pytest.raises(OutsideError, match=r"Nothing answers at 127\.0\.0\.1:9"):
        answer(one)


def test_a_name_that_nobody_has() -> None:
    """What the system's resolver says of it stands in the chain of whatever the library raises."""
    for cause in (
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
    ):
        error = ConnectionError("no connection")
        error.__cause__ = cause
        said = unreachable(Endpoint("x", "https://nobody.invalid/v1", "tiny"), error)
        assert said.shown() == (
            "There is no server called nobody.invalid, or this computer is offline."
        )
        assert said.next_step() == "Check the network and the address on the models page."
        assert not said.passing  # a second later nothing has changed


def test_a_failing_resolver_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolver(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    one = RemoteModel(endpoint_of("https://nobody.invalid/v1", "tiny"), way=QUICK)
    with pytest.raises(OutsideError, match=r"no server called nobody\.invalid, or this computer"):
        answer(one)


def test_no_such_name_and_no_encryption() -> None:
    with running(says("x")) as server:
        port = server.address.split(":")[2]
        one = RemoteModel(Endpoint("x", f"https://127.0.0.1:{port}", "tiny"), way=QUICK)
        with pytest.raises(OutsideError, match="no encrypted connection"):
            answer(one)


def test_stop_is_heard_at_once_and_cuts_the_connection() -> None:
    event = f"data: {json.dumps(delta(content='word '))}\n\n"
    with running(drips(event, 0.01)) as server:
        one = model(server)
        stop = threading.Event()
        got: list[Delta] = []
        for piece in one.generate(HELLO, stop.is_set):
            got.append(piece)
            if len(got) == 3:
                stop.set()
                began = time.perf_counter()
        assert time.perf_counter() - began < 0.5
        assert isinstance(got[-1], Finished)
        assert got[-1].reason == "cancelled"
        assert server.cut.wait(5)
        one.close()


def test_stop_is_heard_while_nothing_comes() -> None:
    with running(sleeps(2)) as server:
        one = model(server)
        began = time.perf_counter()
        got = list(one.generate(HELLO, lambda: time.perf_counter() - began > 0.1))
        assert time.perf_counter() - began < 1.0
        assert [type(piece) for piece in got] == [Finished]
        one.close()


def test_embeddings_come_from_the_server_or_from_here() -> None:
    import numpy as np

    rows = [{"index": 1, "embedding": [0.0, 2.0]}, {"index": 0, "embedding": [3.0, 4.0]}]
    with running(whole({"data": rows})) as server:
        one = model(server, embeddings="vectors")
        assert np.allclose(one.embed(["a", "b"]), [[0.6, 0.8], [0.0, 1.0]])
        assert one.embed([]).shape[0] == 0
        with pytest.raises(OutsideError, match="does not answer"):
            one.embed(["a", "b", "c"])
        one.close()
        with pytest.raises(OutsideError, match="names no embedding model"):
            model(server).embed(["a"])
        here = RemoteModel(
            endpoint_of(server.address, "tiny"), embed=lambda t: np.ones((len(t), 2), np.float32)
        )
        assert here.embed(["a"]).shape == (1, 2)


def test_likelihoods_where_they_are_told() -> None:
    prompt = "user: hi\n\nassistant: "
    logs = {
        "text_offset": [0, len(prompt), len(prompt) + 2, len(prompt) + 5],
        "token_logprobs": [None, -0.5, -0.25, -9.0],
    }
    with running(whole({"choices": [{"logprobs": logs}]}), whole({"choices": [{}]})) as server:
        one = model(server)
        assert one.log_likelihood([Message("user", "hi")], "hello") == (-0.75, 2)
        assert server.asked[0]["prompt"] == prompt + "hello"
        with pytest.raises(OutsideError, match="does not tell how likely"):
            one.log_likelihood([Message("user", "hi")], "hello")
        one.close()


def test_a_probe_says_who_answers() -> None:
    with running(says("OK")) as server:
        said = probe(endpoint_of(server.address, "tiny"), "")
    assert said.startswith("tiny at 127.0.0.1:")
