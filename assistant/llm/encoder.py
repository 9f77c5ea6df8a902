"""The sentence encoder: all-MiniLM-L6-v2 (mean pooling, Reimers and Gurevych 2019).

BERT in few operators, the matrices in bf16, everything between them in float32; the test compares
it with transformers. Of the vocabulary only the rows that are looked up are read from the file.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.llm.network import damaged

if TYPE_CHECKING:
    from torch import Tensor

    from assistant.llm.model import Vectors

_WINDOW = 256  # tokens, as in the model's own sentence_bert_config.json
_BATCH = 32
_LETTERS = 8192  # of a batch, as if all its texts were as long as the longest: some 2,000 tokens
_FILE = "model.safetensors"


class Encoder:
    """Texts to unit vectors whose dot product says how alike they are."""

    def __init__(self, folder: Path) -> None:
        """Load config.json, model.safetensors and tokenizer.json; raises ModelDamaged."""
        import torch
        from safetensors import SafetensorError, safe_open
        from tokenizers import Tokenizer

        from assistant.llm.tablerows import Rows

        self._torch = torch
        try:
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            config = json.loads((folder / "config.json").read_text("utf-8"))
            _check(config)
            self._heads, self._width = config["num_attention_heads"], config["hidden_size"]
            self._epsilon = config["layer_norm_eps"]
            # Twice: what was read to be packed is given back when the first mapping is gone.
            with safe_open(str(folder / _FILE), "pt") as file:
                layers = range(config["num_hidden_layers"])
                self._blocks = [self._block(file.get_tensor, f"encoder.layer.{n}.") for n in layers]
            with safe_open(str(folder / _FILE), "pt") as file:
                self._places, self._types = (
                    file.get_tensor(f"embeddings.{name}_embeddings.weight").clone()
                    for name in ("position", "token_type")
                )
                self._first = self._norm(file.get_tensor, "embeddings.")
            self._words = Rows(folder / _FILE, "embeddings.word_embeddings.weight")
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise damaged(folder, error) from error
        self._tokenizer.enable_truncation(_WINDOW)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str], alive: Callable[[], None] = lambda: None) -> "Vectors":
        """Return one L2-normalised vector a text, shape (len(texts), 384), float32.

        `alive` is called after every batch.
        """
        import numpy as np

        # Texts of like length are read together, so that little is padded.
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        vectors = np.zeros((len(texts), self._width), np.float32)
        for chosen in _batches(order, texts):
            vectors[chosen] = self._batch([texts[one] for one in chosen])
            alive()
        return vectors

    def _batch(self, texts: Sequence[str]) -> "Vectors":
        torch = self._torch
        coded = self._tokenizer.encode_batch(list(texts))
        mask = torch.tensor([code.attention_mask for code in coded], dtype=torch.bool)
        with torch.inference_mode():
            hidden = self._read(torch.tensor([code.ids for code in coded]), mask[:, None, None])
            weights = mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * weights).sum(1) / weights.sum(1)
            vectors: Vectors = torch.nn.functional.normalize(mean, dim=1).numpy()
        return vectors

    def _read(self, tokens: "Tensor", mask: "Tensor") -> "Tensor":
        """Return the last hidden states, (texts, tokens, width)."""
        x = self._words(tokens.flatten().tolist()).view(*tokens.shape, self._width)
        x = self._first(x + self._places[: tokens.shape[1]] + self._types[0])
        for block in self._blocks:
            x = block(x, mask)
        return x

    def _block(
        self, take: "Callable[[str], Tensor]", prefix: str
    ) -> "Callable[[Tensor, Tensor], Tensor]":
        """Return one layer: hidden states and what may be seen to hidden states."""
        torch, heads = self._torch, self._heads
        names = [f"attention.self.{name}" for name in ("query", "key", "value")]
        project = self._linear(take, *(prefix + name for name in names))
        out = self._linear(take, f"{prefix}attention.output.dense")
        wide = self._linear(take, f"{prefix}intermediate.dense")
        narrow = self._linear(take, f"{prefix}output.dense")
        first = self._norm(take, f"{prefix}attention.output.")
        last = self._norm(take, f"{prefix}output.")

        def block(x: "Tensor", mask: "Tensor") -> "Tensor":
            texts, count, width = x.shape
            split = project(x).view(texts, count, 3, heads, width // heads)
            query, key, value = split.permute(2, 0, 3, 1, 4)
            seen = torch.nn.functional.scaled_dot_product_attention(query, key, value, mask)
            x = first(x + out(seen.transpose(1, 2).reshape(x.shape)))
            return last(x + narrow(torch.nn.functional.gelu(wide(x))))

        return block

    def _linear(self, take: "Callable[[str], Tensor]", *names: str) -> "Callable[[Tensor], Tensor]":
        from assistant.llm.packed import Matrix

        torch = self._torch
        weight = torch.cat([take(f"{name}.weight") for name in names]).to(torch.bfloat16)
        bias = torch.cat([take(f"{name}.bias") for name in names]).to(torch.bfloat16)
        matrix = Matrix(weight, bias)

        def linear(x: "Tensor") -> "Tensor":
            flat = matrix(x.reshape(-1, x.shape[-1]).to(torch.bfloat16))
            wide: Tensor = flat.float().view(*x.shape[:-1], -1)
            return wide

        return linear

    def _norm(self, take: "Callable[[str], Tensor]", prefix: str) -> "Callable[[Tensor], Tensor]":
        weight, bias = (take(f"{prefix}LayerNorm.{part}").clone() for part in ("weight", "bias"))

        def norm(x: "Tensor") -> "Tensor":
            normed: Tensor = self._torch.nn.functional.layer_norm(
                x, (self._width,), weight, bias, self._epsilon
            )
            return normed

        return norm


def _batches(order: Sequence[int], texts: Sequence[str]) -> Iterator[list[int]]:
    """Part `order`, the shortest text first, into batches of bounded work and memory."""
    batch: list[int] = []
    for one in order:
        length = min(len(texts[one]), 4 * _WINDOW)  # what is behind is cut off
        if batch and (len(batch) == _BATCH or (len(batch) + 1) * length > _LETTERS):
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def _check(config: dict[str, Any]) -> None:
    if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
        raise ValueError("no BERT with GELU")
