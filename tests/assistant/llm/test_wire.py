"""What goes over the pipe comes out as it went in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm import wire
from assistant.llm.model import (
    CallText,
    Delta,
    Finished,
    Message,
    ModelCrashed,
    ModelDamaged,
    Request,
    Slot,
    TextDelta,
    ToolSpec,
)

WORDS = st.text(max_size=30)
SLOTS = st.builds(
    Slot,
    WORDS,
    st.booleans(),
    st.lists(WORDS, max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["string", "boolean", "integer"]),
)
TOOLS = st.builds(
    ToolSpec,
    WORDS,
    WORDS,
    st.lists(SLOTS, max_size=3).map(tuple),
    st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple),
)
REQUESTS = st.builds(
    Request,
    st.lists(st.builds(Message, st.sampled_from(["user", "system"]), WORDS), max_size=3).map(tuple),
    st.lists(TOOLS, max_size=2).map(tuple),
    WORDS,
)


@given(REQUESTS)
def test_a_request_comes_back(request: Request) -> None:
    line = wire.pack(wire.pack_request(request))
    assert line.count(b"\n") == 1
    assert wire.unpack_request(wire.unpack(line)) == request


@pytest.mark.parametrize(
    "delta", [TextDelta("a\n😀"), CallText("x {}"), Finished("stop", 3, 4, 0.5)]
)
def test_a_delta_comes_back(delta: Delta) -> None:
    assert wire.unpack_delta(wire.pack_delta(delta)) == delta


def test_vectors_come_back() -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 384)).astype(np.float32)
    assert np.array_equal(wire.unpack_vectors(wire.pack_vectors(vectors)), vectors)


def test_an_expected_error_is_raised_again_with_its_words() -> None:
    error = ModelDamaged("{name} is damaged.", hint="Get {name} again.", name="x")
    same = wire.unpack_error(wire.pack_error(error))
    assert isinstance(same, ModelDamaged)
    assert (same.shown(), same.next_step()) == ("x is damaged.", "Get x again.")


def test_an_error_nobody_knows_is_a_crash() -> None:
    line = {"kind": "KeyboardInterrupt", "message": "m", "hint": "", "values": {}}
    assert isinstance(wire.unpack_error(line), ModelCrashed)
