"""From a GGUF file to a folder that Hugging Face libraries read: bf16 safetensors and a tokenizer.

Llama (SmolLM2) and Qwen2 with a GPT-2 style byte-level tokenizer are converted. Names of tensors
and the order of rows follow llama.cpp's `convert_hf_to_gguf.py` read backwards: of Llama, GGUF
interleaves the two halves of every head's rows in `attn_q` and `attn_k`.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.llm.model import ModelDamaged

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float32]

Advance = Callable[[int, int], None]
Fields = Mapping[str, Any]

# GGUF name -> Hugging Face name; {n} is the layer.
_OUTER = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}
_INNER = {
    "attn_norm.weight": "input_layernorm.weight",
    "ffn_norm.weight": "post_attention_layernorm.weight",
    "attn_q.weight": "self_attn.q_proj.weight",
    "attn_k.weight": "self_attn.k_proj.weight",
    "attn_v.weight": "self_attn.v_proj.weight",
    "attn_q.bias": "self_attn.q_proj.bias",
    "attn_k.bias": "self_attn.k_proj.bias",
    "attn_v.bias": "self_attn.v_proj.bias",
    "attn_output.weight": "self_attn.o_proj.weight",
    "ffn_gate.weight": "mlp.gate_proj.weight",
    "ffn_up.weight": "mlp.up_proj.weight",
    "ffn_down.weight": "mlp.down_proj.weight",
}
_CLASSES = {"llama": "LlamaForCausalLM", "qwen2": "Qwen2ForCausalLM"}
# How Qwen2 parts text before the byte pairs (its own tokenizer.json); digits stand alone, too.
_QWEN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_CONTROL = 3  # GGUF token type of <|im_start|> and its like


def convert(source: Path, target: Path, advance: Advance = lambda _done, _total: None) -> None:
    """Write what the GGUF file `source` holds into the existing folder `target`.

    Raises ModelDamaged when the file is not GGUF or of an architecture that is not known here.
    """
    from gguf import GGUFReader

    try:
        reader = GGUFReader(str(source))
        fields = {key: field.contents() for key, field in reader.fields.items()}
        _check(fields)
    except (ValueError, KeyError, IndexError) as error:
        raise ModelDamaged(
            "The model file {name} cannot be read: {reason}.",
            hint="Get the model again.",
            name=source.name,
            reason=str(error),
        ) from error
    tied = all(tensor.name != "output.weight" for tensor in reader.tensors)
    _write_json(target / "config.json", config_of(fields) | {"tie_word_embeddings": tied})
    _write_json(target / "tokenizer_config.json", _tokenizer_config(fields))
    tokenizer_of(fields).save(str(target / "tokenizer.json"))
    (target / "chat_template.jinja").write_text(fields["tokenizer.chat_template"], "utf-8")
    _write_weights(reader, fields, target / "model.safetensors", advance)


def _check(fields: Fields) -> None:
    if (architecture := fields["general.architecture"]) not in _CLASSES:
        raise ValueError(f"unknown architecture {architecture}")
    if (tokenizer := fields["tokenizer.ggml.model"]) != "gpt2":
        raise ValueError(f"unknown tokenizer {tokenizer}")
    if (parting := fields.get("tokenizer.ggml.pre", "smollm")) not in ("smollm", "qwen2"):
        raise ValueError(f"unknown parts of words {parting}")


def config_of(fields: Fields) -> dict[str, object]:
    """Return the `config.json` of a model from GGUF's metadata."""
    kind = fields["general.architecture"]
    heads, hidden = fields[f"{kind}.attention.head_count"], fields[f"{kind}.embedding_length"]
    return {
        "architectures": [_CLASSES[kind]],
        "model_type": kind,
        "dtype": "bfloat16",
        "hidden_act": "silu",
        "hidden_size": hidden,
        "intermediate_size": fields[f"{kind}.feed_forward_length"],
        "num_hidden_layers": fields[f"{kind}.block_count"],
        "num_attention_heads": heads,
        "num_key_value_heads": fields[f"{kind}.attention.head_count_kv"],
        "head_dim": hidden // heads,
        "max_position_embeddings": fields[f"{kind}.context_length"],
        "rms_norm_eps": fields[f"{kind}.attention.layer_norm_rms_epsilon"],
        "rope_theta": fields[f"{kind}.rope.freq_base"],
        "rope_parameters": {
            "rope_theta": fields[f"{kind}.rope.freq_base"],
            "rope_type": "default",
        },
        "vocab_size": len(fields["tokenizer.ggml.tokens"]),
        "tie_word_embeddings": True,
        "bos_token_id": fields["tokenizer.ggml.bos_token_id"],
        "eos_token_id": fields["tokenizer.ggml.eos_token_id"],
        "pad_token_id": fields["tokenizer.ggml.padding_token_id"],
    }


def tokenizer_of(fields: Fields) -> Any:  # noqa: ANN401 - tokenizers ships no types
    """Return the `tokenizers.Tokenizer`; digits stand alone, as in llama.cpp's "smollm"."""
    from tokenizers import AddedToken, Tokenizer, decoders, models

    tokens = fields["tokenizer.ggml.tokens"]
    merges = [tuple(pair.split(" ", 1)) for pair in fields["tokenizer.ggml.merges"]]
    vocabulary = {token: number for number, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    _part_words(tokenizer, fields.get("tokenizer.ggml.pre", "smollm"))
    tokenizer.decoder = decoders.ByteLevel()
    kinds = fields["tokenizer.ggml.token_type"]
    special = [
        AddedToken(token, special=True, normalized=False)
        for token, kind in zip(tokens, kinds, strict=True)
        if kind == _CONTROL
    ]
    tokenizer.add_special_tokens(special)
    return tokenizer


def _part_words(tokenizer: Any, kind: str) -> None:  # noqa: ANN401 - as above
    from tokenizers import Regex, normalizers, pre_tokenizers

    if kind == "qwen2":
        tokenizer.normalizer = normalizers.NFC()
        first: Any = pre_tokenizers.Split(Regex(_QWEN), behavior="isolated")
    else:
        first = pre_tokenizers.Digits(individual_digits=True)
    bytes_ = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=kind != "qwen2")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([first, bytes_])


def _tokenizer_config(fields: Fields) -> dict[str, object]:
    tokens = fields["tokenizer.ggml.tokens"]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": fields[f"{fields['general.architecture']}.context_length"],
        "bos_token": tokens[fields["tokenizer.ggml.bos_token_id"]],
        "eos_token": tokens[fields["tokenizer.ggml.eos_token_id"]],
        "pad_token": tokens[fields["tokenizer.ggml.padding_token_id"]],
        "clean_up_tokenization_spaces": False,
    }


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _write_weights(reader: Any, fields: Fields, target: Path, advance: Advance) -> None:  # noqa: ANN401
    import torch
    from gguf import dequantize
    from safetensors.torch import save_file

    weights: dict[str, torch.Tensor] = {}
    llama = fields["general.architecture"] == "llama"
    for number, tensor in enumerate(reader.tensors):
        name = _hugging_face_name(tensor.name)
        values = dequantize(tensor.data, tensor.tensor_type)
        if llama and name.endswith(("q_proj.weight", "k_proj.weight")):
            kv = "" if name.endswith("q_proj.weight") else "_kv"
            values = _unpermuted(values, fields[f"llama.attention.head_count{kv}"])
        weights[name] = torch.from_numpy(values.copy()).to(torch.bfloat16)
        advance(number + 1, len(reader.tensors))
    save_file(weights, str(target), metadata={"format": "pt"})


def _hugging_face_name(name: str) -> str:
    if name in _OUTER:
        return _OUTER[name]
    _, layer, rest = name.split(".", 2)
    return f"model.layers.{layer}.{_INNER[rest]}"


def _unpermuted(values: "Array", heads: int) -> "Array":
    """Return the rows of (rows, columns) with each head's halves one after the other again."""
    rows, columns = values.shape
    split = values.reshape(heads, rows // heads // 2, 2, columns)
    return split.swapaxes(1, 2).reshape(rows, columns)
