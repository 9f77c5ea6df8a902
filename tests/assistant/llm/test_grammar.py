"""The grammar: one call, known names, no key twice, values copied exactly."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llguidance import LLMatcher, LLTokenizer

from assistant.llm.grammar import grammar_of
from assistant.llm.model import Slot, ToolSpec
from assistant.llm.outline import Outline
from assistant.llm.tokens import Tokens
from tests.conftest import MODELS

TOKENS = Tokens(MODELS / "smollm2-135m-instruct")
TOKENIZER = LLTokenizer(TOKENS.serialized, n_vocab=TOKENS.size, eos_token=TOKENS.ends[0])
LETTERS = st.characters(max_codepoint=0x1FFFF, exclude_categories=["Cs", "Cc"])
TOOLS = (
    ToolSpec(
        "reminders.create",
        "",
        (
            Slot("text", required=True),
            Slot("when", required=True, choices=("in one minute", 'on "my" day')),
            Slot("loud", required=False, kind="boolean"),
            Slot("times", required=False, kind="integer"),
        ),
    ),
    ToolSpec(
        "mail.draft",
        "",
        (
            Slot("to", required=True, choices=("a@b.org", "c@d.org"), many=True),
            Slot("subject", required=False),
            Slot("body", required=False, copied=False),
        ),
    ),
    ToolSpec("clock.now", "", ()),
)
SOURCE = 'please "stretch" your C:\\legs 提醒我😀交报告。 now?\nsecond line'


def accepts(text: str, source: str = SOURCE, tools: tuple[ToolSpec, ...] = TOOLS) -> bool:
    """Return whether `text` is a whole call."""
    matcher = LLMatcher(TOKENIZER, grammar_of(tools, source), log_level=0)
    assert not matcher.is_error(), matcher.get_error()
    tokens = TOKENS.encode(text)
    return matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting()


def reminder(text: str, when: str = "in one minute", more: str = "") -> str:
    said = f'"text": {json.dumps(text, ensure_ascii=False)}, "when": {json.dumps(when)}'
    return f"reminders.create {{{said}{more}}}"


@pytest.mark.parametrize(
    "call",
    [
        reminder('"stretch" your C:\\legs'),
        reminder("我😀交报告"),
        reminder("second line", 'on "my" day', ', "loud": true, "times": 12'),
        'mail.draft {"to": ["a@b.org", "c@d.org"], "body": "as I like\\n"}',
        "clock.now {}",
    ],
)
def test_what_a_tool_takes_is_accepted(call: str) -> None:
    assert accepts(call)


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("clock.set {}", "an unknown tool"),
        (reminder("second line", "tomorrow"), "a time that nobody said"),
        (reminder("stretching"), "a word that nobody said"),
        (reminder("tretch"), "half a word"),
        (reminder(" your"), "a space at the edge"),
        (reminder("now\nsecond"), "across a line"),
        (reminder(""), "nothing"),
        ('reminders.create {"text": "second", "text": "line"}', "a key twice"),
        (reminder("line", more=', "when": "in one minute"'), "a key twice"),
        (reminder("line", more=', "volume": true'), "an unknown key"),
        (reminder("line", more=', "loud": "true"'), "a string for a boolean"),
        (reminder("line", more=', "times": NaN'), "no number"),
        (reminder("line", more=', "times": 1e9'), "no integer"),
        ('reminders.create {"text": "line"}', "a required key is missing"),
        ('mail.draft {"to": "a@b.org"}', "a string for an array"),
        ('mail.draft {"to": []}', "nobody"),
        ("clock.now {} ", "something after the end"),
    ],
)
def test_what_a_tool_does_not_take_is_impossible(call: str, why: str) -> None:
    assert not accepts(call), why


def test_without_words_to_copy_the_argument_stays_away() -> None:
    tool = ToolSpec("calendar.find", "", (Slot("query", required=True),))
    assert accepts("calendar.find {}", source=" \n ", tools=(tool,))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=LETTERS, max_size=40), st.data())
def test_whatever_the_outline_decides_the_grammar_allows(source: str, data: st.DataObject) -> None:
    """The two descriptions of a call agree, on any text, down to the last token."""
    tools = tuple(tool for tool in TOOLS if tool.name != "mail.draft")
    matcher = LLMatcher(TOKENIZER, grammar_of(tools, source), log_level=0)
    outline = Outline(tools, source)
    while options := outline.options():
        option = data.draw(st.sampled_from(options))
        values = outline.values(option)
        if values is None:
            return
        value = data.draw(st.sampled_from(values)) if values else ""
        outline.take(option, value)
        assert matcher.consume_tokens(TOKENS.encode(option.text) + TOKENS.encode(value))
    assert matcher.is_accepting()
    name, _, said = outline.text.partition(" ")
    assert name in {"reminders.create", "clock.now"}
    choices = TOOLS[0].slots[1].choices
    for value in json.loads(said).values():
        assert isinstance(value, bool) or value in choices or value in source
