"""The model in its process: it answers, stops, dies and comes back."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from assistant.base.errors import AssistantError
from assistant.llm.host import HostedModel, Link
from assistant.llm.model import (
    CallText,
    Finished,
    Message,
    ModelCrashed,
    ModelDamaged,
    ModelMissing,
    NotEnoughMemory,
    PromptTooLong,
    Request,
    TextDelta,
    ToolSpec,
)
from assistant.llm.process import RESTED, running_hosts
from assistant.llm.prompt import chat_messages, messages_for
from tests.conftest import MODELS

pytestmark = pytest.mark.model
ROOT = Path(__file__).resolve().parents[3]
STORY = Request((Message("user", "Tell me a long story about the sea."),), max_tokens=200)


def never() -> bool:
    return False


@pytest.fixture
def own() -> Iterator[HostedModel]:
    """A host for a test that kills it."""
    model = HostedModel(MODELS)
    yield model
    model.close()


def test_the_name_says_which_weights(hosted: HostedModel) -> None:
    assert hosted.name.partition("+")[0] == "smollm2-135m-instruct@b179c952"


def test_talk_streams_and_ends(hosted: HostedModel) -> None:
    request = Request(tuple(chat_messages("What is the capital of France?")), max_tokens=40)
    *pieces, last = list(hosted.generate(request, never))
    assert isinstance(last, Finished)
    assert last.reason == "stop"
    assert last.prompt_tokens > 10
    text = "".join(piece.text for piece in pieces if isinstance(piece, TextDelta))
    assert "Paris" in text


def test_a_call_copies_the_words(hosted: HostedModel, remind: ToolSpec) -> None:
    sentence = "remind me to stretch in one minute"
    source = sentence.replace("in one minute", "\n")
    request = Request(tuple(messages_for((remind,), sentence)), (remind,), source)
    call, last = list(hosted.generate(request, never))
    assert call == CallText('reminders.create {"text": "stretch", "when": "in one minute"}')
    assert isinstance(last, Finished)
    assert last.reason == "call"


def test_quotes_and_chinese_are_copied_exactly(hosted: HostedModel, remind: ToolSpec) -> None:
    for words in ('"Zoë\\O\'Brien"', "交报告😀"):
        request = Request(tuple(messages_for((remind,), words)), (remind,), words)
        call = next(iter(hosted.generate(request, never)))
        assert isinstance(call, CallText)
        assert call.text.startswith('reminders.create {"text": "')


def test_an_answer_is_cut_at_its_length(hosted: HostedModel) -> None:
    request = Request(STORY.messages, max_tokens=5)
    *_, last = list(hosted.generate(request, never))
    assert isinstance(last, Finished)
    assert (last.reason, last.new_tokens) == ("length", 5)


def test_embeddings_are_unit_vectors_and_mean_something(hosted: HostedModel) -> None:
    vectors = hosted.embed(["remind me to call mum", "set a reminder", "the cat sat on the mat"])
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
    assert hosted.embed([]).shape == (0, 384)


def test_the_likelihood_of_an_answer_is_the_sum_over_its_tokens(hosted: HostedModel) -> None:
    question = [Message("user", "What is the capital of France?")]
    right, tokens = hosted.log_likelihood(question, "Paris")
    wrong, _ = hosted.log_likelihood(question, "Berlin")
    assert tokens == hosted.count("Paris")
    assert wrong < right < 0
    both, _ = hosted.log_likelihood(question, "The mountain")
    first, _ = hosted.log_likelihood(question, "The")
    assert both < first - 1 < 0
    assert hosted.log_likelihood(question, "") == (0.0, 0)


def test_what_is_read_before_changes_nothing(hosted: HostedModel, remind: ToolSpec) -> None:
    """Keys and values are kept between questions; answers must not depend on them."""
    sentence = "remind me to buy milk in one minute"
    request = Request(tuple(messages_for((remind,), sentence)), (remind,), "buy milk")
    fresh = next(iter(hosted.generate(request, never)))
    list(hosted.generate(Request(STORY.messages, max_tokens=8), never))
    hosted.log_likelihood([Message("user", "hello")], "there")
    assert next(iter(hosted.generate(request, never))) == fresh


def test_stop_ends_an_answer_and_the_next_one_is_whole(hosted: HostedModel) -> None:
    looks = iter(range(1000))
    seen = list(hosted.generate(STORY, lambda: next(looks) > 60))
    last = seen[-1]
    assert isinstance(last, Finished)
    assert last.reason == "cancelled"
    assert len(seen) < 200
    *_, after = list(hosted.generate(Request(STORY.messages, max_tokens=4), never))
    assert isinstance(after, Finished)
    assert after.reason == "length"


def test_stop_is_heard_while_a_long_prompt_is_read(hosted: HostedModel) -> None:
    """Of a prompt of thousands of tokens only the block at hand is read to its end."""
    hosted.load()
    words = " ".join(f"word{number}" for number in range(1200))
    asked: list[int] = []

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > 5  # a tenth of a second

    *texts, last = list(hosted.generate(Request((Message("user", words),), max_tokens=9), stopped))
    assert isinstance(last, Finished)
    assert last.reason == "cancelled"
    assert not texts
    assert hosted.count("one two") == 2  # the next question is not behind the whole prompt


def test_long_work_gives_signs_of_life(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A host that works longer than a hung one may be silent is not taken for one."""
    monkeypatch.setattr("assistant.llm.host._HUNG", 1.0)
    script = tmp_path / "host.py"
    script.write_text(
        "import sys, time\n"
        "from assistant.llm import child\n"
        "child._SIGN = 0.2\n"
        "class Slow:\n"
        "    def warm(self): pass\n"
        "    def count(self, text):\n"
        "        for _ in range(int(text)):\n"
        "            time.sleep(0.25)\n"
        "            self.alive()\n"
        "        return 7\n"
        "host = child.Host(child._private_output(), Slow)\n"
        "child.spawn('questions', lambda: host.listen(sys.stdin.buffer))\n"
        "host.serve()\n",
        "utf-8",
    )
    link = Link([sys.executable, str(script)], {**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        assert link.value(link.ask({"ask": "count", "text": "1"})) == 7
        assert link.value(link.ask({"ask": "count", "text": "12"})) == 7  # three times as long
    finally:
        link.close()


def test_an_answer_that_nobody_reads_on_is_given_up(hosted: HostedModel) -> None:
    answer = hosted.generate(STORY, never)
    next(answer)
    answer.close()  # type: ignore[attr-defined]
    assert hosted.count("one two") == 2


def test_a_prompt_that_is_too_long_is_refused(hosted: HostedModel) -> None:
    request = Request((Message("user", "word " * 9000),))
    with pytest.raises(PromptTooLong) as caught:
        list(hosted.generate(request, never))
    assert "too long" in caught.value.shown()
    assert caught.value.next_step()


def test_a_killed_host_fails_the_turn_and_comes_back(own: HostedModel) -> None:
    answer = own.generate(STORY, never)
    next(answer)
    assert own.pid is not None
    os.kill(own.pid, signal.SIGKILL)
    with pytest.raises(ModelCrashed) as caught:
        list(answer)
    assert caught.value.next_step()
    assert own.count("again") == 1


def test_unloading_gives_the_memory_back(own: HostedModel) -> None:
    own.count("load")
    pid = own.pid
    assert pid is not None
    own.unload()
    assert not psutil.pid_exists(pid)
    assert own.pid is None
    assert own.count("again") == 1


def test_a_host_that_nobody_asks_goes_to_rest_and_comes_back() -> None:
    model = HostedModel(MODELS, idle=lambda: 4)
    assert model.memory == 0
    model.count("load")
    assert model.pid is not None
    assert 200 << 20 < model.memory < 700 << 20
    assert model.pid in dict(running_hosts())
    link = model._link
    assert link is not None
    link.process.wait(timeout=60)  # not psutil's, which would take the exit status away
    assert model.count("one two") == 2
    assert model.pid != link.process.pid
    model.close()


def test_a_question_that_meets_a_host_going_to_rest_is_answered(own: HostedModel) -> None:
    """The host ends between the look whether it runs and the question."""
    own.count("load")
    link = own._link
    assert link is not None
    link.process.send_signal(signal.SIGSTOP)
    waiting: list[int] = []
    asking = threading.Thread(target=lambda: waiting.append(own.count("one two")))
    asking.start()
    link.process.returncode = RESTED  # what it would have ended with
    os.kill(link.process.pid, signal.SIGKILL)
    asking.join(timeout=60)
    assert waiting == [2]
    os.waitpid(link.process.pid, 0)


def test_the_host_ends_with_the_program(own: HostedModel) -> None:
    """Its standard input closes when the program dies, even by kill -9."""
    own.count("load")
    assert own.pid is not None
    process = psutil.Process(own.pid)
    own._link.process.stdin.close()  # type: ignore[union-attr]
    process.wait(timeout=20)


def test_the_host_has_no_credentials_and_no_wish_to_hurry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("API_KEY", "secret")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    model = HostedModel(MODELS)
    model.count("load")
    assert model.pid is not None
    process = psutil.Process(model.pid)
    environment = process.environ()
    assert "API_KEY" not in environment
    assert "DBUS_SESSION_BUS_ADDRESS" not in environment
    assert environment["HF_HUB_OFFLINE"] == "1"
    if sys.platform != "win32":
        assert process.nice() > psutil.Process().nice()
    assert not [one for one in process.net_connections() if one.raddr]
    model.close()


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    model = HostedModel(tmp_path)
    with pytest.raises(ModelMissing) as caught:
        model.count("x")
    assert "smollm2-135m-instruct" in caught.value.shown()
    assert "deskmate models get" in caught.value.next_step()


def test_a_cut_file_is_noticed_before_it_is_read(models: Path) -> None:
    weights = models / "smollm2-135m-instruct" / "model.safetensors"
    whole = weights.read_bytes()
    weights.unlink()
    weights.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelDamaged) as caught:
        HostedModel(models).count("x")
    assert "again" in caught.value.next_step()


def test_a_changed_byte_is_noticed(models: Path) -> None:
    config = models / "smollm2-135m-instruct" / "config.json"
    text = config.read_text("utf-8")
    config.unlink()
    config.write_text(text.replace("576", "577"), "utf-8")
    with pytest.raises(ModelDamaged):
        HostedModel(models).count("x")


def test_a_model_that_does_not_fit_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.llm.fit.available_memory", lambda: 100 << 20)
    model = HostedModel(MODELS)
    with pytest.raises(NotEnoughMemory) as caught:
        model.count("x")
    assert "0.1 GB are free" in caught.value.shown()
    assert model.pid is None


def test_every_error_has_a_next_step(models: Path) -> None:
    manifest = models / "smollm2-135m-instruct" / "manifest.json"
    manifest.unlink()  # a link to the real one, which must stay whole
    manifest.write_text("{}", "utf-8")
    with pytest.raises(AssistantError) as caught:
        HostedModel(models).count("x")
    assert caught.value.next_step()


def test_the_program_loads_no_numeric_library(own: HostedModel) -> None:
    """What the window imports must stay light; checked in a process of its own."""
    import subprocess

    code = (
        "import sys, assistant.llm.host, assistant.llm.install, assistant.llm.nearest, "
        "assistant.llm.prompt\n"
        "heavy = {'torch', 'transformers', 'numpy', 'llguidance', 'gguf', 'tokenizers'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    root = Path(__file__).resolve().parents[3]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)
    assert own.pid is None
