"""The four steps for the window, with real processes and a model of a few thousand weights."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.app import Assistant, build
from assistant.base.clock import FrozenClock, zone_named
from assistant.base.errors import Declined, UsageError
from assistant.base.paths import Paths
from assistant.base.secrets import MemorySecrets
from assistant.domain.events import ModelStateChanged
from assistant.llm.adapters import WEIGHTS, find_adapter, write_manifest
from assistant.llm.installed import ENCODER, Installed
from assistant.sync.notify import NoNotifier
from assistant.testing.desk import MONDAY
from assistant.training.deploy import SHIPPED
from assistant.training.run import write_json
from assistant.training.stage import Plan, Stage
from tests.assistant.training.conftest import base as base
from tests.conftest import MODELS

pytestmark = pytest.mark.model
SMALL = Plan(each=1, steps=4, most=1, names=2)
Program = Callable[[], Assistant]


@pytest.fixture(scope="module")
def models(base: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the thin model and the real encoder."""
    models = base.folder.parent
    if not (models / ENCODER).exists():
        shutil.copytree(MODELS / ENCODER, models / ENCODER, copy_function=shutil.copy2)
    return models


@pytest.fixture
def opened(models: Path, tmp_path: Path) -> Iterator[Program]:
    """Return what opens the program over one home; each opening closes the one before."""
    running: list[Assistant] = []

    def open_() -> Assistant:
        while running:
            running.pop().close()
        clock = FrozenClock(MONDAY, zone_named("Europe/Berlin"))
        paths = Paths(tmp_path / "home", models)
        running.append(build(paths, clock=clock, secrets=MemorySecrets(), notifier=NoNotifier()))
        return running[-1]

    yield open_
    while running:
        running.pop().close()
    shutil.rmtree(models / "adapters", ignore_errors=True)


def measured(program: Assistant, base: Installed, after: float) -> None:
    """Put a finished run with these measures into the home."""
    folder = program.paths.training / "runs" / "1"
    for made in (folder / "data", folder / "caller" / "adapter", folder / "adapter"):
        made.mkdir(parents=True, exist_ok=True)
    (folder / "data" / "card.md").touch()
    (folder / "caller" / "adapter" / "adapter_model.safetensors").touch()
    metrics = {"before": {"en tool": 0.5}, "after": {"en tool": after}}
    for place in (folder, folder / "adapter"):
        write_json(place / "metrics.json", metrics)
    (folder / "adapter" / WEIGHTS).write_bytes(b"weights")
    told = {"version": "1", "base_sha256": base.sha256, "system": "x", "tools": [], "named": []}
    write_manifest(folder / "adapter", told)


def test_what_is_better_is_installed_and_what_is_worse_is_not(
    opened: Program, base: Installed
) -> None:
    program = opened()
    teaching = program.teaching
    with pytest.raises(UsageError, match="Nothing was trained"):
        teaching.install().result()
    measured(program, base, 0.4)
    assert not teaching.stage().better
    with pytest.raises(Declined, match=r"en tool 50\.0% -> 40\.0%"):
        teaching.install().result()
    assert teaching.versions() == (SHIPPED,)
    measured(program, base, 0.9)
    states: list[ModelStateChanged] = []
    program.on(ModelStateChanged, states.append)
    assert teaching.install().result().startswith("1@")
    assert states
    assert teaching.stage().installed
    adapter = find_adapter(program.paths.models, base)  # asked before every answer
    assert adapter is not None
    assert adapter.version == "1"
    assert teaching.rollback().result() == SHIPPED
    assert teaching.versions() == (SHIPPED,)
    teaching.discard()
    assert teaching.stage() == Stage()
