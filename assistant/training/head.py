"""The router head: a linear classifier of sentences over their pieces and their meaning.

See `llm.pieces`.

Trained in seconds with Adam; pieces are dropped at random, so that no single word decides, and the
labels are smoothed, so that its odds can be added to those of the caller.
"""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.llm.adapters import TALK
from assistant.llm.nearest import Embed, is_cjk
from assistant.llm.pieces import BUCKETS, FILE, buckets_of
from assistant.training.mixture import mixed
from assistant.training.rows import Row, read_rows
from assistant.training.run import Run, Settings

if TYPE_CHECKING:
    from torch import Tensor

PART = "head"
_ROUNDS = 4
_DRAWN = 50_000  # sentences a round; fewer where there are fewer
_BATCH = 256
_RATE = 0.02
_DROPPED = 0.3
_SMOOTHED = 0.05
_SHARP = 8.0  # unit vectors are made longer, so that one rate fits all weights
_KEPT = 4  # pieces that a sentence has at least


def train_head(run: Run, data: Path, embed: Embed, settings: Settings) -> None:
    """Train on the sentences that stand by themselves, and write RUN/head."""
    import torch

    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    rows = [row for row in read_rows(data / "train.jsonl") if not row.before and not row.wrong]
    labels = sorted({row.tool or TALK for row in rows})
    bag = torch.nn.EmbeddingBag(BUCKETS, len(labels), mode="sum")
    torch.nn.init.zeros_(bag.weight)
    offsets = torch.nn.Parameter(torch.zeros(len(labels)))
    pieces = {row.text: buckets_of(row.text) for row in rows}
    vectors = _vectors(list(pieces), embed)
    meaning = torch.nn.Parameter(torch.zeros(vectors.shape[1], len(labels)))
    numbers = {text: at for at, text in enumerate(pieces)}
    places = {label: at for at, label in enumerate(labels)}
    optimizer = torch.optim.Adam([bag.weight, offsets, meaning], lr=_RATE)
    dice = random.Random(settings.seed)  # noqa: S311 - no secret
    for turn in range(_ROUNDS):
        drawn = mixed(rows, min(_DRAWN, 10 * len(rows)), settings.seed + turn)
        for group in optimizer.param_groups:
            group["lr"] = _RATE * (1 - turn / _ROUNDS)
        for at in range(0, len(drawn), _BATCH):
            part = drawn[at : at + _BATCH]
            scores = _scores(bag, [_dropped(pieces[row.text], dice) for row in part]) + offsets
            scores = scores + vectors[[numbers[row.text] for row in part]] @ meaning
            wanted = torch.tensor([places[row.tool or TALK] for row in part])
            loss = torch.nn.functional.cross_entropy(scores, wanted, label_smoothing=_SMOOTHED)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    weights = {
        "pieces": bag.weight.detach().to(torch.float16),
        "meaning": _SHARP * meaning.detach(),
        "offsets": offsets.detach(),
    }
    save_head(run.part(PART), weights, labels)


def _vectors(texts: Sequence[str], embed: Embed) -> "Tensor":
    """Return a vector a text, nought where the encoder does not know the language."""
    import torch

    known = [at for at, text in enumerate(texts) if not is_cjk(text)]
    found = torch.from_numpy(embed([texts[at] for at in known]))
    vectors = torch.zeros(len(texts), found.shape[1])
    vectors[known] = _SHARP * found
    return vectors


def save_head(folder: Path, weights: "Mapping[str, Tensor]", labels: Sequence[str]) -> None:
    """Write the file that `llm.pieces.read_head` reads."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    tensors = {name: one.contiguous() for name, one in weights.items()}
    told = {"labels": " ".join(labels)}
    save_file(tensors, str(folder / FILE), metadata=told)


def accuracy(rows: Sequence[Row], folder: Path, embed: Embed) -> float:
    """Return the share of sentences whose likeliest label is right."""
    from assistant.llm.pieces import read_head

    head = read_head(folder)
    if head is None or not rows:
        return 0.0
    right = 0
    for row in rows:
        odds = head.odds(row.text, embed)
        right += max(odds, key=odds.__getitem__) == (row.tool or TALK)
    return right / len(rows)


def _scores(bag: Any, found: Sequence[Sequence[int]]) -> "Tensor":  # noqa: ANN401
    """Return the sums of the weights of each sentence's pieces over the root of their number."""
    import torch

    sizes = torch.tensor([len(one) for one in found])
    starts = torch.cat([torch.zeros(1, dtype=torch.long), sizes[:-1].cumsum(0)])
    flat = torch.tensor([piece for one in found for piece in one])
    sums: Tensor = bag(flat, starts)
    return sums / sizes.float().sqrt()[:, None]


def _dropped(pieces: Sequence[int], dice: random.Random) -> Sequence[int]:
    kept = [piece for piece in pieces if dice.random() > _DROPPED]
    return kept if len(kept) >= _KEPT else pieces
