import math
from pathlib import Path

import pytest

from assistant.llm.installed import Installed
from assistant.llm.tokens import Tokens
from assistant.training.caller import lora_model
from assistant.training.encode import batch_of, call_loss, encoded
from assistant.training.padded import alike, padded, padded_loss, wanted_logits
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


def test_a_wrong_call_is_taught_to_be_unlikely_as_a_whole() -> None:
    import torch

    rows = [
        {"input_ids": [1, 2, 3, 4], "learned": 2, "wrong": False},
        {"input_ids": [1, 2, 5, 6], "learned": 2, "wrong": True},
    ]
    batch = padded(rows)
    logits = torch.zeros(1, 4, 8, requires_grad=True)  # every token is one of eight
    loss = padded_loss(logits, batch)
    sure = (2 * math.log(8) - math.log(1 - 1 / 64)) / 4
    assert loss.item() == pytest.approx(sure)
    loss.backward()  # type: ignore[no-untyped-call]
    assert logits.grad is not None
    assert logits.grad[0, 0, 3] < 0 < logits.grad[0, 2, 5]  # up what is right, down what is wrong
    certain = torch.full((1, 4, 8), -50.0)
    for place, token in enumerate((3, 4, 5, 6)):
        certain[0, place, token] = 50.0
    assert math.isfinite(float(padded_loss(certain, batch)))


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
