import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.base.errors import UsageError
from assistant.llm.adapters import find_adapter, merge, read_adapter
from assistant.llm.installed import Installed
from assistant.llm.model import ModelDamaged
from assistant.training.caller import lora_model
from assistant.training.export import export
from assistant.training.run import Run, Settings

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning"),  # peft's own
]


@pytest.fixture(scope="module")
def run(base: Installed, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run whose adapter is random, but not nothing."""
    import torch

    run = Run(tmp_path_factory.mktemp("run"))
    run.begin(Settings(rank=2), data, base.label)
    model = lora_model(base.folder, Settings(rank=2))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "lora_B" in name:
                weight.normal_(0, 0.05)
    model.save_pretrained(str(run.part("caller") / "adapter"))
    return run


def test_merged_weights_answer_as_trained_ones(base: Installed, run: Run, tmp_path: Path) -> None:
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    folder = export(run, base, "v1")
    ids = torch.tensor([[5, 9, 11, 300]])
    stock = AutoModelForCausalLM.from_pretrained(str(base.folder), dtype=torch.float32)
    with torch.inference_mode():
        before = stock(input_ids=ids).logits.clone()
        merge(stock, folder)
        merged = stock(input_ids=ids).logits
        plain = AutoModelForCausalLM.from_pretrained(str(base.folder), dtype=torch.float32)
        peft = PeftModel.from_pretrained(plain, str(run.part("caller") / "adapter"))
        wanted = peft(input_ids=ids).logits
    assert not torch.allclose(before, wanted, atol=1e-3)
    assert torch.allclose(merged, wanted, atol=2e-2)


def test_the_manifest_says_what_was_taught(base: Installed, run: Run) -> None:
    adapter = read_adapter(export(run, base, "v1"), base)
    assert adapter is not None
    assert adapter.tools == ("reminders.create",)
    assert adapter.label.startswith("v1@")


@pytest.mark.parametrize("file", ["adapter.safetensors", "manifest.json"])
def test_a_tampered_adapter_is_refused(
    base: Installed, run: Run, tmp_path: Path, file: str
) -> None:
    folder = tmp_path / "adapter"
    shutil.copytree(export(run, base, "v1"), folder)
    whole = (folder / file).read_bytes()
    (folder / file).write_bytes(whole[:-7] + b"tamper}")
    with pytest.raises(ModelDamaged) as caught:
        read_adapter(folder, base)
    assert "rollback" in caught.value.next_step()


def test_an_adapter_for_other_weights_is_none(base: Installed, run: Run) -> None:
    assert read_adapter(export(run, base, "v1"), replace(base, sha256="cd" * 32)) is None


def test_without_a_folder_there_is_none(base: Installed, tmp_path: Path) -> None:
    assert find_adapter(tmp_path, replace(base, name="nobody")) is None


def test_weights_that_do_not_fit_are_refused(base: Installed, run: Run) -> None:
    import torch

    with pytest.raises(ModelDamaged):
        merge(torch.nn.Linear(2, 2), export(run, base, "v1"))


def test_an_unfinished_run_has_nothing_to_export(base: Installed, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        export(Run(tmp_path), base, "v1")
