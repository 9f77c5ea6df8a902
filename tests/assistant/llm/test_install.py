"""From catalogue to folder: whole or not at all."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.base.errors import UsageError
from assistant.llm.catalog import Entry, RemoteFile, load_catalog
from assistant.llm.fit import fit_of, memory_needed
from assistant.llm.install import hubs_of, install, present, sources_of
from assistant.llm.installed import (
    DEFAULT,
    check,
    default_name,
    find_installed,
    list_installed,
    sha256_of,
    use,
)
from assistant.llm.model import DownloadFailed, ModelDamaged, ModelMissing
from assistant.llm.sources import Folder, Hub, Wheel
from tests.conftest import MODELS

ROOT = Path(__file__).resolve().parents[3]


def entry(name: str = "tiny", kind: str = "chat", style: str = "safetensors") -> Entry:
    file = RemoteFile("model.safetensors" if style == "safetensors" else "model.gguf")
    return Entry(
        name=name, title=name, kind=kind, format=style, publisher="p", licence="l",  # type: ignore[arg-type]
        languages=("en",), tools=True, parameters="1", memory=1, files=(file,),
    )  # fmt: skip


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "model.gguf").write_bytes(b"no weights at all")
    return folder


def test_the_catalogue_is_whole() -> None:
    catalog = load_catalog()
    names = [one.name for one in catalog.entries]
    assert len(names) == len(set(names))
    assert [one.name for one in catalog.embedded] == ["smollm2-135m-instruct", "all-minilm-l6-v2"]
    for one in catalog.entries:
        assert one.files or one.repository
        assert one.licence
        assert one.memory > 0
        assert all(len(file.sha256) == 64 for file in one.files)
    with pytest.raises(UsageError):
        catalog.find("nobody")


def test_a_mirror_comes_before_the_hub_and_a_folder_alone() -> None:
    catalog = load_catalog()
    assert len(hubs_of(catalog, "https://mirror.invalid")) == 2
    kinds = [type(one) for one in sources_of(catalog, mirror="https://mirror.invalid")]
    assert kinds == [Wheel, Hub, Hub]
    assert [type(one) for one in sources_of(catalog, folder=Path())] == [Folder]


def test_a_model_is_installed_from_a_folder(tmp_path: Path, source: Path) -> None:
    models = tmp_path / "models"
    model = install(models, entry(), [Folder(source)])
    assert model.sha256 == sha256_of(source / "model.safetensors")
    assert present(models, entry()) == model
    assert [one.name for one in list_installed(models)] == ["tiny"]
    assert use(models, "tiny") == model
    assert default_name(models) == "tiny"
    assert [path.name for path in models.iterdir() if path.name.startswith(".new")] == []


def test_it_can_be_got_again(tmp_path: Path, source: Path) -> None:
    models = tmp_path / "models"
    install(models, entry(), [Folder(source)])
    (models / "tiny" / "model.safetensors").write_bytes(b"damaged")
    assert present(models, entry()) is None
    install(models, entry(), [Folder(source)])
    assert present(models, entry()) is not None


def test_what_is_no_model_is_not_installed(tmp_path: Path, source: Path) -> None:
    models = tmp_path / "models"
    with pytest.raises(ModelDamaged) as caught:
        install(models, entry(style="gguf"), [Folder(source)])
    assert "model.gguf" in caught.value.shown()
    assert "Traceback" not in caught.value.shown()
    assert list_installed(models) == ()


def test_a_full_disk_is_noticed_before_loading(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.llm.install.free_space", lambda _: 0)
    with pytest.raises(DownloadFailed, match="not enough room"):
        install(tmp_path / "models", entry(), [Folder(source)])


def test_an_encoder_cannot_answer(tmp_path: Path, source: Path) -> None:
    install(tmp_path / "models", entry("enc", "encoder"), [Folder(source)])
    with pytest.raises(ModelMissing, match="encoder"):
        use(tmp_path / "models", "enc")


def test_without_a_choice_the_embedded_model_answers(tmp_path: Path) -> None:
    assert default_name(tmp_path) == DEFAULT


def test_a_thorough_look_sees_what_size_and_time_hide(tmp_path: Path, source: Path) -> None:
    model = install(tmp_path / "models", entry(), [Folder(source)])
    weights = model.folder / "model.safetensors"
    before = weights.stat()
    weights.write_bytes(b"wEights")
    os.utime(weights, ns=(before.st_atime_ns, before.st_mtime_ns))
    check(model)
    with pytest.raises(ModelDamaged, match="not as it was loaded"):
        check(model, thorough=True)


def test_fit_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.llm.fit.available_memory", lambda: 1 << 30)
    assert fit_of(1, 100 << 20, tmp_path).fits
    large = fit_of(1, 8 << 30, tmp_path)
    assert not large.fits
    assert large.values["have"] == "1.0 GB"
    monkeypatch.setattr("assistant.llm.fit.free_space", lambda _: 0)
    assert "disk" in fit_of(1, 1, tmp_path).reason
    assert memory_needed(1 << 30) > 1 << 30


@pytest.mark.model
def test_the_real_model_is_what_the_catalogue_says() -> None:
    for one in load_catalog().embedded:
        model = find_installed(MODELS, one.name)
        assert model.sha256 == one.sha256
        check(model, thorough=True)
    config = json.loads((MODELS / DEFAULT / "config.json").read_text("utf-8"))
    assert config["num_hidden_layers"] == 30


def test_a_killed_installation_leaves_nothing_half(tmp_path: Path) -> None:
    """The converter is killed: no folder appears, and the next try is not in its way."""
    models = tmp_path / "models"
    code = (
        "import sys, os, signal\n"
        "from pathlib import Path\n"
        "import assistant.llm.install as i\n"
        "i.write_manifest = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from tests.assistant.llm.test_install import entry\n"
        "from assistant.llm.sources import Folder\n"
        "i.install(Path(sys.argv[1]), entry(), [Folder(Path(sys.argv[2]))])\n"
    )
    source = tmp_path / "source"
    source.mkdir()
    (source / "model.safetensors").write_bytes(b"weights")
    done = subprocess.run(
        [sys.executable, "-c", code, str(models), str(source)], check=False, cwd=ROOT
    )
    assert done.returncode == -signal.SIGKILL
    assert list_installed(models) == ()
    assert install(models, entry(), [Folder(source)]).name == "tiny"
