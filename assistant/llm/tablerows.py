"""A large table of a safetensors file of which few rows are ever wanted: read row by row.

A mapped file would do, but Linux maps sixteen pages around every row that is touched, so that after
some hundred words the whole table counts as memory in use.
"""

import json
import os
import weakref
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

_DTYPES = {"BF16": torch.bfloat16, "F32": torch.float32, "F16": torch.float16}
_HEADER = 8  # bytes of the header's length, little-endian (the safetensors format)


class Rows:
    """The rows of one tensor (rows, columns), by number."""

    def __init__(self, path: Path, name: str) -> None:
        """Find the tensor `name`; raises OSError, ValueError or KeyError."""
        self._file = path.open("rb", buffering=0)
        weakref.finalize(self, self._file.close)
        length = int.from_bytes(self._file.read(_HEADER), "little")
        entry = json.loads(self._file.read(length))[name]
        self.rows, self._columns = entry["shape"]
        self._dtype = _DTYPES[entry["dtype"]]
        self._begin = _HEADER + length + entry["data_offsets"][0]

    def __call__(self, numbers: Sequence[int]) -> Tensor:
        """Return the rows `numbers`, (len(numbers), columns); raises IndexError."""
        found = torch.empty((len(numbers), self._columns), dtype=self._dtype)
        room = found.view(torch.uint8).numpy()
        size = self._columns * self._dtype.itemsize
        for at, number in enumerate(numbers):
            if not 0 <= number < self.rows:
                raise IndexError(number)
            self._file.seek(self._begin + number * size, os.SEEK_SET)
            self._file.readinto(room[at])
        return found
