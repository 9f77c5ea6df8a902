"""A network of the plain Llama architecture (`lean`); readers with and without an adapter share it.

Only the model's own child process imports this module.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors import SafetensorError

from assistant.llm import weights
from assistant.llm.lean import Llama, Memory
from assistant.llm.network import SMALL, Network, Step, damaged

if TYPE_CHECKING:
    from assistant.llm.network import Scores
    from assistant.llm.prefixes import Saved


def open_lean(folder: Path, adapter: Path | None = None, precision: str = "bf16") -> "LeanNetwork":
    """Load the model in `folder`, with an adapter beside it; raises ModelDamaged."""
    try:
        return LeanNetwork(weights.load(folder, adapter, precision))
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, SafetensorError) as error:
        raise damaged(folder, error) from error


class LeanNetwork(Network):
    """One reader of a model: its text, and whether the adapter speaks."""

    def __init__(self, llama: Llama, *, adapted: bool = False) -> None:
        super().__init__()
        self._llama = llama
        self._adapted = adapted
        self._memory = Memory(llama.shape, llama.dtype)
        # Training has taught an adapter what belongs in a call; nothing is decided for it.
        self.small = llama.parameters < SMALL and not adapted

    def adapted(self) -> "LeanNetwork":
        """Return another reader of the same weights, with the adapter."""
        return LeanNetwork(self._llama, adapted=True)

    def _step(self, step: Step) -> "Scores":
        with torch.inference_mode():
            logits = self._llama.step(self._memory, step, adapted=self._adapted)
            scores: Scores = logits.float().numpy()
        return scores

    def _save(self, length: int) -> "Saved":
        return {"held": self._memory.held[:, :, :, :length].clone()}

    def _restore(self, saved: "Saved", length: int) -> None:
        with torch.inference_mode():
            self._memory.reserve(length)[:, :, :, :length] = saved["held"]

    def _move(self, slots: Sequence[int], to: int) -> None:
        with torch.inference_mode():
            self._memory.move(slots, to)
