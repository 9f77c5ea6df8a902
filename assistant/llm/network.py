"""The causal language model itself: tokens in, scores of the next token out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.llm.model import ModelDamaged
from assistant.llm.tree import Tree

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Scores = npt.NDArray[np.float32]

_SMALL = 1_000_000_000  # parameters; larger models decide by themselves what belongs in a call
BLOCK = 64  # prompt tokens a forward: few enough that Stop is heard within 200 ms


class Network:
    """A transformers model with the keys and values of the tokens it has read so far."""

    def __init__(self, folder: Path) -> None:
        """Load config.json and model.safetensors from `folder`; raises ModelDamaged."""
        import torch
        from safetensors import SafetensorError
        from transformers import AutoModelForCausalLM, DynamicCache

        self._torch = torch
        try:
            self._model: Any = AutoModelForCausalLM.from_pretrained(
                str(folder), dtype=torch.bfloat16, local_files_only=True
            )
        except (OSError, ValueError, RuntimeError, SafetensorError) as error:
            raise ModelDamaged(
                "The model in {folder} is damaged: {reason}.",
                hint="Get the model again.",
                folder=folder.name,
                reason=str(error).splitlines()[0],
            ) from error
        self._model.eval()
        self._cache: Any = DynamicCache()
        self.read: list[int] = []
        self._branches: list[int] = []

    @property
    def small(self) -> bool:
        """Whether the model needs help with decisions that larger ones make well."""
        return int(self._model.num_parameters()) < _SMALL

    def keep(self, tokens: Sequence[int]) -> int:
        """Forget all but what `tokens` begins with; return how many of them are already read.

        At least the last token stays to be read again, since its scores are what is wanted.
        """
        same = 0
        for old, new in zip(self.read, tokens[:-1], strict=False):
            if old != new:
                break
            same += 1
        self.rewind(same)
        return same

    def rewind(self, length: int) -> None:
        """Forget every token after the first `length`."""
        if surplus := len(self.read) - length:
            self._cache.crop(-surplus)
            del self.read[length:]

    def branch(self, tree: Tree) -> "Scores":
        """Read all nodes of `tree` at once; return log P after each, (nodes, vocabulary).

        Nothing of the tree is held until `follow` says which path was taken.
        """
        torch = self._torch
        past, nodes = len(self.read), len(tree.tokens)
        sees = torch.zeros(nodes, past + nodes, dtype=torch.bool)
        sees[:, :past] = True
        depth = [past] * nodes
        for node, parent in enumerate(tree.parents):
            if parent >= 0:
                sees[node, past:] = sees[parent, past:]
                depth[node] = depth[parent] + 1
            sees[node, past + node] = True
        with torch.inference_mode():
            output = self._model(
                input_ids=torch.tensor([tree.tokens]),
                attention_mask=sees[None, None],
                position_ids=torch.tensor([depth]),
                past_key_values=self._cache,
                use_cache=True,
            )
            logs = torch.log_softmax(output.logits[0], dim=-1, dtype=torch.float32)
        self._branches = list(tree.tokens)
        after: Scores = logs.numpy()
        return after

    def follow(self, path: Sequence[int]) -> None:
        """Hold the nodes of `path` of the last `branch` as read, and forget the others."""
        past = len(self.read)
        kept = self._torch.tensor([*range(past), *(past + node for node in path)])
        for layer in self._cache.layers:
            layer.keys = layer.keys.index_select(2, kept)
            layer.values = layer.values.index_select(2, kept)
        self.read.extend(self._branches[node] for node in path)

    def forward(self, tokens: Sequence[int], wanted: int = 1) -> "Scores":
        """Read `tokens` after what is held; return the scores after the last `wanted` of them.

        Shape (wanted, vocabulary), float32, not normalised.
        """
        torch = self._torch
        with torch.inference_mode():
            output = self._model(
                input_ids=torch.tensor([list(tokens)]),
                past_key_values=self._cache,
                use_cache=True,
                logits_to_keep=wanted,
            )
        self.read.extend(tokens)
        scores: Scores = output.logits[0].float().numpy()
        return scores
