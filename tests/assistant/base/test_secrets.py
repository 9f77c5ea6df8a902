"""Passwords: the system's keyring, or this session."""

from collections.abc import Callable
from typing import Any

import keyring
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

from assistant.base.errors import OutsideError
from assistant.base.secrets import KeyringSecrets, MemorySecrets, find_secrets

Use = Callable[[KeyringBackend], None]


class Safe(KeyringBackend):
    """A keyring in memory, as good as the desktop's."""

    priority = 5

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.values:
            raise keyring.errors.PasswordDeleteError("not there")
        del self.values[service, username]


class Plaintext(Safe):
    """A file that everybody can read (keyrings.alt has one)."""

    priority = 0.5  # type: ignore[assignment]


class Locked(Safe):
    """Nobody typed the login password."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.InitError("no service")

    def delete_password(self, service: str, username: str) -> None:
        raise keyring.errors.KeyringLocked("locked")


def chain(*members: KeyringBackend) -> KeyringBackend:
    """Return several keyrings as one."""
    kind: Any = type("Chain", (ChainerBackend,), {"backends": list(members), "priority": 10})
    made: KeyringBackend = kind()
    return made


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    return lambda backend: monkeypatch.setattr(keyring.core, "_keyring_backend", backend)


def test_no_keyring_means_this_session_only() -> None:
    secrets = find_secrets()
    assert not secrets.lasting
    secrets.set("account:me", "a")
    assert secrets.get("account:me") == "a"
    secrets.delete("account:me")
    secrets.delete("account:me")
    assert secrets.get("account:me") is None


@pytest.mark.parametrize(
    ("backend", "lasting"),
    [
        (Safe(), True),
        (Plaintext(), False),
        (chain(Plaintext(), Plaintext()), False),
        (chain(Safe(), Plaintext()), True),
        (chain(), False),
    ],
)
def test_plaintext_counts_as_none(use: Use, backend: KeyringBackend, lasting: bool) -> None:
    use(backend)
    assert find_secrets().lasting is lasting
    assert isinstance(find_secrets(), KeyringSecrets if lasting else MemorySecrets)


def test_the_keyring_keeps_and_forgets(use: Use) -> None:
    use(Safe())
    secrets = KeyringSecrets()
    secrets.set("account:me", "a")
    assert secrets.get("account:me") == "a"
    secrets.delete("account:me")
    secrets.delete("account:me")
    assert secrets.get("account:me") is None


@pytest.mark.parametrize(
    "deed",
    [
        lambda one: one.get("account:me"),
        lambda one: one.set("account:me", "a"),
        lambda one: one.delete("account:me"),
    ],
)
def test_a_locked_keyring_says_so_and_what_to_do(
    use: Use, deed: Callable[[KeyringSecrets], object]
) -> None:
    use(Locked())
    with pytest.raises(OutsideError, match="locked") as caught:
        deed(KeyringSecrets())
    assert caught.value.next_step()
