"""The world of the tests is what conftest.py says it is."""

import os
import socket
import time
from pathlib import Path

import keyring
import keyring.errors
import pytest

from assistant.base import i18n
from assistant.base.clock import local_zone
from assistant.base.paths import find_paths
from tests.conftest import network


def test_home_is_fresh_and_below_the_test(tmp_path: Path) -> None:
    assert find_paths().home.is_relative_to(tmp_path)
    assert not find_paths().home.exists()
    assert Path.home().is_relative_to(tmp_path)


def test_models_are_shared_between_tests(tmp_path: Path) -> None:
    assert not find_paths().models.is_relative_to(tmp_path)


@pytest.mark.parametrize("host", ["198.51.100.7", "2001:db8::1"])
def test_only_the_loopback_answers(host: str) -> None:
    with pytest.raises(OSError, match="no network in tests"):
        socket.create_connection((host, 25), timeout=1)
    assert network.attempts
    network.attempts.clear()


def test_names_are_not_looked_up() -> None:
    with pytest.raises(OSError, match="no network in tests"):
        socket.getaddrinfo("mail.example.org", 25)
    assert network.attempts == ["mail.example.org"]
    network.attempts.clear()


def test_a_machine_that_does_not_exist_may_be_asked_for() -> None:
    with pytest.raises(OSError, match="no network in tests"):
        socket.create_connection(("smtp.example.invalid", 25), timeout=1)
    assert not network.attempts


def test_loopback_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_no_keyring_and_no_desktop_bus() -> None:
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.get_password("deskmate", "anybody")
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ


@pytest.mark.parametrize("turn", [1, 2])
def test_language_and_zone_are_put_back(turn: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert i18n.language() == "en"
    assert local_zone().key == "Europe/Berlin"
    assert time.tzname[0] == "CET"
    i18n.use("zh")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
