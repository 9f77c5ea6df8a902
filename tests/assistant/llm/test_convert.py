"""GGUF to safetensors, on a tiny model written here; the real one is compared by its answers."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.llm.convert import convert
from assistant.llm.model import ModelDamaged


def tiny_gguf(path: Path, architecture: str = "llama") -> dict[str, "np.ndarray"]:
    """Write a one-layer model; return the tensors by their Hugging Face names."""
    import gguf

    writer = gguf.GGUFWriter(str(path), architecture)
    writer.add_block_count(1)
    writer.add_context_length(64)
    writer.add_embedding_length(8)
    writer.add_feed_forward_length(16)
    writer.add_head_count(2)
    writer.add_head_count_kv(1)
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(4)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2" if architecture == "qwen2" else "smollm")
    writer.add_token_list(["<|end|>", "a", "b", "ab"])
    writer.add_token_types([3, 1, 1, 1])
    writer.add_token_merges(["a b"])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(0)
    writer.add_pad_token_id(0)
    writer.add_chat_template("{{ messages[0]['content'] }}")
    random = np.random.default_rng(3)
    shapes = {
        "token_embd.weight": (4, 8),
        "output_norm.weight": (8,),
        "blk.0.attn_norm.weight": (8,),
        "blk.0.ffn_norm.weight": (8,),
        "blk.0.attn_q.weight": (8, 8),
        "blk.0.attn_k.weight": (4, 8),
        "blk.0.attn_v.weight": (4, 8),
        "blk.0.attn_output.weight": (8, 8),
        "blk.0.ffn_gate.weight": (16, 8),
        "blk.0.ffn_up.weight": (16, 8),
        "blk.0.ffn_down.weight": (8, 16),
    }
    if architecture == "qwen2":
        shapes |= {"blk.0.attn_q.bias": (8,), "output.weight": (4, 8)}
    written = {}
    for name, shape in shapes.items():
        written[name] = random.integers(-8, 8, shape).astype(np.float32)
        writer.add_tensor(name, written[name])
    for finish in (
        writer.write_header_to_file,
        writer.write_kv_data_to_file,
        writer.write_tensors_to_file,
        writer.close,
    ):
        finish()
    return written


def test_names_values_and_row_order(tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    written = tiny_gguf(tmp_path / "tiny.gguf")
    folder = tmp_path / "out"
    folder.mkdir()
    steps: list[tuple[int, int]] = []
    convert(tmp_path / "tiny.gguf", folder, lambda done, total: steps.append((done, total)))
    assert steps[-1] == (11, 11)
    from safetensors.torch import load_file as load_torch

    weights = {
        name: one.float().numpy() for name, one in load_torch(folder / "model.safetensors").items()
    }
    assert len(weights) == 11
    assert np.array_equal(weights["model.embed_tokens.weight"], written["token_embd.weight"])
    down = weights["model.layers.0.mlp.down_proj.weight"]
    assert np.array_equal(down, written["blk.0.ffn_down.weight"])
    # Two heads of four rows: GGUF has the halves of a head interleaved, 0 2 1 3 undoes it.
    rows = [0, 2, 1, 3, 4, 6, 5, 7]
    query = weights["model.layers.0.self_attn.q_proj.weight"]
    assert np.array_equal(query, written["blk.0.attn_q.weight"][rows])
    config = json.loads((folder / "config.json").read_text("utf-8"))
    assert (config["head_dim"], config["eos_token_id"]) == (4, 0)
    assert load_file is not None


def test_qwen2_keeps_its_rows_its_biases_and_its_own_output(tmp_path: Path) -> None:
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    written = tiny_gguf(tmp_path / "tiny.gguf", "qwen2")
    folder = tmp_path / "out"
    folder.mkdir()
    convert(tmp_path / "tiny.gguf", folder)
    weights = load_file(folder / "model.safetensors")
    query = weights["model.layers.0.self_attn.q_proj.weight"].float().numpy()
    assert np.array_equal(query, written["blk.0.attn_q.weight"])
    bias = weights["model.layers.0.self_attn.q_proj.bias"].float().numpy()
    assert np.array_equal(bias, written["blk.0.attn_q.bias"])
    config = json.loads((folder / "config.json").read_text("utf-8"))
    assert (config["model_type"], config["tie_word_embeddings"]) == ("qwen2", False)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.encode("ab<|end|>a").ids == [3, 0, 1]


def test_the_tokenizer_merges_and_knows_control_tokens(tmp_path: Path) -> None:
    from tokenizers import Tokenizer

    tiny_gguf(tmp_path / "tiny.gguf")
    folder = tmp_path / "out"
    folder.mkdir()
    convert(tmp_path / "tiny.gguf", folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.encode("ab<|end|>a").ids == [3, 0, 1]


@pytest.mark.parametrize("content", [b"", b"GGUF", b"not a model" * 100])
def test_what_is_not_gguf_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelDamaged) as caught:
        convert(path, tmp_path)
    assert "broken.gguf" in caught.value.shown()


def test_another_architecture_is_named(tmp_path: Path) -> None:
    tiny_gguf(tmp_path / "tiny.gguf", "falcon")
    with pytest.raises(ModelDamaged, match="falcon"):
        convert(tmp_path / "tiny.gguf", tmp_path)
