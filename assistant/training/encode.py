"""Rows as token numbers for the caller: the prompt, then the call; the loss is on the call alone.

A batch is one sequence: the beginning that all prompts share, once, then sentence after sentence,
each seeing that beginning and itself only. Nothing is padding, nothing is read twice, and scores
are computed for learned tokens alone (a vocabulary of 49,152 makes them dear).
"""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.llm.adapters import TALK, call_prompt
from assistant.llm.tokens import Tokens
from assistant.training.rows import Row

if TYPE_CHECKING:
    from torch import Tensor

_LONGEST = 192  # tokens of one lesson; longer ones are bodies of mails, not commands


def encoded(rows: Sequence[Row], tokens: Tokens, system: str) -> list[dict[str, Any]]:
    """Return `input_ids`, how many of the last ones are learned, and whether they are wrong.

    Too long rows are left out.
    """
    found = []
    for row in rows:
        prompt = tokens.chat(call_prompt(system, row.text, row.before))
        answer = [token for piece in pieces_of(row) for token in tokens.encode(piece)]
        if not row.named and not row.partial:
            answer.append(tokens.ends[0])
        if len(prompt) + len(answer) <= _LONGEST:
            found.append(
                {"input_ids": [*prompt, *answer], "learned": len(answer), "wrong": row.wrong}
            )
    return found


def pieces_of(row: Row) -> list[str]:
    """Return the call in the pieces in which `llm.outline` writes it.

    Pieces are encoded one by one there, and so are they here: `{"` in one token would be learned
    and never be read again.
    """
    pieces, closed, comma = [f"{row.tool or TALK} {{"], "", ""
    if row.named:
        return pieces
    for name, words in row.said.items():
        if isinstance(words, bool):
            pieces += [f'{closed}{comma}"{name}": ', str(words).lower()]
            closed, comma = "", ", "
            continue
        many = isinstance(words, tuple)
        values = words if isinstance(words, tuple) else (str(words),)
        opening = f'{closed}{comma}"{name}": {"[" if many else ""}"'
        for at, value in enumerate(values):
            pieces += [opening if at == 0 else '", "', json.dumps(value, ensure_ascii=False)[1:-1]]
        closed, comma = '"]' if many else '"', ", "
    return pieces if row.partial else [*pieces, f"{closed}}}"]


def batch_of(rows: Sequence[Mapping[str, Any]]) -> "dict[str, Tensor]":
    """Return one sequence for several rows.

    input_ids and position_ids (1, n), attention_mask (1, 1, n, n) where true is seen,
    logits_to_keep (learned,): where the scores are wanted, labels (1, learned).
    """
    import torch

    shared = shared_length(rows)
    ids, places = list(rows[0]["input_ids"][:shared]), list(range(shared))
    mask = torch.zeros((_size(rows, shared),) * 2, dtype=torch.bool)
    mask[:, :shared] = True
    mask[:shared, :shared] = torch.ones(shared, shared).tril().bool()
    wanted: list[int] = []
    labels: list[int] = []
    for row in rows:
        own, start = row["input_ids"][shared:], len(ids)
        ids += own
        places += range(shared, shared + len(own))
        end = start + len(own)
        mask[start:end, start:end] = torch.ones(len(own), len(own)).tril().bool()
        wanted += range(end - row["learned"] - 1, end - 1)
        labels += own[-row["learned"] :]
    return {
        "input_ids": torch.tensor([ids]),
        "position_ids": torch.tensor([places]),
        "attention_mask": mask[None, None],
        "logits_to_keep": torch.tensor(wanted),
        "labels": torch.tensor([labels]),
    }


def _size(rows: Sequence[Mapping[str, Any]], shared: int) -> int:
    return shared + sum(len(row["input_ids"]) - shared for row in rows)


def shared_length(rows: Sequence[Mapping[str, Any]]) -> int:
    """Return how many tokens all rows begin with; none that is learned, nor the one before it."""
    most = min(len(row["input_ids"]) - int(row["learned"]) for row in rows) - 1
    first = rows[0]["input_ids"]
    for at in range(most):
        if any(row["input_ids"][at] != first[at] for row in rows):
            return at
    return most


def call_loss(
    outputs: Any,  # noqa: ANN401 - transformers' output
    labels: "Tensor",
    num_items_in_batch: "Tensor | int | None" = None,
) -> "Tensor":
    """Return the mean of -log P over the learned tokens, in nats."""
    from torch.nn.functional import cross_entropy

    total = cross_entropy(outputs.logits[0].float(), labels[0], reduction="sum")
    return total / (labels.numel() if num_items_in_batch is None else num_items_in_batch)
