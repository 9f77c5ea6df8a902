"""Passwords: in the system's keyring, or in memory for this session; never on disk."""

from typing import Protocol

from assistant.base.errors import OutsideError

SERVICE = "deskmate"


class Secrets(Protocol):
    """A place for passwords, by account id."""

    @property
    def lasting(self) -> bool:
        """Whether a password is still there after a restart."""
        ...

    def get(self, name: str) -> str | None:
        """Return the password, or None."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep the password."""
        ...

    def delete(self, name: str) -> None:
        """Forget the password."""
        ...


class MemorySecrets:
    """Passwords for this session only."""

    lasting = False

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """Return the password, or None."""
        return self._values.get(name)

    def set(self, name: str, value: str) -> None:
        """Keep the password until the program ends."""
        self._values[name] = value

    def delete(self, name: str) -> None:
        """Forget the password."""
        self._values.pop(name, None)


class KeyringSecrets:
    """Passwords in the system's keyring (Secret Service, Windows, macOS)."""

    lasting = True

    def get(self, name: str) -> str | None:
        """Return the password, or None; raise `OutsideError` when the keyring stays locked."""
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(SERVICE, name)
        except (KeyringError, RuntimeError) as error:
            raise _locked() from error

    def set(self, name: str, value: str) -> None:
        """Keep the password; raise `OutsideError` when the keyring stays locked."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, name, value)
        except (KeyringError, RuntimeError) as error:
            raise _locked() from error

    def delete(self, name: str) -> None:
        """Forget the password; one that is not there is fine."""
        import keyring
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            keyring.delete_password(SERVICE, name)
        except PasswordDeleteError:
            return
        except (KeyringError, RuntimeError) as error:
            raise _locked() from error


class FoundSecrets:
    """The keyring where a usable one runs, else memory; looked for when first asked.

    Loading keyring and its backends takes longer than the window's first paint may.
    """

    def __init__(self) -> None:
        self._found: Secrets | None = None

    @property
    def lasting(self) -> bool:
        """Whether a password is still there after a restart."""
        return self._where().lasting

    def get(self, name: str) -> str | None:
        """Return the password, or None; raise `OutsideError` when the keyring stays locked."""
        return self._where().get(name)

    def set(self, name: str, value: str) -> None:
        """Keep the password; raise `OutsideError` when the keyring stays locked."""
        self._where().set(name, value)

    def delete(self, name: str) -> None:
        """Forget the password."""
        self._where().delete(name)

    def _where(self) -> Secrets:
        if self._found is None:
            self._found = find_secrets()
        return self._found


def _locked() -> OutsideError:
    return OutsideError(
        "The system's keyring is locked or did not answer.",
        hint="Unlock it (log in to your desktop session) and try again.",
    )


def find_secrets() -> Secrets:
    """Return the system's keyring where a usable one runs, else memory for this session.

    A plaintext backend is never used: a keyring without encryption counts as none.
    """
    import keyring
    from keyring.backends import chainer, fail, null

    backend = keyring.get_keyring()
    usable = backend.priority >= 1 and not isinstance(backend, fail.Keyring | null.Keyring)
    if isinstance(backend, chainer.ChainerBackend):
        usable = any(one.priority >= 1 for one in backend.backends)
    return KeyringSecrets() if usable else MemorySecrets()
