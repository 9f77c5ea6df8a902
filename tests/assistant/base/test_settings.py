"""The user's choices."""

import os
from pathlib import Path

import pytest

from assistant.base.errors import OutsideError, UsageError
from assistant.base.settings import TABLE, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "settings.toml"


def test_defaults_need_no_file(path: Path) -> None:
    settings = Settings(path)
    assert {name: settings.get(name) for name in TABLE} == {
        name: one.default for name, one in TABLE.items()
    }
    assert not path.exists()


def test_choices_last(path: Path) -> None:
    settings = Settings(path)
    settings.set("language", "zh")
    settings.set("rest_seconds", 0)
    again = Settings(path)
    assert (again.text("language"), again.number("rest_seconds")) == ("zh", 0)
    assert [one.name for one in path.parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "tlh"),
        ("language", 1),
        ("rest_seconds", -1),
        ("rest_seconds", 31),
        ("rest_seconds", "10"),
        ("rest_seconds", True),
        ("colour", "red"),
    ],
)
def test_what_is_not_allowed_is_not_kept(path: Path, name: str, value: object) -> None:
    with pytest.raises(UsageError):
        Settings(path).set(name, value)  # type: ignore[arg-type]
    assert not path.exists()


@pytest.mark.parametrize("content", [b"language = ", b"\xff\xfe\x00", b"\x00"])
def test_a_damaged_file_is_set_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.get("language") == "system"
    assert path.with_suffix(".damaged").read_bytes() == content
    settings.set("language", "en")
    assert Settings(path).get("language") == "en"


def test_values_that_are_not_allowed_count_as_none(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('language = "tlh"\nrest_seconds = 5\nolder = 1\n', "utf-8")
    settings = Settings(path)
    assert (settings.get("language"), settings.get("rest_seconds")) == ("system", 5)


def test_a_full_disk_leaves_the_former_choice(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(path)
    settings.set("theme", "dark")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutsideError) as caught:
        settings.set("theme", "light")
    assert caught.value.next_step()
    assert settings.get("theme") == Settings(path).get("theme") == "dark"
