"""The two-second measurement that chooses in which numbers a model computes on this machine.

Only the model's own child process imports this module.
"""

import itertools
import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from assistant.llm.lean import Multiply
from assistant.llm.packed import Matrix
from assistant.llm.precision import BF16, FEW, INT8, ROUNDED, Choice, write_choice
from assistant.llm.quantized import Int4Matrix, Int8Matrix, has_int8, to_int4, to_int8
from assistant.llm.weights import HEAD, PARTS, Plain, read_config

Stopped = Callable[[], bool]
log = logging.getLogger(__name__)

STEPS = (1, 16, 64)  # tokens of the steps that are timed
_USUAL = (40, 8, 4)  # how many of them an answer, a call and its prompt take
_ENOUGH = 60_000_000  # bytes of bf16: more than a cache that one program has for itself
_ROUNDS = 4
_WRONG = 0.05  # of the norm of a product; rounding to int8 costs 0.012
_GAIN = 0.9  # of the time of bf16: what is hardly faster is not worth its file


def choose(folder: Path, stopped: Stopped = lambda: False) -> Choice | None:
    """Measure, write down what is the fastest for the model in `folder`, and round its weights.

    None when `stopped` before the end; nothing is kept then. Raises OSError, KeyError.
    """
    with torch.inference_mode(), safe_open(str(folder / "model.safetensors"), "pt") as file:
        config = read_config(folder)
        plain = Plain(file.get_tensor, config)
        count: int = config["num_hidden_layers"]
        found = _measure(plain, count, stopped)
        if found is None:
            return None
        best = min(found, key=lambda name: _usual(found[name]) / (1 if name == BF16 else _GAIN))
        if best != BF16 and not _write(plain, count, folder, stopped, best):
            return None
    choice = write_choice(folder, best, found)
    log.info("%s computes in %s", folder.name, choice.shown)
    return choice


def _usual(times: list[float]) -> float:
    return sum(one * often for one, often in zip(times, _USUAL, strict=True))


def _measure(plain: Plain, count: int, stopped: Stopped) -> dict[str, list[float]] | None:
    """Return ms a step by precision, for all layers of the model; they are timed in turns."""
    sample, layers = _sample(plain, count)
    sets: dict[str, Sequence[Multiply]] = {BF16: [Matrix(weight) for weight in sample]}
    if has_int8():
        sets[INT8] = [Int8Matrix(*to_int8(weight)) for weight in sample]
        if any(_is_wrong(*pair) for pair in zip(sample, sets[INT8], strict=True)):
            log.warning("int8 gives wrong products on this processor")
            del sets[INT8]
    fine = [to_int4(weight) for weight in sample]
    few = [Int4Matrix(*one) for one in fine if one is not None] if all(fine) else []
    best = {name: [float("inf")] * len(STEPS) for name in sets}
    single = float("inf")
    for _, (at, tokens) in itertools.product(range(_ROUNDS), enumerate(STEPS)):
        inputs = [torch.randn(tokens, weight.shape[1], dtype=torch.bfloat16) for weight in sample]
        for name, matrices in sets.items():
            best[name][at] = min(best[name][at], _timed(matrices, inputs))
        if tokens == 1 and few:
            single = min(single, _timed(few, inputs))
        if stopped():
            return None
    if few:
        best |= {f"{name}{FEW}": [single, *times[1:]] for name, times in best.items()}
    return {
        name: [round(one * 1000 * count / layers, 3) for one in times]
        for name, times in best.items()
    }


def _sample(plain: Plain, count: int) -> tuple[list[Tensor], int]:
    """Return the matrices of enough layers, and of how many."""
    sample: list[Tensor] = []
    size = 0
    for layer in range(count):
        sample += [plain.weight(f"{layer}.{part}") for part in PARTS]
        size = sum(weight.nbytes for weight in sample)
        if size > _ENOUGH:
            return sample, layer + 1
    return sample, count


def _is_wrong(weight: Tensor, matrix: Multiply) -> bool:
    """Return whether a product is not what it must be, also where numbers are as large as can."""
    usual = torch.randn(2, weight.shape[1], dtype=torch.bfloat16)
    for x in (usual, usual.sign()):
        wanted = x.float() @ weight.float().t()
        lost = torch.linalg.vector_norm(matrix(x).float() - wanted)
        if not lost <= _WRONG * torch.linalg.vector_norm(wanted):
            return True
    return False


def _timed(matrices: Sequence[Multiply], inputs: list[Tensor]) -> float:
    """Return seconds of processor: a busy neighbour must not choose."""
    start = time.thread_time()
    for matrix, x in zip(matrices, inputs, strict=True):
        matrix(x)
    return time.thread_time() - start


def _write(plain: Plain, count: int, folder: Path, stopped: Stopped, precision: str) -> bool:
    """Write the rounded weights; return whether that was not stopped."""
    tensors: dict[str, Tensor] = {}
    for key in (*_keys(count), HEAD):
        if stopped():
            return False
        weight = plain.weight(key)
        if precision.startswith(INT8):
            tensors[f"{key}.int8"], tensors[f"{key}.scales"] = to_int8(weight)
        if precision.endswith(FEW) and key != HEAD and (fine := to_int4(weight)) is not None:
            tensors[f"{key}.int4"], tensors[f"{key}.groups"] = fine
    partial = folder / f"{ROUNDED}.{os.getpid()}"
    save_file(tensors, str(partial), metadata={"format": "pt"})
    partial.replace(folder / ROUNDED)
    return True


def _keys(count: int) -> Iterator[str]:
    return (f"{layer}.{part}" for layer in range(count) for part in PARTS)
