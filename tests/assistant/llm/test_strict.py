"""JSON from outside is read strictly, and in no time."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.strict import loads

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


@given(VALUES)
def test_what_is_right_is_taken(value: object) -> None:
    assert loads(json.dumps(value), deepest=100) == value


@pytest.mark.parametrize(
    "text",
    ['{"a": 1, "a": 2}', '[{"a": 1, "a": 2}]', "NaN", "[Infinity]", "-Infinity", "1e999",
     "9" * 16, "0." + "1" * 40, "[" * 13 + "]" * 13, '{"a": [}', "", '"' + "x" * 50_000 + '"'],
)  # fmt: skip
def test_what_is_wrong_is_not(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        loads(text)


def test_brackets_in_strings_are_not_deep() -> None:
    assert loads(json.dumps("[" * 100 + '\\"{')) == "[" * 100 + '\\"{'


def test_depth_costs_nothing() -> None:
    start = time.perf_counter()
    with pytest.raises(ValueError, match="deep"):
        loads("[" * 39_000)
    assert time.perf_counter() - start < 0.1
