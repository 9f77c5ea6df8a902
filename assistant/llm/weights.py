"""From a model's folder, and an adapter's, to the packed weights of `lean`."""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors import safe_open
from torch import Tensor

from assistant.llm.adapters import WEIGHTS
from assistant.llm.lean import Layer, Linear, Llama, Multiply, Shape
from assistant.llm.packed import Matrix
from assistant.llm.precision import BF16, FEW, INT8, ROUNDED
from assistant.llm.quantized import Int4Matrix, Int8Matrix, to_int8
from assistant.llm.tablerows import Rows

Take = Callable[[str], Tensor]
_FILE = "model.safetensors"
PARTS = {
    "heads": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "out": ("self_attn.o_proj",),
    "gate_up": ("mlp.gate_proj", "mlp.up_proj"),
    "down": ("mlp.down_proj",),
}
"""Which projections of a layer are one matrix, since they read the same input."""
HEAD = "head"


def load(folder: Path, adapter: Path | None = None, precision: str = BF16) -> Llama:
    """Return the model in `folder` with the A and B of `adapter` beside its weights.

    Only what is packed is kept: what was read to be packed is given back with its mapping, and of
    the embedding only the rows that are looked up are ever read. Raises OSError, KeyError,
    RuntimeError, ValueError, SafetensorError.
    """
    config = read_config(folder)
    shape = _shape(config)
    with torch.inference_mode(), ExitStack() as files:
        file = files.enter_context(safe_open(str(folder / _FILE), "pt"))
        source: Source = Plain(file.get_tensor, config)
        if precision != BF16:
            rounded = files.enter_context(safe_open(str(folder / ROUNDED), "pt"))
            source = _Rounded(rounded, source, precision)
        extra = _Adapter(adapter) if adapter else None
        layers = [_layer(file, source, number, extra) for number in range(shape.layers)]
        if extra:
            extra.check()
        last = file.get_tensor("model.norm.weight").clone()
        head = source.matrix(HEAD)
    return Llama(shape, Rows(folder / _FILE, "model.embed_tokens.weight"), layers, last, head)


def read_config(folder: Path) -> dict[str, Any]:
    """Return config.json."""
    config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
    return config


class Source(Protocol):
    """Where the matrices come from."""

    def matrix(self, key: str, down: Tensor | None = None) -> Multiply:
        """Return the matrix `key` ("3.heads" or "head"), with the rows of `down` below it."""

    def few(self, key: str) -> Multiply | None:
        """Return the matrix `key` as it is faster for few tokens, where there is such a one."""


class Plain:
    """The weights as they are in the model's own file."""

    def __init__(self, take: Take, config: dict[str, Any]) -> None:
        self._take = take
        tied = config.get("tie_word_embeddings", False)
        self._head = "model.embed_tokens.weight" if tied else "lm_head.weight"

    def matrix(self, key: str, down: Tensor | None = None) -> Multiply:
        """Return it packed in bf16."""
        weight = self.weight(key)
        return Matrix(weight if down is None else torch.cat((weight, down)))

    def few(self, key: str) -> Multiply | None:  # noqa: ARG002 - as `Source` has it
        """Return nothing: there is one format."""
        return None

    def weight(self, key: str) -> Tensor:
        """Return the numbers of the matrix, (outputs, inputs)."""
        if key == HEAD:
            return self._take(self._head)
        layer, part = key.split(".")
        return torch.cat(
            [self._take(f"model.layers.{layer}.{name}.weight") for name in PARTS[part]]
        )


class _Rounded:
    """The weights as `measured` rounded them."""

    def __init__(self, file: Any, plain: Source, precision: str) -> None:  # noqa: ANN401
        """`plain` is asked for what `precision` leaves in bf16."""
        self._take: Take = file.get_tensor
        self._names = set(file.keys())
        self._plain = plain
        self._many, self._few = precision.startswith(INT8), precision.endswith(FEW)

    def matrix(self, key: str, down: Tensor | None = None) -> Multiply:
        """Return it in int8, or as it was."""
        if not self._many:
            return self._plain.matrix(key, down)
        levels, scales = self._take(f"{key}.int8"), self._take(f"{key}.scales").clone()
        if down is not None:
            more, further = to_int8(down)
            levels, scales = torch.cat((levels, more)), torch.cat((scales, further))
        return Int8Matrix(levels, scales)

    def few(self, key: str) -> Multiply | None:
        """Return it in int4, where that is wanted and loses nothing."""
        if not self._few or f"{key}.int4" not in self._names:
            return None
        return Int4Matrix(self._take(f"{key}.int4").clone(), self._take(f"{key}.groups").clone())


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


def _layer(file: Any, source: Source, number: int, extra: "_Adapter | None") -> Layer:  # noqa: ANN401
    prefix = f"model.layers.{number}."

    def norm(name: str) -> Tensor:
        weight: Tensor = file.get_tensor(f"{prefix}{name}_layernorm.weight")
        return weight.clone()

    def linear(part: str) -> Linear:
        names = [prefix + name for name in PARTS[part]]
        rows = {name: int(file.get_slice(f"{name}.weight").get_shape()[0]) for name in names}
        down, up = extra.beside(rows) if extra else (None, None)
        key = f"{number}.{part}"
        return Linear(source.matrix(key, down), source.few(key), sum(rows.values()), up)

    return Layer(
        norm("input"),
        linear("heads"),
        linear("out"),
        norm("post_attention"),
        linear("gate_up"),
        linear("down"),
    )


class _Adapter:
    """The matrices of an adapter, for projections that were put together; it may lack some."""

    def __init__(self, folder: Path) -> None:
        with safe_open(str(folder / WEIGHTS), "pt") as file:
            self._scale = float(file.metadata()["scale"])
            self._found = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        self._strange = set(self._found)

    def beside(self, rows: Mapping[str, int]) -> tuple[Tensor, Tensor] | tuple[None, None]:
        """Return A, one below the other, and B^T in blocks, its scale in it; None if untrained.

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
        return (torch.cat(downs), torch.cat(ups)) if downs else (None, None)

    def check(self) -> None:
        """Raise KeyError where it has a matrix that the model does not have."""
        if self._strange:
            raise KeyError(f"the adapter has {min(self._strange)}, the model has not")
