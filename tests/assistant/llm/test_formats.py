"""What other models write is parted into text, thoughts and calls, however it is cut up."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.llm.formats import UNREADABLE, Part, Splitter, split

NAMES = ("reminders.create", "clock.now")
SAID = '{"text": "tea", "when": "at four"}'
CALL = f"reminders.create {SAID}"
JSON = f'{{"name": "reminders.create", "arguments": {SAID}}}'


def joined(parts: Sequence[Part]) -> dict[str, str]:
    return {
        kind: "".join(one.text for one in parts if one.kind == kind)
        for kind in ("text", "thought", "call")
    }


def whole(text: str) -> dict[str, str]:
    return joined(split(text, NAMES))


@pytest.mark.parametrize(
    "text",
    [
        f"<tool_call>\n{JSON}\n</tool_call>",
        f"<tool_call>{JSON}",
        f"<tool_call>{JSON}</tool_call><|im_end|>",
        f"<think>tea, at four</think>\n\n<tool_call>\n{JSON}\n</tool_call>",
        JSON.replace("arguments", "parameters"),
        f"[{JSON}]",
        f"```json\n{JSON}\n```",
        JSON.replace(SAID, json.dumps(SAID)),
        f'{{"function": "reminders.create", "arguments": {SAID}}}',
        f'{{"type": "function", "function": {JSON}}}',
        f"<|python_tag|>{JSON}<|eom_id|>",
        '<|python_tag|>reminders.create.call(text="tea", when="at four")',
        f"<function=reminders.create>{SAID}</function>",
        "<tool_call>\n<function=reminders.create>\n<parameter=text>\ntea\n</parameter>\n"
        "<parameter=when>\nat four\n</parameter>\n</function>\n</tool_call>",
        f"[TOOL_CALLS][{JSON}]</s>",
        f"[TOOL_CALLS] [{JSON}]",
        f"[TOOL_CALLS]reminders.create[ARGS]{SAID}",
        f"[TOOL_CALLS]reminders.create[CALL_ID]abc[ARGS]{SAID}",
        f"<|tool_call|>[{JSON}]<|/tool_call|>",
        f"<|tool_call|>[{JSON}]",
        '```tool_code\nprint(reminders.create(text="tea", when="at four"))\n```',
        "<code>reminders.create(text='tea', when='at four')</code>",
        "<start_function_call>call:reminders.create{text:<escape>tea<escape>,"
        "when:<escape>at four<escape>}<end_function_call>",
        CALL,
        f"{CALL}\n",
        f'{{"name": "reminders.create", "arguments": {SAID[:-1]}, "more": null}}}}',
    ],
)
def test_a_call_of_every_family(text: str) -> None:
    assert whole(text) == {"text": "", "thought": whole(text)["thought"], "call": CALL}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello <b>there</b>", "Hello <b>there</b>"),
        ("calendars are nice", "calendars are nice"),
        ('{"a": 1}', '{"a": 1}'),
        ("```python\nprint(1)\n```", "```python\nprint(1)\n```"),
        ("<code>print(1)</code> runs", "<code>print(1)</code> runs"),
        ("[1] is a footnote", "[1] is a footnote"),
        ("ok<|im_end|>", "ok"),
        ("1 < 2 and <tool is a word", "1 < 2 and <tool is a word"),
        ("reminders.create makes reminders", "reminders.create makes reminders"),
        ("<think>hm</think>Yes", "Yes"),
        ("<think>never ends", ""),
        ("", ""),
    ],
)
def test_what_is_no_call_is_shown(text: str, shown: str) -> None:
    assert whole(text)["text"] == shown
    assert whole(text)["call"] == ""


@pytest.mark.parametrize(
    "text",
    [
        "<tool_call>nonsense</tool_call>",
        '<tool_call>{"name": "a.b", "name": "c.d", "arguments": {}}</tool_call>',
        '<tool_call>{"name": "a.b", "arguments": {"x": NaN}}</tool_call>',
        "[TOOL_CALLS]" + "[" * 100_000,
        "<function=a.b><parameter=x>1</parameter><parameter=x>2</parameter></function>",
        "<start_function_call>call:a.b{x:<escape>1<escape>,x:<escape>2<escape>}",
        "<|python_tag|>a.b.call(open('/etc/passwd').read())",
        "<|python_tag|>a.b.call(x=__import__('os').getcwd())",
        '{"name": "clock.now", "arguments": {"x": "1", "x": "2"}}',
        "<tool_call>" + "(" * 50_000,
    ],
)
def test_what_cannot_be_read_is_a_call_that_no_parser_takes(text: str) -> None:
    assert whole(text)["call"] == UNREADABLE
    assert whole(text)["text"] == ""


def test_arguments_that_are_not_there_twice_in_python() -> None:
    assert split("<|python_tag|>a.b.call(x='1', x='2')")[0].text == UNREADABLE


PIECES = st.sampled_from(
    ["<think>", "</think>", "<tool_call>", "</tool_call>", JSON, "Hello ", "李", "<", "[", "`"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=8), st.integers(1, 7))
def test_it_does_not_matter_where_a_stream_is_cut(pieces: list[str], size: int) -> None:
    text = "".join(pieces)
    splitter = Splitter(NAMES)
    parts = [
        part for at in range(0, len(text), size) for part in splitter.feed(text[at : at + size])
    ]
    assert joined([*parts, *splitter.end()]) == whole(text)
