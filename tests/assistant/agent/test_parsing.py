"""What a model wrote is read strictly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.parsing import Call, parse_call
from assistant.base.errors import ToolError


def said(text: str) -> object:
    return parse_call(f"mail.draft {text}").said


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("clock.now", Call("clock.now", {})),
        (" clock.now {} \n", Call("clock.now", {})),
        ('a.b {"x": "y"}', Call("a.b", {"x": "y"})),
        ('a.b {"x": ["y", "z"], "q": false}', Call("a.b", {"x": ("y", "z"), "q": False})),
        ('a.b {"x": "\\ud83d\\ude00李"}', Call("a.b", {"x": "😀李"})),
        ('a.b {"x": []}', Call("a.b", {"x": ()})),
    ],
)
def test_a_call(text: str, call: Call) -> None:
    assert parse_call(text) == call


@pytest.mark.parametrize(
    "text",
    [
        '{"to": "a@b.org", "to": "evil@example.net"}',
        '{"to": {"a": "x", "a": "y"}}',
        '{"to": NaN}', '{"to": Infinity}', '{"to": -Infinity}', '{"to": 1}', '{"to": 1.5}',
        '{"to": 1e9}', '{"to": ' + "9" * 5000 + "}", '{"to": null}', '{"to": {"x": "y"}}',
        '{"to": [["x"]]}', '{"to": ["x", 1]}', '{"to": ["x", null]}', '{"to": ["x", true]}',
        '["to"]', '"to"', "true", "null", "1", "[]",
        '{"to": "x"', '{"to": "x"} {"to": "y"}', "{'to': 'x'}", '{"to": "x",}', "{to: 1}", "}{",
        '{"to": "\\ud800"}', '{"to": ["a", "\\udfff"]}', '{"to": "a\nb"}',
        "[" * 30_000, '{"a":' * 5_000, '{"to": "' + "x" * 100_000 + '"}',
        '{"to": [' + ", ".join(['"x"'] * 51) + "]}",
    ],
)  # fmt: skip
def test_anything_else_is_no_call(text: str) -> None:
    with pytest.raises(ToolError, match="could not be read") as caught:
        said(text)
    assert caught.value.next_step()


def test_fifty_values_are_taken() -> None:
    assert len(said('{"to": [' + ", ".join(['"x"'] * 50) + "]}")["to"]) == 50  # type: ignore[index]


def test_half_a_letter_in_the_name() -> None:
    with pytest.raises(ToolError):
        parse_call("mail.\ud800 {}")


@given(st.text(max_size=200))
def test_no_text_does_anything_else(text: str) -> None:
    try:
        call = parse_call(text)
    except ToolError:
        return
    assert all(isinstance(one, str | bool | tuple) for one in call.said.values())
