"""Everything gone: the database and its logs, settings, lessons, adapters, caches, passwords."""

import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.base.clock import SystemClock
from assistant.base.errors import AssistantError
from assistant.base.paths import Paths
from assistant.base.secrets import Secrets
from assistant.llm.endpoints import Endpoints
from assistant.store.store import Store

# What the program keeps in a home, and no more: a home may be a folder with other things in it.
_KEPT = (
    "deskmate.db*", "deskmate.lock", "settings.*", "endpoints.*", "selftests.*", "log", "training",
    "skills",
)  # fmt: skip
# Beside the models: what was trained on the user's sentences, or computed from them.
_MADE = ("adapters", ".vectors", ".prefixes")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: files and passwords; `left` is what lies in the home and is not ours."""

    files: int
    secrets: int
    left: tuple[Path, ...]


def erase(paths: Paths, secrets: Secrets) -> Erased:
    """Erase what is kept for one home; the program must not run on it.

    Models stay, as they came; exports and runs that were put elsewhere are not known here. Raises
    `OSError` where a file cannot be removed.
    """
    names = _secrets_of(paths)
    for name in names:
        with suppress(AssistantError):  # a locked keyring: the rest goes all the same
            secrets.delete(name)
    _let_go_of_the_log(paths)
    gone = [one for pattern in _KEPT for one in paths.home.glob(pattern)]
    gone += [paths.models / name for name in _MADE if (paths.models / name).exists()]
    files = sum(map(_remove, gone))
    left = tuple(sorted(paths.home.iterdir())) if paths.home.is_dir() else ()
    if not left and paths.home.is_dir():
        paths.home.rmdir()
    return Erased(files, len(names), left)


def _secrets_of(paths: Paths) -> Sequence[str]:
    """Return the names of the passwords and keys; a damaged database knows none any more."""
    return [*_of_accounts(paths), *(one.secret for one in Endpoints(paths.home).all())]


def _of_accounts(paths: Paths) -> Iterator[str]:
    if not paths.database.exists():
        return
    try:
        store = Store(paths.database, SystemClock())
    except AssistantError as error:
        log.warning("passwords cannot be looked up: %s", error)
        return
    try:
        yield from (one.secret for one in store.accounts.all())
    finally:
        store.close()


def _remove(path: Path) -> int:
    """Remove a file, or a folder with all in it (never through a link); return how many files."""
    if path.is_dir() and not path.is_symlink():
        count = sum(one.is_file() for one in path.rglob("*"))
        shutil.rmtree(path)
        return count
    path.unlink(missing_ok=True)
    return 1


def _let_go_of_the_log(paths: Paths) -> None:
    root = logging.getLogger()
    for handler in list(root.handlers):
        name = getattr(handler, "baseFilename", "")
        if name and Path(name).is_relative_to(paths.home.resolve()):
            root.removeHandler(handler)
            handler.close()
