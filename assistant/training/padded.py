"""Batches of sentences of about one length, read after the beginning that all prompts share.

That beginning is read once a batch, with its gradient; each sentence goes on from its keys and
values. Scores are computed for learned tokens alone.

What is wrong is made unlikely, as a whole: -log(1 - P(call)) (unlikelihood, Welleck et al. 2020).
"""

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.training.encode import shared_length

if TYPE_CHECKING:
    from torch import Tensor

Lesson = Mapping[str, Any]
_NEVER_SURE = 1 - 1e-6  # log(0) has no gradient
_WINDOW = 32  # batches among which sentences of like length are put together


def alike(rows: Sequence[Lesson], batch: int, seed: int) -> list[Lesson]:
    """Return the rows so ordered that each batch in turn holds sentences of like length."""
    found: list[Lesson] = []
    dice = random.Random(seed)  # noqa: S311 - no secret
    for start in range(0, len(rows), batch * _WINDOW):
        part = sorted(rows[start : start + batch * _WINDOW], key=lambda row: len(row["input_ids"]))
        batches = [part[at : at + batch] for at in range(0, len(part), batch)]
        dice.shuffle(batches)
        found += [row for one in batches for row in one]
    return found


def padded(rows: Sequence[Lesson]) -> "dict[str, Tensor]":
    """Return `prefix` (1, shared), `input_ids` (rows, longest), where scores are wanted, labels.

    `wanted` (learned,) counts through the rows of `input_ids` laid end to end. Where some rows are
    wrong, `wrong` (rows, learned) marks the tokens of each of them.
    """
    import torch

    shared = shared_length(rows)
    longest = max(len(row["input_ids"]) for row in rows) - shared
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    wanted: list[int] = []
    labels: list[int] = []
    for number, row in enumerate(rows):
        own, learned = row["input_ids"][shared:], int(row["learned"])
        ids[number, : len(own)] = torch.tensor(own)
        end = number * longest + len(own)
        wanted += range(end - learned - 1, end - 1)
        labels += own[-learned:]
    batch = {
        "prefix": torch.tensor([rows[0]["input_ids"][:shared]]),
        "input_ids": ids,
        "wanted": torch.tensor(wanted),
        "labels": torch.tensor([labels]),
    }
    if any(row.get("wrong") for row in rows):
        batch["wrong"] = _wrong(rows)
    return batch


def padded_loss(logits: "Tensor", batch: "Mapping[str, Tensor]") -> "Tensor":
    """Return the mean loss over the learned tokens, in nats; `logits` as of `wanted_logits`."""
    from torch.nn.functional import cross_entropy

    if "wrong" not in batch:
        return cross_entropy(logits[0].float(), batch["labels"][0])
    losses = cross_entropy(logits[0].float(), batch["labels"][0], reduction="none")
    likely = (-(batch["wrong"] * losses).sum(1)).exp().clamp(max=_NEVER_SURE)
    right = losses[~batch["wrong"].any(0)].sum()
    return (right - (1 - likely).log().sum()) / len(losses)


def _wrong(rows: Sequence[Lesson]) -> "Tensor":
    """Return (wrong rows, learned): whether a learned token is of that row."""
    import torch

    owner = torch.tensor([at for at, row in enumerate(rows) for _ in range(int(row["learned"]))])
    wrong = torch.tensor([at for at, row in enumerate(rows) if row.get("wrong")])
    return owner[None] == wrong[:, None]


def wanted_logits(model: Any, batch: "Mapping[str, Tensor]") -> "Tensor":  # noqa: ANN401
    """Return the scores (1, learned, vocabulary) of a causal model, also one within peft."""
    import torch
    from transformers import DynamicCache

    whole = model.get_base_model() if hasattr(model, "get_base_model") else model
    body, ids, cache = whole.get_decoder(), batch["input_ids"], DynamicCache()
    past = batch["prefix"].shape[1]
    body(input_ids=batch["prefix"], past_key_values=cache, use_cache=True)
    for layer in cache.layers:
        layer.keys = layer.keys.expand(len(ids), -1, -1, -1)
        layer.values = layer.values.expand(len(ids), -1, -1, -1)
    places = torch.arange(past, past + ids.shape[1], device=ids.device)[None]
    hidden = body(
        input_ids=ids, past_key_values=cache, use_cache=True, position_ids=places
    ).last_hidden_state
    flat = hidden.reshape(-1, hidden.shape[-1])[batch["wanted"]]
    logits: Tensor = whole.get_output_embeddings()(flat)[None]
    return logits
