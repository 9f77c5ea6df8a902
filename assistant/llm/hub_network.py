"""A network of any architecture that transformers knows.

Only the model's own child process imports this module.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError
from transformers import AutoModelForCausalLM, DynamicCache

from assistant.llm.adapters import merge
from assistant.llm.network import SMALL, Network, Step, damaged

if TYPE_CHECKING:
    from assistant.llm.network import Scores
    from assistant.llm.prefixes import Saved


def device() -> str:
    """Return where to compute: a graphics processor where there is one."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


class HubNetwork(Network):
    """A transformers model and its cache."""

    def __init__(self, folder: Path, adapter: Path | None = None) -> None:
        """Load `folder`, and add the weights of `adapter` to it; raises ModelDamaged."""
        super().__init__()
        try:
            self._model: Any = AutoModelForCausalLM.from_pretrained(
                str(folder), dtype=torch.bfloat16, local_files_only=True
            ).to(device())
        except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
            raise damaged(folder, error) from error
        if adapter is not None:
            merge(self._model, adapter)
        self._model.eval()
        self._cache: Any = DynamicCache()
        self.small = adapter is None and self._model.num_parameters() < SMALL

    def _step(self, step: Step) -> "Scores":
        place = self._model.device
        with torch.inference_mode():
            output = self._model(
                input_ids=torch.tensor([list(step.tokens)], device=place),
                attention_mask=torch.from_numpy(step.sees).to(place)[None, None],
                position_ids=torch.tensor([list(step.places)], device=place),
                past_key_values=self._cache,
                use_cache=True,
                logits_to_keep=torch.tensor(list(step.wanted), device=place),
            )
            scores: Scores = output.logits[0].float().cpu().numpy()
        return scores

    def _save(self, length: int) -> "Saved":
        saved = {}
        for number, layer in enumerate(self._cache.layers):
            saved[f"{number}.keys"] = layer.keys[:, :, :length].cpu().contiguous()
            saved[f"{number}.values"] = layer.values[:, :, :length].cpu().contiguous()
        return saved

    def _restore(self, saved: "Saved", length: int) -> None:  # noqa: ARG002 - the cache knows it
        place = self._model.device
        self._cache = DynamicCache()
        for number in range(len(saved) // 2):
            keys, values = saved[f"{number}.keys"], saved[f"{number}.values"]
            self._cache.update(keys.to(place), values.to(place), number)

    def _move(self, slots: Sequence[int], to: int) -> None:
        kept = torch.tensor([*range(to), *slots], dtype=torch.long, device=self._model.device)
        for layer in self._cache.layers:
            if layer.is_initialized:
                layer.keys = layer.keys.index_select(2, kept)
                layer.values = layer.values.index_select(2, kept)
