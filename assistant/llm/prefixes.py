"""Keys and values of beginnings that many prompts share (system and tools), kept on disk.

A file is named after the weights, the adapter and the tokens that it belongs to, begins with the
SHA-256 of what follows, and appears by rename. One that is not what it says is read no more.
"""

import hashlib
import logging
import os
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    Saved = Mapping[str, Tensor]

log = logging.getLogger(__name__)

LEAST = 8  # tokens worth a file
_MEMORY, _FILES = 4, 64  # how many are kept
_DIGEST = 64  # bytes of the SHA-256 in hexadecimal digits


class Prefixes:
    """The kept beginnings of one reader of one model."""

    def __init__(self, folder: Path, identity: str) -> None:
        """`identity` names everything that the values depend on but the tokens."""
        self._folder = folder
        self._identity = identity
        self._held: OrderedDict[str, Saved] = OrderedDict()

    def find(self, tokens: Sequence[int]) -> "Saved | None":
        """Return what was kept for exactly `tokens`."""
        name = self._name(tokens)
        if name not in self._held:
            saved = self._load(self._folder / name)
            if saved is None:
                return None
            self._hold(name, saved)
        return self._held[name]

    def keep(self, tokens: Sequence[int], saved: "Saved") -> None:
        """Keep `saved` for `tokens`; a disk that takes nothing is no reason to fail."""
        from safetensors.torch import save

        name = self._name(tokens)
        self._hold(name, saved)
        content = save(dict(saved))
        partial = self._folder / f"{name}.{os.getpid()}.new"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(hashlib.sha256(content).hexdigest().encode("ascii") + content)
            partial.replace(self._folder / name)
            self._tidy()
        except OSError as error:
            log.info("a prefix could not be kept: %s", error)

    def _name(self, tokens: Sequence[int]) -> str:
        words = f"{self._identity} {' '.join(map(str, tokens))}"
        return f"{hashlib.sha256(words.encode()).hexdigest()[:32]}.prefix"

    def _hold(self, name: str, saved: "Saved") -> None:
        self._held[name] = saved
        if len(self._held) > _MEMORY:
            self._held.popitem(last=False)

    def _load(self, path: Path) -> "Saved | None":
        from safetensors import SafetensorError
        from safetensors.torch import load

        try:
            whole = path.read_bytes()
            digest, content = whole[:_DIGEST], whole[_DIGEST:]
            if hashlib.sha256(content).hexdigest().encode("ascii") != digest:
                log.warning("%s is damaged and is made anew", path.name)
                return None
            return load(content)
        except (OSError, SafetensorError):
            return None

    def _tidy(self) -> None:
        files = sorted(self._folder.glob("*.prefix*"), key=lambda one: one.stat().st_mtime)
        for old in files[:-_FILES]:
            old.unlink(missing_ok=True)
