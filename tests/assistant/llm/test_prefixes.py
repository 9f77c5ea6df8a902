"""What many prompts begin with is read once, and found again after a restart."""

from pathlib import Path

import numpy as np
import pytest

from assistant.llm.lean_network import LeanNetwork, open_lean
from assistant.llm.model import Message
from assistant.llm.prefixes import Prefixes
from assistant.llm.tokens import Tokens
from tests.assistant.llm.conftest import WEIGHTS

pytestmark = pytest.mark.model
CHAT = [Message("system", "You are a helpful AI assistant named Deskmate"), Message("user", "hi")]


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def network() -> LeanNetwork:
    return open_lean(WEIGHTS)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "prefixes"


def asked(network: LeanNetwork, tokens: Tokens, folder: Path, identity: str = "one") -> np.ndarray:
    """Return the scores after the chat of a reader that has just been started."""
    network.rewind(0)
    network.prefixes = Prefixes(folder, identity)
    prompt, fixed = tokens.prompt(CHAT)
    scores = network.begin(prompt, never, fixed)
    assert scores is not None
    return scores


def test_every_chat_begins_with_its_system_message(tokens: Tokens) -> None:
    prompt, fixed = tokens.prompt(CHAT)
    assert tokens.decode(prompt[:fixed]).endswith("Deskmate\nuser\n")
    assert prompt[:fixed] == tokens.prompt([CHAT[0], Message("user", "bye")])[0][:fixed]


def test_a_beginning_is_read_once(network: LeanNetwork, tokens: Tokens, kept: Path) -> None:
    first = asked(network, tokens, kept)
    (file,) = kept.iterdir()
    steps = network.steps
    again = asked(network, tokens, kept)
    assert network.steps == steps + 1
    np.testing.assert_allclose(again, first, atol=0.05)
    asked(network, tokens, kept, "other weights")
    assert network.steps == steps + 3
    assert file in kept.iterdir()
    assert len(list(kept.iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"short", b"0" * 64 + b"no tensors"])
def test_a_damaged_file_is_made_anew(
    network: LeanNetwork, tokens: Tokens, kept: Path, damage: bytes
) -> None:
    first = asked(network, tokens, kept)
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage or whole[:-9] + b"123456789")
    np.testing.assert_allclose(asked(network, tokens, kept), first, atol=0.05)
    assert file.read_bytes() == whole


def test_a_disk_that_takes_nothing_is_no_reason_to_fail(
    network: LeanNetwork, tokens: Tokens, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", "utf-8")
    assert asked(network, tokens, blocked).shape == (tokens.size,)
