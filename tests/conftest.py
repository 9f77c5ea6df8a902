"""The world that every test starts from.

A fresh home, no keyring, no desktop bus, no network but the loopback, a fixed time zone and
locale, English words, no window system. What a test changes of this is put back after it.
"""

import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

# Before anything of Hugging Face or of keyring is imported.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ["HF_HUB_OFFLINE"] = "1"

import pytest
from hypothesis import settings

from assistant.base import i18n
from assistant.base.paths import find_paths
from tests.network import Network

ROOT = Path(__file__).resolve().parents[1]
CORPORA = Path(os.environ.get("DESKMATE_CORPORA", ROOT.parent / "shared" / "data"))
MODELS = find_paths().models
LINUX = sys.platform.startswith("linux")
ZONE = "Europe/Berlin"
OUTSIDE = (
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_SESSION_ID",
    "LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
    "LC_TIME",
    "PYTHONUNBUFFERED",  # hides what a closed pipe does to the programs that tests start
)

network = Network()

# Speed is measured in `make bench`; a busy machine fails no test.
settings.register_profile("deskmate", deadline=None)
settings.load_profile("deskmate")


def pytest_configure(config: pytest.Config) -> None:
    """Close the way out and choose Qt's platform, before the first test module is imported."""
    network.close()
    stories = config.args and all("stories" in Path(one).parts for one in config.args)
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if stories and LINUX else "offscreen")


def pytest_report_header() -> list[str]:
    """Say where the models and the corpora are."""
    found = CORPORA.is_dir()
    return [
        f"models: {MODELS}{'' if MODELS.is_dir() else ' (none yet)'}",
        f"corpora: {CORPORA}" if found else "corpora: absent, tests marked `corpus` are left out",
    ]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what reads the corpora where there are none."""
    if CORPORA.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("corpus")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start every test from the same world, and put it back."""
    home = tmp_path / "user"
    for variable, folder in (
        ("HOME", "."),
        ("USERPROFILE", "."),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_STATE_HOME", ".local/state"),
    ):
        monkeypatch.setenv(variable, str((home / folder).resolve()))
    home.mkdir()
    for variable in [*OUTSIDE, *(name for name in os.environ if name.startswith("DESKMATE_"))]:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("DESKMATE_MODELS", str(MODELS))
    monkeypatch.setenv("DESKMATE_CORPORA", str(CORPORA))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={home / 'no-system-bus'}")
    with monkeypatch.context() as zone:
        zone.setenv("TZ", ZONE)
        _apply_zone()
        yield
    _apply_zone()
    i18n.use("en")


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fail the test that reached for something beyond this machine, whoever caught the error."""
    network.attempts.clear()
    yield
    assert not network.attempts, f"reached for the network: {network.attempts}"


@pytest.fixture(autouse=True)
def quiet_root_logger() -> Iterator[None]:
    """Take away the log files that a test opened."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.fixture
def corpora() -> Path:
    """Return the folder of the outside corpora; for tests marked `corpus`."""
    return CORPORA


def _apply_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()
