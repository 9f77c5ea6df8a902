"""A model in a folder of the user's."""

from pathlib import Path

import pytest

from assistant.base.errors import UsageError
from assistant.llm.brought import bring, entry_of
from assistant.llm.installed import list_installed
from tests.assistant.llm.test_convert import tiny_gguf


def test_a_gguf_file_is_converted(tmp_path: Path) -> None:
    folder = tmp_path / "My Model"
    folder.mkdir()
    tiny_gguf(folder / "x.gguf", "qwen2")
    model = bring(tmp_path / "models", folder)
    assert model.name == "my-model"
    assert [one.name for one in list_installed(tmp_path / "models")] == ["my-model"]
    assert (folder / "x.gguf").exists()


def test_files_as_the_hub_has_them_are_copied(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "model.safetensors", "README.md"):
        (folder / name).write_text("x", "utf-8")
    model = bring(tmp_path / "models", folder, "own")
    assert sorted(path.name for path in model.folder.iterdir()) == [
        "config.json", "manifest.json", "model.safetensors", "tokenizer.json",
    ]  # fmt: skip


@pytest.mark.parametrize("names", [(), ("a.gguf", "b.gguf"), ("config.json", "model.safetensors")])
def test_what_is_no_model(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (tmp_path / name).write_text("x", "utf-8")
    with pytest.raises(UsageError, match="no model in"):
        entry_of(tmp_path, "x")
    with pytest.raises(UsageError, match="not a name"):
        entry_of(tmp_path, "A/b")
