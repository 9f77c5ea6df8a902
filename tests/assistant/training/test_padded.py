from pathlib import Path

import pytest

from assistant.llm.installed import Installed
from assistant.llm.tokens import Tokens
from assistant.training.caller import lora_model
from assistant.training.encode import batch_of, call_loss, encoded
from assistant.training.padded import alike, padded, wanted_logits
from assistant.training.rows import read_rows
from assistant.training.run import Settings

pytestmark = pytest.mark.model


def test_padded_rows_score_as_packed_ones_do(base: Installed, data: Path) -> None:
    import torch
    from torch.nn.functional import cross_entropy

    model = lora_model(base.folder, Settings(rank=2)).eval()
    rows = encoded(read_rows(data / "train.jsonl"), Tokens(base.folder), "Write the call.")
    packed, batch = batch_of(rows), padded(rows)
    labels = packed.pop("labels")
    with torch.inference_mode():
        expected = float(call_loss(model(**packed), labels))
        logits = wanted_logits(model, batch)[0].float()
        assert float(cross_entropy(logits, batch["labels"][0])) == pytest.approx(expected, rel=0.01)


def test_every_row_comes_once_in_batches_of_like_length() -> None:
    rows = [{"input_ids": [0] * (1 + number % 7), "learned": 1} for number in range(64)]
    ordered = alike(rows, 8, seed=1)
    assert sorted(map(id, ordered)) == sorted(map(id, rows))
    spread = [
        max(sizes) - min(sizes)
        for at in range(0, 64, 8)
        for sizes in [[len(row["input_ids"]) for row in ordered[at : at + 8]]]
    ]
    assert max(spread) <= 2
