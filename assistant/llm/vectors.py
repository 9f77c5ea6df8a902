"""Sentence vectors of many texts at once, kept on disk: the examples of all skills seldom change.

A file is named after the encoder and the texts, holds the SHA-256 of its numbers first, and
appears by rename. One that is not what it says is computed anew.
"""

import hashlib
import json
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.llm.model import Vectors

log = logging.getLogger(__name__)

LEAST = 64  # texts worth a file
_FILES = 8  # how many are kept
_DIGEST = 32  # bytes of a SHA-256


def kept_vectors(
    folder: Path, encoder: str, texts: Sequence[str], embed: "Callable[[Sequence[str]], Vectors]"
) -> "Vectors":
    """Return the vectors of `texts`, from `folder` or by `embed`; `encoder` names the weights."""
    words = json.dumps([encoder, *texts], ensure_ascii=False).encode("utf-8", "surrogatepass")
    path = folder / f"{hashlib.sha256(words).hexdigest()[:32]}.vectors"
    found = _load(path, len(texts))
    if found is None:
        found = embed(texts)
        _keep(path, found)
    return found


def _load(path: Path, count: int) -> "Vectors | None":
    import numpy as np

    try:
        whole = path.read_bytes()
    except OSError:
        return None
    digest, numbers = whole[:_DIGEST], whole[_DIGEST:]
    if hashlib.sha256(numbers).digest() != digest:
        log.warning("%s is damaged and is made anew", path.name)
        return None
    vectors: Vectors = np.frombuffer(numbers, "<f4").reshape(count, -1).astype(np.float32)
    return vectors


def _keep(path: Path, vectors: "Vectors") -> None:
    numbers = vectors.astype("<f4").tobytes()
    partial = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(hashlib.sha256(numbers).digest() + numbers)
        partial.replace(path)
        files = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime)
        for old in files[:-_FILES]:
            old.unlink(missing_ok=True)
    except OSError as error:  # a disk that takes nothing is no reason to fail
        log.info("vectors could not be kept: %s", error)
