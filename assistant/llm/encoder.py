"""The sentence encoder: all-MiniLM-L6-v2 (mean pooling, Reimers and Gurevych 2019)."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.llm.model import ModelDamaged

if TYPE_CHECKING:
    from assistant.llm.model import Vectors

_WINDOW = 256  # tokens, as in the model's own sentence_bert_config.json
_BATCH = 32


class Encoder:
    """Texts to unit vectors whose dot product says how alike they are."""

    def __init__(self, folder: Path) -> None:
        """Load config.json, model.safetensors and tokenizer.json; raises ModelDamaged."""
        import torch
        from safetensors import SafetensorError
        from tokenizers import Tokenizer
        from transformers import AutoModel

        self._torch = torch
        try:
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._model: Any = AutoModel.from_pretrained(str(folder), local_files_only=True)
        except (OSError, ValueError, RuntimeError, SafetensorError) as error:
            raise ModelDamaged(
                "The model in {folder} is damaged: {reason}.",
                hint="Get the model again.",
                folder=folder.name,
                reason=str(error).splitlines()[0],
            ) from error
        self._model.eval()
        self._tokenizer.enable_truncation(_WINDOW)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return one L2-normalised vector a text, shape (len(texts), 384), float32."""
        import numpy as np

        batches = [texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]
        if not batches:
            return np.zeros((0, self._model.config.hidden_size), np.float32)
        return np.concatenate([self._batch(batch) for batch in batches])

    def _batch(self, texts: Sequence[str]) -> "Vectors":
        torch = self._torch
        coded = self._tokenizer.encode_batch(list(texts))
        mask = torch.tensor([code.attention_mask for code in coded])
        with torch.inference_mode():
            hidden = self._model(
                input_ids=torch.tensor([code.ids for code in coded]), attention_mask=mask
            ).last_hidden_state
            weights = mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * weights).sum(1) / weights.sum(1)
            vectors: Vectors = torch.nn.functional.normalize(mean, dim=1).float().numpy()
        return vectors
