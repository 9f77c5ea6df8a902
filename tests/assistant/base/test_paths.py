"""Where things are kept."""

from pathlib import Path

import pytest

from assistant.base.paths import find_paths, resources


def test_everything_of_a_home_lies_below_it(tmp_path: Path) -> None:
    paths = find_paths(tmp_path / "desk")
    kept = (paths.database, paths.settings, paths.log, paths.lock, paths.skills)
    assert all(one.is_relative_to(tmp_path / "desk") for one in kept)
    assert len(set(kept)) == len(kept)
    assert not paths.home.exists()


def test_a_tilde_means_the_users_folder() -> None:
    assert find_paths(Path("~/desk")).home == Path.home() / "desk"


def test_models_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKMATE_MODELS", str(tmp_path / "models"))
    assert find_paths().models == tmp_path / "models"


def test_resources_are_there() -> None:
    assert (resources() / "i18n" / "zh.toml").is_file()
