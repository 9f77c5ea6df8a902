"""Matrices of whole numbers, for processors whose memory is slower than their arithmetic.

Int8: weights with one scale an output, activations with one scale a token, since those of the first
token are hundreds of times larger than the others'. Within a token, too, some are far larger than
the rest (Dettmers et al. 2022), so every activation is the sum of two numbers of 8 bits; in one
alone it would cost ten times as much accuracy. Int4: weights alone, in groups of 32
with a scale and a zero of their own, as GGUF's Q4_1 holds them; of a model that was published in
Q4_1 nothing is lost by that.
"""

from typing import Any

import torch
from torch import Tensor

Rounded = tuple[Tensor, Tensor]
"""The numbers of a matrix as its kernel wants them, and their scales (int4: scales and zeros)."""

_GROUP = 32  # inputs that share a scale, as in Q4_1
_LEVELS = 15  # steps of four bits
_TILES = 1  # inner tiles of torch's int4 kernel; the one for processors has no others
_LOSS = 0.01  # of the weights' norm: what may be lost by int4; bf16 itself loses 0.002
_SCALE = 127.0
_FINER = 254.0  # what is left over by rounding is at most half a step
_ZERO = 128  # oneDNN multiplies unsigned activations fast, signed ones by its reference code
_TINY = 1e-12


def to_int8(weight: Tensor) -> Rounded:
    """Return `weight` (outputs, inputs) as int8, and a float32 scale for every output."""
    whole = weight.float()
    scales = whole.abs().amax(1).clamp_(min=_TINY) / _SCALE
    return (whole / scales[:, None]).round_().to(torch.int8), scales


class Int8Matrix:
    """y = x W^T for bf16 x of shape (tokens, inputs), with W in 8 bits and x in twice 8."""

    def __init__(self, weight: Tensor, scales: Tensor) -> None:
        """Pack what `to_int8` returned; it need not be kept."""
        self._weight: Any = torch.ops.onednn.qlinear_prepack(weight, None)
        self._scales = scales
        self._zeros = torch.zeros(len(scales), dtype=torch.int32)

    def __call__(self, x: Tensor) -> Tensor:
        """Return x W^T: that of x in 127 steps, and that of what these leave over in 254 more."""
        count = len(x)
        largest = x.abs().amax(1, keepdim=True).float().clamp_(min=_TINY)
        steps = x * (_SCALE / largest)
        coarse = steps.round()
        fine = (steps - coarse).mul_(_FINER)
        # u8 cuts off what is behind the point, hence half a step more.
        both = torch.cat((coarse, fine)).add_(_ZERO + 0.5).to(torch.uint8)
        product: Tensor = torch.ops.onednn.qlinear_pointwise.default(
            both,
            1 / _SCALE,
            _ZERO,
            self._weight,
            self._scales,
            self._zeros,
            None,  # bias
            1.0,
            0,
            torch.bfloat16,
            "none",
            [],
            "",
        )
        return torch.add(product[:count], product[count:], alpha=1 / _FINER).mul_(largest)


def to_int4(weight: Tensor) -> Rounded | None:
    """Return `weight` (outputs, inputs) in 4 bits; None where they hold it worse than bf16 did.

    The order of the packed numbers is that of this processor's kernel.
    """
    pack = getattr(torch.ops.aten, "_convert_weight_to_int4pack_for_cpu", None)
    if pack is None or weight.shape[1] % _GROUP:
        return None
    whole = weight.float()
    groups = whole.view(len(whole), -1, _GROUP)
    least, most = groups.aminmax(dim=2)
    scales = ((most - least) / _LEVELS).clamp_(min=_TINY)
    levels = ((groups - least[..., None]) / scales[..., None]).round_().clamp_(0, _LEVELS)
    middle = (_LEVELS + 1) / 2  # a weight is (level - middle) * scale + zero
    both = torch.stack((scales, least + scales * middle), 2).to(torch.bfloat16)
    again = (levels - middle).mul_(both[..., :1]).add_(both[..., 1:]).view_as(whole)
    if torch.linalg.vector_norm(again - whole) > _LOSS * torch.linalg.vector_norm(whole):
        return None
    packed: Tensor = pack(levels.flatten(1).to(torch.int32), _TILES)
    return packed, both.transpose(0, 1).contiguous()


class Int4Matrix:
    """y = x W^T for bf16 x of shape (tokens, inputs), with W in 4 bits."""

    def __init__(self, weight: Tensor, scales_zeros: Tensor) -> None:
        """Take what `to_int4` returned."""
        self._weight = weight
        self._scales_zeros = scales_zeros

    def __call__(self, x: Tensor) -> Tensor:
        """Return x W^T."""
        multiply = torch.ops.aten._weight_int4pack_mm_for_cpu  # noqa: SLF001
        product: Tensor = multiply(x, self._weight, _GROUP, self._scales_zeros)
        return product


def has_int8() -> bool:
    """Return whether this torch and this processor multiply whole numbers without overflow.

    Without VNNI, oneDNN adds two products in 16 bits, which unsigned activations can exceed.
    """
    onednn = hasattr(torch.ops.onednn, "qlinear_pointwise")
    vnni = bool(torch.cpu._is_vnni_supported())  # noqa: SLF001
    return onednn and vnni and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())  # noqa: SLF001
