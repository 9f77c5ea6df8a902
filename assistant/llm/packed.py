"""Weight matrices in the order in which the processor's own kernels read them (oneDNN).

torch's `linear` brings a bf16 matrix into that order anew at every call, which takes longer than
multiplying a few tokens by it. Here it is done once, while the weights are loaded.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


class Matrix:
    """y = x W^T + b for x of shape (tokens, inputs)."""

    def __init__(self, weight: Tensor, bias: Tensor | None = None) -> None:
        """`weight` has the shape (outputs, inputs); it is copied and need not be kept."""
        self._multiply: Any = functional.linear
        self._bias = bias
        self._weight: Any = weight
        if weight.dtype == torch.bfloat16 and is_packable():
            self._multiply = _linear
            self._weight = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous())  # noqa: SLF001

    def __call__(self, x: Tensor) -> Tensor:
        """Return x W^T + b."""
        product: Tensor = self._multiply(x, self._weight, self._bias)
        return product


def is_packable() -> bool:
    """Return whether this processor multiplies bf16 by oneDNN."""
    mkldnn = torch.ops.mkldnn
    packs = hasattr(mkldnn, "_linear_pointwise")
    return packs and bool(mkldnn._is_mkldnn_bf16_supported())  # noqa: SLF001


def _linear(x: Tensor, weight: Any, bias: Tensor | None) -> Any:  # noqa: ANN401 - an opaque tensor
    return torch.ops.mkldnn._linear_pointwise.default(x, weight, bias, "none", [], "")  # noqa: SLF001
