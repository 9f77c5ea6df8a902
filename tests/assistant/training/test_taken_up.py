"""The running host takes a new adapter up, and puts a tampered one down."""

import shutil
from pathlib import Path

import pytest

from assistant.llm.adapters import WEIGHTS, Adapter, call_prompt, read_adapter
from assistant.llm.host import HostedModel
from assistant.llm.installed import ENCODER, Installed
from assistant.llm.model import CallText, Request, ToolSpec
from assistant.training.caller import lora_model
from assistant.training.export import export
from assistant.training.run import Run, Settings
from tests.conftest import MODELS

pytestmark = pytest.mark.model


@pytest.fixture
def trained(base: Installed, data: Path, tmp_path: Path) -> Path:
    """The folder of an adapter for the thin model."""
    run = Run(tmp_path / "run")
    run.begin(Settings(rank=2), data, base.label)
    model = lora_model(base.folder, Settings(rank=2))
    model.save_pretrained(str(run.part("caller") / "adapter"))
    return export(run, base, "v1")


def test_without_a_restart_of_the_program(base: Installed, trained: Path) -> None:
    models = base.folder.parent
    if not (models / ENCODER).exists():
        shutil.copytree(MODELS / ENCODER, models / ENCODER, copy_function=shutil.copy2)
    current: list[Path] = []

    def find(_: Path, model: Installed) -> Adapter | None:
        return read_adapter(current[0], model) if current else None

    hosted = HostedModel(models, base.name, threads=1, find=find)
    try:
        hosted.count("x")
        first = hosted.pid
        assert "+" not in hosted.name
        current.append(trained)
        assert hosted.name.partition("+")[2].startswith("v1@")
        tools = (ToolSpec("clock.now", "", ()), ToolSpec("talk", "", ()))
        request = Request(tuple(call_prompt("Write the call.", "hello")), tools, max_tokens=16)
        said = [one for one in hosted.generate(request, lambda: False) if isinstance(one, CallText)]
        assert said[0].text in {"clock.now {}", "talk {}"}
        assert hosted.pid != first
        (trained / WEIGHTS).write_bytes(b"tampered")
        assert hosted.adapter is None
        assert hosted.count("x") == 1
    finally:
        hosted.close()
