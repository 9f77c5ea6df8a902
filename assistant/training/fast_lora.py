"""LoRA with fewer steps: what peft's own layer computes, in bfloat16 and by one function.

    y = x W' + s (x A') B'      W frozen; A (rank, inputs) and B (outputs, rank) learned

peft casts every input to float32 and keeps what each step of autograd needs; on a processor with
bfloat16 instructions that takes longer than the layer itself.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor


def fast_layers() -> dict[Any, Any]:
    """Return what peft shall use in place of its own layers: {kind of layer: LoRA layer}."""
    import torch
    from peft.tuners.lora import Linear

    class Added(torch.autograd.Function):
        """The sum above, and its gradients for x, A and B."""

        @staticmethod
        def forward(ctx: Any, inputs: "Tensor", *learned: Any) -> "Tensor":  # noqa: ANN401
            weight, down, up, scale = learned
            flat = inputs.reshape(-1, inputs.shape[-1])
            down, up = down.to(weight.dtype), (up * scale).to(weight.dtype)
            low = flat @ down.t()
            outputs = flat @ weight.t()
            outputs.addmm_(low, up.t())
            ctx.save_for_backward(flat, weight, down, up, low)
            ctx.scale, ctx.shape = scale, inputs.shape
            shaped: Tensor = outputs.view(*inputs.shape[:-1], -1)
            return shaped

        @staticmethod
        def backward(ctx: Any, *grads: "Tensor") -> tuple["Tensor | None", ...]:  # noqa: ANN401
            flat, weight, down, up, low = ctx.saved_tensors
            outer = grads[0].reshape(-1, grads[0].shape[-1])
            inner, inputs = outer @ up, None
            if ctx.needs_input_grad[0]:
                inputs = (outer @ weight).addmm_(inner, down).view(ctx.shape)
            if not ctx.needs_input_grad[2]:
                return inputs, None, None, None, None
            learned_down = (inner.t() @ flat).float()
            learned_up = (outer.t() @ low).float() * ctx.scale
            return inputs, None, learned_down, learned_up, None

    class FastLinear(Linear):  # type: ignore[misc]
        """peft's layer, computed at once; one adapter, no dropout."""

        def forward(self, x: "Tensor", *_: Any, **__: Any) -> "Tensor":  # noqa: ANN401
            name = self.active_adapters[0]
            down, up = self.lora_A[name].weight, self.lora_B[name].weight
            summed: Tensor = Added.apply(  # type: ignore[no-untyped-call]
                x, self.base_layer.weight, down, up, self.scaling[name]
            )
            return summed

    return {torch.nn.Linear: FastLinear}
