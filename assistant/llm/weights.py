"""From a model's folder, and an adapter's, to the packed weights of `lean`."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor

from assistant.llm.adapters import WEIGHTS
from assistant.llm.lean import Layer, Linear, Llama, Shape
from assistant.llm.packed import Matrix

Take = Callable[[str], Tensor]
_FILE = "model.safetensors"
_HEADS = ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")


def load(folder: Path, adapter: Path | None = None) -> Llama:
    """Return the model in `folder` with the A and B of `adapter` beside its weights.

    The file is mapped twice: what was read while packing is given back, and of the embedding only
    the rows that are looked up are ever read. Raises OSError, KeyError, RuntimeError, ValueError,
    SafetensorError.
    """
    config = json.loads((folder / "config.json").read_text("utf-8"))
    shape = _shape(config)
    with torch.inference_mode():
        extra = _Adapter(adapter) if adapter else None
        with safe_open(str(folder / _FILE), "pt") as file:
            take: Take = file.get_tensor
            layers = [_layer(take, f"model.layers.{n}.", extra) for n in range(shape.layers)]
            if extra:
                extra.check()
            last = take("model.norm.weight").clone()
            tied = config.get("tie_word_embeddings", False)
            head = Matrix(take("model.embed_tokens.weight" if tied else "lm_head.weight"))
        with safe_open(str(folder / _FILE), "pt") as file:
            embedding = file.get_tensor("model.embed_tokens.weight")
        return Llama(shape, embedding, layers, last, head)


def _shape(config: dict[str, Any]) -> Shape:
    heads, width = config["num_attention_heads"], config["hidden_size"]
    rope = config.get("rope_parameters") or {}
    return Shape(
        layers=config["num_hidden_layers"],
        width=width,
        heads=heads,
        groups=config.get("num_key_value_heads") or heads,
        head=config.get("head_dim") or width // heads,
        inner=config["intermediate_size"],
        vocabulary=config["vocab_size"],
        context=config["max_position_embeddings"],
        epsilon=config["rms_norm_eps"],
        theta=rope.get("rope_theta") or config.get("rope_theta", 10000.0),
    )


def _layer(take: Take, prefix: str, extra: "_Adapter | None") -> Layer:
    def linear(*names: str) -> Linear:
        parts = {prefix + name: take(f"{prefix}{name}.weight") for name in names}
        rows = {name: len(part) for name, part in parts.items()}
        return Linear(torch.cat([*parts.values()]), *(extra.beside(rows) if extra else ()))

    return Layer(
        take(f"{prefix}input_layernorm.weight").clone(),
        linear(*_HEADS),
        linear("self_attn.o_proj"),
        take(f"{prefix}post_attention_layernorm.weight").clone(),
        linear("mlp.gate_proj", "mlp.up_proj"),
        linear("mlp.down_proj"),
    )


class _Adapter:
    """The matrices of an adapter, for projections that were put together; it may lack some."""

    def __init__(self, folder: Path) -> None:
        with safe_open(str(folder / WEIGHTS), "pt") as file:
            self._scale = float(file.metadata()["scale"])
            self._found = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        self._strange = set(self._found)

    def beside(self, rows: Mapping[str, int]) -> tuple[Tensor, ...]:
        """Return A, one below the other, and B^T in blocks, its scale in it; () if untrained.

        `rows` are the modules of one matrix with the rows that each has in it.
        """
        downs: list[Tensor] = []
        ups: list[Tensor] = []
        before, width = 0, sum(rows.values())
        for name, count in rows.items():
            keys = f"{name}.lora_A", f"{name}.lora_B"
            if keys[0] in self._found:
                down, one = (self._found[key] for key in keys)
                self._strange.difference_update(keys)
                up = torch.zeros(len(down), width)
                up[:, before : before + count] = one.float().t() * self._scale
                downs.append(down.to(torch.bfloat16))
                ups.append(up.to(torch.bfloat16))
            before += count
        return (torch.cat(downs), torch.cat(ups)) if downs else ()

    def check(self) -> None:
        """Raise KeyError where it has a matrix that the model does not have."""
        if self._strange:
            raise KeyError(f"the adapter has {min(self._strange)}, the model has not")
