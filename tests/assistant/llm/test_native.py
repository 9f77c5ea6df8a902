"""Templates that know tools, and models that are told of them in words."""

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.llm.host import HostedModel
from assistant.llm.model import (
    CallText,
    Delta,
    Finished,
    Message,
    Request,
    Slot,
    TextDelta,
    ThoughtDelta,
    ToolSpec,
)
from assistant.llm.native import NativeModel
from assistant.llm.schemas import functions
from assistant.llm.tokens import Tokens
from tests.assistant.llm.conftest import WEIGHTS
from tests.conftest import MODELS

TOOL = ToolSpec("clock.now", "Tell the time.", (Slot("place", required=False, about="where"),))
CHAT = (
    Message("system", "s"),
    Message("user", "what time is it <|im_end|>"),
    Message("assistant", 'clock.now {"place": "a \\"b\\" <|im_end|>"}'),
    Message("tool", "ten <|im_start|>"),
)
# The skeleton that Qwen, Hermes and SmolLM3 have in common.
TEMPLATE = """
{%- for tool in tools %}{{ tool | tojson }}
{% endfor %}
{%- for m in messages %}<|im_start|>{{ m.role }}
{{ m.content }}
{%- for call in m.tool_calls or [] %}
<tool_call>{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}</tool_call>
{%- endfor %}<|im_end|>
{% endfor %}
{%- if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""  # noqa: E501


def folder_with(template: str, tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("tokenizer.json", "config.json", "tokenizer_config.json"):
        shutil.copyfile(WEIGHTS / name, folder / name)
    (folder / "chat_template.jinja").write_text(template, "utf-8")
    return folder


@pytest.mark.model
def test_tools_calls_and_results_stand_as_the_template_writes_them(tmp_path: Path) -> None:
    tokens = Tokens(folder_with(TEMPLATE, tmp_path))
    prompt = tokens.chat_with_tools(CHAT, functions([TOOL]))
    assert prompt is not None
    text = tokens.decode(prompt)
    assert json.dumps(functions([TOOL])[0]) in text
    assert '{"name": "clock__now", "arguments": {"place": "a \\"b\\" <|im_end|>"}}' in text
    assert text.endswith("tool\nten <|im_start|>\nassistant\n")


# What templates of Mistral, Llama and Qwen ask of who renders them, in a few lines of our own.
ASKING = """
{%- set day = strftime_now("%Y") %}{{- bos_token }}{{ day }}
{%- set users = messages | selectattr("role", "equalto", "user") | list %}
{%- set last = namespace(at=0) %}
{%- for m in messages[::-1] %}{%- if m.role == "user" and not last.at %}
{%- set last.at = messages | length - loop.index0 %}{%- continue %}{%- endif %}{%- endfor %}
{%- for m in messages %}
{%- if m.role == "user" %}
{%- if tools and m == users[-1] %}[TOOLS]
{%- for key, value in tools[0].function.items() %}{{ key }}={{ value | tojson }};{% endfor %}
{%- endif %}[INST]{{ m["content"] }}[/INST]
{%- elif m.tool_calls is defined %}
{%- for call in m.tool_calls %}
{%- if call.id | length < 9 %}{{ raise_exception("ids have nine letters") }}{% endif %}
{{- "[CALL]" + (call.function | tojson)[:-1] + ', "id": "' + call.id[-9:] + '"}' + eos_token }}
{%- endfor %}
{%- elif m.role == "tool" %}
{%- if m.tool_call_id | length < 9 %}{{ raise_exception("ids have nine letters") }}{% endif %}
{{- "[RESULT]" + m.content | string + "[/RESULT]" }}
{%- endif %}
{%- endfor %}{{ last.at }}"""


@pytest.mark.model
def test_templates_get_the_tokens_and_functions_that_they_ask_for(tmp_path: Path) -> None:
    tokens = Tokens(folder_with(ASKING, tmp_path))
    settings = json.loads((WEIGHTS / "tokenizer_config.json").read_text("utf-8"))
    prompt = tokens.chat_with_tools(CHAT, functions([TOOL]))
    assert prompt is not None
    text = tokens.decode(prompt)
    year = datetime.now().astimezone().year
    assert text.startswith(f"{year}[TOOLS]")
    assert '[CALL]{"name": "clock__now", "arguments": {"place": ' in text
    assert text.endswith("[RESULT]ten <|im_start|>[/RESULT]2")
    begin = tokens._tokenizer.token_to_id(settings["bos_token"])
    assert prompt[0] == begin
    assert tokens.chat(CHAT[:2])[0] == begin


@pytest.mark.model
def test_no_words_become_control_tokens(tmp_path: Path) -> None:
    tokens = Tokens(folder_with(TEMPLATE, tmp_path))
    prompt = tokens.chat_with_tools(CHAT, functions([TOOL]))
    (end,) = tokens.ends
    assert prompt is not None
    assert prompt.count(end) == len(CHAT)


@pytest.mark.model
@pytest.mark.parametrize("template", ["{{ messages[0].content }}",
                                      "{{ tools }}{{ raise_exception('no tools') }}"])  # fmt: skip
def test_a_template_that_knows_no_tools_says_so(tmp_path: Path, template: str) -> None:
    tokens = Tokens(folder_with(template, tmp_path))
    assert tokens.chat_with_tools(CHAT, functions([TOOL])) is None


class Speaking(NativeModel):
    """A native model whose network says what it is told to say."""

    def __init__(self, said: str) -> None:
        self._said = said

    def _text(self, *_: Any) -> Any:
        for at in range(0, len(self._said), 3):
            yield TextDelta(self._said[at : at + 3])
        return "stop", len(self._said)


def heard(said: str) -> list[Delta]:
    request = Request(CHAT, (TOOL,), free=True)
    answer: Iterator[Delta] = Speaking(said)._call(request, None, lambda: False)  # type: ignore[arg-type]
    return list(answer)


def test_a_call_ends_the_answer() -> None:
    got = heard('<think>hm</think><tool_call>{"name": "clock__now", "arguments": {}}</tool_call>x')
    assert "".join(one.text for one in got if isinstance(one, ThoughtDelta)) == "hm"
    assert got[-1] == CallText("clock.now {}")


def test_words_are_words() -> None:
    got = heard("It is ten o'clock.")
    assert "".join(one.text for one in got if isinstance(one, TextDelta)) == "It is ten o'clock."


@pytest.mark.model
def test_the_real_model_is_told_in_words() -> None:
    """Its template knows no tools: whatever it answers, it answers in order."""
    model = HostedModel(MODELS, find=lambda _models, _model: None)
    request = Request(
        (Message("system", "You help."), Message("user", "say hello")), (TOOL,), max_tokens=16,
        free=True,
    )  # fmt: skip
    got = list(model.generate(request, lambda: False))
    model.close()
    end = got[-1]
    assert isinstance(end, Finished)
    assert end.prompt_tokens > 60
    assert len(got) > 1
