"""The lean forward, and the encoder, against transformers: scores, tokens, trees, adapters."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.base.paths import resources
from assistant.llm.hub_network import HubNetwork
from assistant.llm.lean_network import LeanNetwork, open_lean
from assistant.llm.model import Message, ModelDamaged
from assistant.llm.network import Network
from assistant.llm.precision import is_lean
from assistant.llm.tokens import Tokens
from tests.assistant.llm.conftest import WEIGHTS
from tests.conftest import MODELS

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
ADAPTER = resources() / "adapters" / "smollm2-135m-instruct"
STEPS = 12
CHATS = (
    "What is the capital of France?",
    "remind me to call mum tomorrow at 5",
    "明天下午三点提醒我开会",
    "Who wrote Hamlet, and when?",
)


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def lean() -> LeanNetwork:
    return open_lean(WEIGHTS, ADAPTER)


@pytest.fixture(scope="module")
def hub() -> HubNetwork:
    return HubNetwork(WEIGHTS)


@pytest.fixture(scope="module")
def tuned() -> HubNetwork:
    return HubNetwork(WEIGHTS, ADAPTER)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def log_p(scores: np.ndarray) -> np.ndarray:
    top = scores - scores.max(-1, keepdims=True)
    logs: np.ndarray = top - np.log(np.exp(top).sum(-1, keepdims=True))
    return logs


def divergence(one: np.ndarray, other: np.ndarray) -> float:
    """Return the mean Kullback-Leibler divergence of rows of scores, in nats."""
    p, q = log_p(one), log_p(other)
    return float((np.exp(p) * (p - q)).sum(-1).mean())


def answer(network: Network, prompt: list[int], steps: int) -> tuple[list[int], list[np.ndarray]]:
    scores = network.begin(prompt, never)
    assert scores is not None
    said, seen = [], [scores]
    for _ in range(steps):
        said.append(int(scores.argmax()))
        scores = network.forward(said[-1:])[-1]
        seen.append(scores)
    return said, seen


@pytest.mark.parametrize("sentence", CHATS)
def test_it_says_what_transformers_says(
    lean: LeanNetwork, hub: HubNetwork, tokens: Tokens, sentence: str
) -> None:
    """The same greedy tokens, but where two are as likely as bf16 can tell them apart."""
    prompt = tokens.chat([Message("user", sentence)])
    mine, scores = answer(lean, prompt, STEPS)
    theirs, wanted = answer(hub, prompt, STEPS)
    same = next((at for at in range(STEPS) if mine[at] != theirs[at]), STEPS)
    assert divergence(np.array(wanted[: same + 1]), np.array(scores[: same + 1])) < 0.01
    if same < STEPS:
        close = log_p(wanted[same])
        assert abs(close[mine[same]] - close[theirs[same]]) < 0.15


def test_the_adapter_beside_the_weights_is_the_adapter_merged(
    lean: LeanNetwork, hub: HubNetwork, tuned: HubNetwork, tokens: Tokens
) -> None:
    prompt = tokens.chat([Message("system", "Write the call."), Message("user", CHATS[1])])
    prompt += tokens.encode('reminders.create {"text": "call mum"')
    count = len(prompt)
    for network in (lean, hub, tuned, other := lean.adapted()):
        network.rewind(0)
    wanted = tuned.forward(prompt, count)
    assert divergence(wanted, other.forward(prompt, count)) < 0.01
    assert divergence(wanted, lean.forward(prompt, count)) > 0.1
    assert not other.small
    assert lean.small


def test_an_adapter_may_lack_layers_but_has_nothing_strange(tokens: Tokens, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    whole = load_file(str(ADAPTER / "adapter.safetensors"))
    some = {
        name: one for name, one in whole.items() if ".layers.29." in name and "k_proj" not in name
    }
    file, about = tmp_path / "adapter.safetensors", {"scale": "2.0"}
    save_file(some, str(file), about)
    text = tokens.encode("remind me to call mum")
    part = open_lean(WEIGHTS, tmp_path)
    own, trained = part.forward(text), part.adapted().forward(text)
    assert divergence(own, trained) > 0.0001
    assert divergence(HubNetwork(WEIGHTS, tmp_path).forward(text), trained) < 0.01
    save_file(
        {**some, "model.layers.30.self_attn.q_proj.lora_A": next(iter(some.values())).clone()},
        str(file),
        about,
    )
    with pytest.raises(ModelDamaged):
        open_lean(WEIGHTS, tmp_path)


def test_a_tree_is_read_as_its_branches_are(
    lean: LeanNetwork, hub: HubNetwork, tokens: Tokens
) -> None:
    text = tokens.encode("The capital of France")
    branches = [tokens.encode(one) for one in (" is Paris", " is a city", " was Rome then")]
    for network in (lean, hub):
        network.rewind(0)
        network.forward(text)
        order: list[int] = []
        parents: list[int] = []
        flat: list[int] = []
        for branch in branches:
            for depth, token in enumerate(branch):
                parents.append(len(flat) - 1 if depth else -1)
                flat.append(token)
            order.append(len(flat) - 1)
        first = network.grow(flat[:4], parents[:4], range(4))
        rest = network.grow(flat[4:], parents[4:], range(len(flat) - 4))
        rows = np.concatenate([first, rest])[order]
        path = [at for at in range(len(flat)) if order[0] < at <= order[1]]
        network.follow(path)
        after = network.forward(tokens.encode(" in"))
        assert network.read == [*text, *branches[1], *tokens.encode(" in")]
        network.rewind(0)
        for branch, row in zip(branches, rows, strict=True):
            assert divergence(network.forward([*text, *branch]), row[None]) < 0.01
            network.rewind(0)
        again = network.forward([*text, *branches[1], *tokens.encode(" in")])
        assert divergence(again, after) < 0.01
        network.rewind(0)


def test_a_long_text_is_read_in_pieces(lean: LeanNetwork, tokens: Tokens) -> None:
    text = tokens.encode("one two three " * 150)
    lean.rewind(0)
    whole = lean.begin(text, never)
    lean.rewind(len(text) - 9)
    assert whole is not None
    assert divergence(whole[None], lean.forward(text[-9:])) < 0.01


def test_a_plain_llama_is_lean_and_others_are_not(tmp_path: Path) -> None:
    assert is_lean(WEIGHTS)
    assert not is_lean(MODELS / "all-minilm-l6-v2")
    assert not is_lean(tmp_path)
    text = (WEIGHTS / "config.json").read_text("utf-8")
    (tmp_path / "model.safetensors").touch()
    for old, new in (('"default"', '"llama3"'), ('"silu"', '"gelu"'), ('"bfloat16"', '"float16"')):
        (tmp_path / "config.json").write_text(text.replace(old, new), "utf-8")
        assert not is_lean(tmp_path)


def test_weights_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").hardlink_to(WEIGHTS / "model.safetensors")
    text = (WEIGHTS / "config.json").read_text("utf-8")
    (tmp_path / "config.json").write_text(text.replace(": 30,", ": 31,"), "utf-8")
    with pytest.raises(ModelDamaged):
        open_lean(tmp_path)


def test_the_embedded_model_needs_no_transformers() -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from assistant.llm.opening import open_model\n"
        "from assistant.llm.model import Message, Request\n"
        f"model = open_model('x', Path({str(WEIGHTS)!r}), "
        f"Path({str(MODELS / 'all-minilm-l6-v2')!r}), 1, None)\n"
        "list(model.generate(Request((Message('user', 'hi'),), max_tokens=2), lambda: False))\n"
        "assert model.embed(['hi']).shape == (1, 384)\n"
        "assert 'torch' in sys.modules\n"
        "assert 'transformers' not in sys.modules\n"
        "assert 'torch._refs' not in sys.modules\n"
    )
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, env=environment)


def test_the_encoder_means_what_transformers_means() -> None:
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModel

    from assistant.llm.encoder import Encoder

    folder = MODELS / "all-minilm-l6-v2"
    texts = ["remind me to call mum", "hi", "the cat sat on the mat, " * 20, "明天开会"]
    model = AutoModel.from_pretrained(str(folder), local_files_only=True).eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    wanted = []
    for text in texts:
        ids = torch.tensor([tokenizer.encode(text).ids])
        with torch.inference_mode():
            wanted.append(torch.nn.functional.normalize(model(ids).last_hidden_state.mean(1))[0])
    found = Encoder(folder).embed(texts)
    np.testing.assert_allclose(found, torch.stack(wanted).numpy(), atol=4e-3)
