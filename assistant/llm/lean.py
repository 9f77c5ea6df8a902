"""The Llama architecture in few operators, for the embedded model (checked against transformers).

Projections that read the same input are one matrix; keys and values lie in one buffer that is made
in advance; queries that share a key head are rows of one head, so that nothing is repeated. An
adapter (LoRA) costs no second copy of the weights: its A matrices are further rows of the packed
matrices, and only a reader that wants it multiplies what they give by B and adds it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from assistant.llm.network import Step

Multiply = Callable[[Tensor], Tensor]
"""x of shape (tokens, inputs) to x W^T (tokens, outputs)."""
Lookup = Callable[[Sequence[int]], Tensor]
"""Token numbers to their embeddings, (tokens, width)."""
_FEW = 4  # tokens a step up to which int4 is the faster: its work grows with every token
_STEP = 256  # tokens by which the buffer of keys and values grows
_ROOM = 512  # tokens from which on it shrinks again, when half of it is free


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a model."""

    layers: int
    width: int
    heads: int
    groups: int
    """Heads of keys and values; each serves `heads / groups` heads of queries."""
    head: int
    inner: int
    vocabulary: int
    context: int
    epsilon: float
    theta: float

    @property
    def queries(self) -> int:
        """Return how many columns of queries, keys and values are queries."""
        return self.heads * self.head


class Linear:
    """A packed matrix and, of an adapter, its A as further rows and its B beside it."""

    def __init__(
        self, matrix: Multiply, few: Multiply | None, outputs: int, up: Tensor | None = None
    ) -> None:
        """`matrix` gives `outputs` numbers and then those of A; `up` is B^T (rank, outputs).

        `few` gives the outputs alone, faster where there are few tokens.
        """
        self._matrix = matrix
        self._few = few
        self._outputs = outputs
        self._up = up

    def __call__(self, x: Tensor, *, adapted: bool) -> Tensor:
        """Return x W^T, and x A^T B^T of the adapter added to it."""
        if self._few is not None and not adapted and len(x) <= _FEW:
            return self._few(x)
        both = self._matrix(x)
        if self._up is None:
            return both
        own = both[:, : self._outputs]
        return own.addmm_(both[:, self._outputs :], self._up) if adapted else own


@dataclass(frozen=True, slots=True)
class Layer:
    """The weights of one block."""

    before_attention: Tensor
    heads: Linear
    out: Linear
    before_inner: Tensor
    gate_up: Linear
    down: Linear


class Memory:
    """Keys and values of what was read: (layers, 2, groups, tokens, head)."""

    def __init__(self, shape: Shape, dtype: torch.dtype) -> None:
        self._shape = shape
        self.held = torch.empty((shape.layers, 2, shape.groups, _STEP, shape.head), dtype=dtype)

    def reserve(self, length: int) -> Tensor:
        """Return the buffer, made larger where `length` tokens need it."""
        if length > (room := self.held.shape[3]):
            more = -(-(length - room) // _STEP) * _STEP
            self.held = functional.pad(self.held, (0, 0, 0, more))
        return self.held

    def move(self, slots: Sequence[int], to: int) -> None:
        """Put the tokens at `slots` side by side, the first at `to`."""
        if list(slots) != list(range(to, to + len(slots))):
            taken = self.held[:, :, :, torch.tensor(slots, dtype=torch.long)]
            self.held[:, :, :, to : to + len(slots)] = taken
        if self.held.shape[3] > max(_ROOM, 2 * (to + len(slots))):
            self.held = self.held[:, :, :, : to + len(slots) + _STEP].clone()


class Llama:
    """The weights and one step through them. What was read is in a `Memory` of the caller's."""

    def __init__(
        self, shape: Shape, embedding: Lookup, layers: Sequence[Layer], last: Tensor, head: Multiply
    ) -> None:
        self.shape = shape
        self.dtype = last.dtype
        self._embedding = embedding
        self._layers = layers
        self._last = last
        self._head = head
        self._turns = _turns(shape, self.dtype)

    @property
    def parameters(self) -> int:
        """Return about how many weights there are."""
        shape = self.shape
        block = 2 * (shape.heads + shape.groups) * shape.head + 3 * shape.inner
        return shape.width * (shape.vocabulary + shape.layers * block)

    def step(self, memory: Memory, step: Step, *, adapted: bool) -> Tensor:
        """Read the tokens of `step` into `memory`; return the scores, (wanted, vocabulary)."""
        shape, count, end = self.shape, len(step.tokens), step.sees.shape[1]
        first = end - count
        held = memory.reserve(end)
        turn, swapped = (table[torch.tensor(step.places)][:, None] for table in self._turns)
        mask = _mask(torch.from_numpy(step.sees), shape.heads // shape.groups, self.dtype)
        x = self._embedding(step.tokens)
        for layer, pairs in zip(self._layers, held.unbind(), strict=True):
            both = layer.heads(self._norm(x, layer.before_attention), adapted=adapted)
            heads = both.view(count, shape.heads + 2 * shape.groups, shape.head)
            turned = heads[:, : shape.heads + shape.groups]
            turned = torch.addcmul(turned * turn, turned.roll(shape.head // 2, -1), swapped)
            pairs[0, :, first:end] = turned[:, shape.heads :].transpose(0, 1)
            pairs[1, :, first:end] = heads[:, shape.heads + shape.groups :].transpose(0, 1)
            seen = self._attend(turned[:, : shape.heads], pairs[:, :, :end], mask)
            x = x + layer.out(seen, adapted=adapted)
            both = layer.gate_up(self._norm(x, layer.before_inner), adapted=adapted)
            gate, up = both[:, : shape.inner], both[:, shape.inner :]
            x = x + layer.down(functional.silu(gate).mul_(up), adapted=adapted)
        return self._head(self._norm(x[list(step.wanted)], self._last))

    def _norm(self, x: Tensor, weight: Tensor) -> Tensor:
        """Return x over the root of its mean square (Zhang and Sennrich 2019), weighted."""
        width, epsilon = self.shape.width, self.shape.epsilon
        if len(x) > 1:
            return functional.rms_norm(x, (width,), weight, epsilon)
        # torch's own takes seven operators for it, which is longer than they take to compute.
        length = float(torch.linalg.vector_norm(x, dtype=torch.float32))
        return (x * weight).mul_((length * length / width + epsilon) ** -0.5)

    def _attend(self, queries: Tensor, pairs: Tensor, mask: Tensor | None) -> Tensor:
        """Return what (tokens, heads, head) queries see, as (tokens, width)."""
        count, heads, head = queries.shape
        groups = self.shape.groups
        rows = queries.view(count, groups, heads // groups, head).permute(1, 2, 0, 3)
        seen = functional.scaled_dot_product_attention(
            rows.reshape(1, groups, -1, head), pairs[:1], pairs[1:], attn_mask=mask
        )
        return seen.view(groups, -1, count, head).permute(2, 0, 1, 3).reshape(count, -1)


def _mask(sees: Tensor, repeat: int, dtype: torch.dtype) -> Tensor | None:
    """Return 0 where a token may look and -inf elsewhere, once for every query of a group."""
    if len(sees) == 1 and bool(sees.all()):
        return None
    mask = torch.zeros(sees.shape, dtype=dtype).masked_fill_(~sees, -torch.inf)
    return mask.repeat(repeat, 1)


def _turns(shape: Shape, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Return cosines and signed sines of rotary positions (Su et al. 2021), (context, head)."""
    steps = torch.arange(0, shape.head, 2, dtype=torch.float32) / shape.head
    angles = torch.outer(torch.arange(shape.context, dtype=torch.float32), shape.theta**-steps)
    sines = torch.cat((-angles.sin(), angles.sin()), dim=-1)
    return angles.cos().repeat(1, 2).to(dtype), sines.to(dtype)
