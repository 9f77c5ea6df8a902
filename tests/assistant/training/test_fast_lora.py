from pathlib import Path

import pytest

from assistant.base.errors import UsageError
from assistant.llm.installed import Installed
from assistant.training.caller import begin_with, lora_model
from assistant.training.fast_lora import fast_layers
from assistant.training.run import Settings

pytestmark = pytest.mark.model


def test_sums_and_gradients_are_those_of_peft() -> None:
    import torch
    from peft import LoraConfig
    from peft.tuners.lora import Linear

    torch.manual_seed(0)
    plain = torch.nn.Linear(6, 4, bias=False)
    layers = []
    for kind in (Linear, fast_layers()[torch.nn.Linear]):
        torch.manual_seed(1)
        layer = kind(plain, "default", LoraConfig(), r=2, lora_alpha=4)
        torch.nn.init.normal_(layer.lora_B["default"].weight)
        layers.append(layer)
    inputs = torch.randn(3, 5, 6)
    found = []
    for layer in layers:
        own = inputs.clone().requires_grad_()
        outputs = layer(own)
        outputs.square().sum().backward()
        down, up = layer.lora_A["default"].weight.grad, layer.lora_B["default"].weight.grad
        found.append((outputs, own.grad, down, up))
    for one, other in zip(*found, strict=True):
        torch.testing.assert_close(one, other)


def test_lower_layers_stay_as_they_are(base: Installed) -> None:
    model = lora_model(base.folder, Settings(rank=2, lowest=1))
    taught = {
        name.split(".layers.")[1][0] for name, w in model.named_parameters() if w.requires_grad
    }
    assert taught == {"1"}


def test_an_adapter_of_another_rank_is_no_beginning(base: Installed, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    model = lora_model(base.folder, Settings(rank=2))
    weights = {
        name.removeprefix("base_model.model.").removesuffix(".default.weight"): weight.data + 1
        for name, weight in model.named_parameters()
        if "lora_" in name
    }
    save_file(weights, str(tmp_path / "adapter.safetensors"))
    begin_with(model, tmp_path)
    after = {name: weight for name, weight in model.named_parameters() if "lora_" in name}
    for name, weight in weights.items():
        assert after[f"base_model.model.{name}.default.weight"].equal(weight)
    with pytest.raises(UsageError, match="another rank"):
        begin_with(lora_model(base.folder, Settings(rank=4)), tmp_path)
