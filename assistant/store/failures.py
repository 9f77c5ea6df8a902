"""What SQLite and the disk complain about, translated once, at the border of the store."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.base.errors import AssistantError, OutsideError, StaleError
from assistant.store.driver import DriverError

_DENIED = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH", "SQLITE_IOERR")


@contextmanager
def outside(path: Path | None) -> Iterator[None]:
    """Turn failures of the disk and of the file `path` into sentences; the rest is our bug."""
    try:
        yield
    except DriverError as error:
        if (known := _known(getattr(error, "sqlite_errorname", None) or "", path)) is None:
            raise
        raise known from error
    except OSError as error:
        raise (disk_full() if error.errno == errno.ENOSPC else unreachable(path)) from error


def _known(name: str, path: Path | None) -> AssistantError | None:
    if name == "SQLITE_FULL":
        return disk_full()
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return damaged(path)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return busy(path)
    return unreachable(path) if name.startswith(_DENIED) else None


def disk_full() -> OutsideError:
    """Return the error for a full disk; whatever was under way was taken back."""
    return OutsideError("The disk is full.", hint="Free some space, then try again.")


def damaged(path: Path | None) -> OutsideError:
    """Return the error for a file that is no longer a whole database; it is left as it is."""
    return OutsideError(
        "The data file {path} is damaged.",
        hint="It was left as it is: move it away, or put a backup in its place, and start again.",
        path=path,
    )


def newer(path: Path | None) -> AssistantError:
    """Return the error for a file that a later version of the program has changed."""
    return AssistantError(
        "The data file {path} was written by a newer Deskmate.",
        hint="Install the newest Deskmate and start again.",
        path=path,
    )


def busy(path: Path | None) -> OutsideError:
    """Return the error for a file that another program has locked."""
    return OutsideError(
        "The data file {path} is in use by another program.",
        hint="Close the other program and try again.",
        path=path,
    )


def unreachable(path: Path | None) -> OutsideError:
    """Return the error for a file that cannot be opened, read or written."""
    return OutsideError(
        "The data file {path} cannot be read or written.",
        hint="Check the disk and the permissions of the folder.",
        path=path,
    )


def stale() -> StaleError:
    """Return the error for something that is no longer as the user saw it."""
    return StaleError(
        "This has changed in the meantime.", hint="Look at it as it is now and ask again."
    )
