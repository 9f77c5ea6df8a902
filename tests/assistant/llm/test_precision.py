"""Whole numbers instead of bf16: what they lose, when they are chosen, and what is not trusted."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from assistant.llm import measured, precision
from assistant.llm.installed import find_installed
from assistant.llm.lean_network import open_lean
from assistant.llm.model import Message
from assistant.llm.precision import BF16, CHOICE, FEW, INT8, ROUNDED, read_choice
from assistant.llm.quantized import Int4Matrix, Int8Matrix, has_int8, to_int4, to_int8
from assistant.llm.tablerows import Rows
from assistant.llm.tokens import Tokens
from tests.assistant.llm.conftest import WEIGHTS
from tests.assistant.llm.test_lean import ADAPTER, CHATS, divergence

BEST = INT8 + FEW
whole_numbers = pytest.mark.skipif(not has_int8(), reason="this processor has no VNNI")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def lost(found: torch.Tensor, wanted: torch.Tensor) -> float:
    return float((found.float() - wanted).norm() / wanted.norm())


@whole_numbers
@pytest.mark.parametrize("count", [1, 2, 7, 64])
def test_int8_keeps_small_activations_beside_huge_ones(count: int) -> None:
    """The first token's are hundreds of times larger, and so are some within every token."""
    torch.manual_seed(count)
    weight = torch.randn(96, 64)
    x = torch.randn(count, 64)
    x[0] *= 300
    x[:, 5] *= 100
    weight[:, 5] = 0
    found = Int8Matrix(*to_int8(weight))(x.to(torch.bfloat16))
    wanted = x.to(torch.bfloat16).float() @ weight.t()
    for row in range(count):
        assert lost(found[row], wanted[row]) < 0.02


@whole_numbers
def test_int8_of_nothing_is_nothing() -> None:
    matrix = Int8Matrix(*to_int8(torch.zeros(32, 64)))
    assert not matrix(torch.zeros(3, 64, dtype=torch.bfloat16)).any()


def test_int4_holds_what_was_published_in_four_bits_and_refuses_the_rest() -> None:
    torch.manual_seed(1)
    levels = torch.randint(0, 16, (64, 4, 32))
    levels[..., 0], levels[..., 1] = 0, 15
    scales, least = torch.rand(2, 64, 4, 1) + 0.1
    published = (levels * scales - least).view(64, 128).to(torch.bfloat16)
    packed = to_int4(published)
    assert packed is not None
    x = torch.randn(2, 128, dtype=torch.bfloat16)
    assert lost(Int4Matrix(*packed)(x), x.float() @ published.float().t()) < 0.01
    assert to_int4(torch.randn(64, 128)) is None
    assert to_int4(torch.randn(64, 100)) is None


def test_rows_of_a_table_are_those_of_the_file() -> None:
    from safetensors import safe_open

    name = "model.embed_tokens.weight"
    with safe_open(str(WEIGHTS / "model.safetensors"), "pt") as file:
        whole = file.get_tensor(name)
        rows = Rows(WEIGHTS / "model.safetensors", name)
        wanted = [0, 49151, 7, 7]
        assert torch.equal(rows(wanted), whole[wanted])
    with pytest.raises(IndexError):
        rows([49152])


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the embedded model's files, measured and rounded."""
    folder = tmp_path_factory.mktemp("measured") / WEIGHTS.name
    folder.mkdir()
    for file in WEIGHTS.iterdir():
        if file.name not in (CHOICE, ROUNDED):
            (folder / file.name).hardlink_to(file)
    assert measured.choose(folder) is not None
    return folder


@pytest.mark.model
def test_a_choice_is_measured_and_kept(chosen: Path) -> None:
    choice = read_choice(chosen)
    assert choice is not None
    assert {BF16, BF16 + FEW} <= choice.measured.keys()  # it was published in four bits
    assert all(len(times) == len(measured.STEPS) for times in choice.measured.values())
    assert choice.precision in choice.measured
    assert (chosen / ROUNDED).exists() == (choice.precision != BF16)
    assert choice.shown.startswith(choice.precision)


@pytest.mark.model
def test_a_measurement_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    for file in WEIGHTS.iterdir():
        if file.name not in (CHOICE, ROUNDED):
            (tmp_path / file.name).hardlink_to(file)
    assert measured.choose(tmp_path, lambda: True) is None
    assert read_choice(tmp_path) is None
    assert not list(tmp_path.glob("rounded*"))


@whole_numbers
@pytest.mark.model
def test_rounded_weights_say_almost_the_same(
    chosen: Path, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prompts by int8, single tokens by int4, calls with the adapter beside them."""
    monkeypatch.setattr(measured, "_usual", lambda times: times[0])  # whatever is faster here
    monkeypatch.setattr(measured, "_measure", lambda *_: {BF16: [9.0] * 3, BEST: [1.0] * 3})
    measured.choose(chosen)
    exact, rounded = open_lean(chosen, ADAPTER), open_lean(chosen, ADAPTER, BEST)
    for sentence in CHATS:
        prompt = tokens.chat([Message("user", sentence)])
        for one, other in ((exact, rounded), (exact.adapted(), rounded.adapted())):
            wanted = one.forward(prompt, len(prompt))
            assert divergence(wanted, other.forward(prompt, len(prompt))) < 0.05
    for network in (exact, rounded):
        network.rewind(0)
        network.forward(prompt)
    singles = [(exact.forward([one]), rounded.forward([one])) for one in tokens.encode("I am")]
    assert all(divergence(one, other) < 0.05 for one, other in singles)


@pytest.mark.model
def test_what_was_chosen_elsewhere_or_changed_since_is_not_used(
    chosen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_choice(tmp_path) is None
    table = json.loads((chosen / CHOICE).read_text("utf-8"))
    (tmp_path / ROUNDED).write_bytes(b"12345")
    stat = (tmp_path / ROUNDED).stat()
    right = [5, stat.st_mtime_ns, "no hash, and none is needed while size and time agree"]
    for change, used in (
        ({}, True),
        ({"machine": "another"}, False),
        ({"precision": "int2"}, False),
        ({"file": [6, right[1], right[2]]}, False),
        ({"file": [5, 1, right[2]]}, False),
        ({"file": None}, False),
        ({"more": 1}, False),
    ):
        row = table | {"precision": BEST, "file": right} | change
        (tmp_path / CHOICE).write_text(json.dumps(row), "utf-8")
        assert (read_choice(tmp_path) is not None) == used
    (tmp_path / CHOICE).write_text("{", "utf-8")
    assert read_choice(tmp_path) is None
    monkeypatch.setattr(precision, "machine", lambda: "another")
    assert read_choice(chosen) is None


@pytest.mark.model
def test_a_choice_is_no_damage_to_the_model(models: Path) -> None:
    from assistant.llm.installed import check

    folder = models / WEIGHTS.name
    for name in (CHOICE, ROUNDED):
        (folder / name).unlink(missing_ok=True)
    check(find_installed(models, WEIGHTS.name), thorough=False)
