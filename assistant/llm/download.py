"""Get the files of a model: several sources, every file checked, what was loaded is kept."""

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.llm.catalog import Entry, RemoteFile
from assistant.llm.installed import sha256_of
from assistant.llm.model import DownloadFailed
from assistant.llm.sources import Hub, Source, Speed, Unavailable

Progress = Callable[[int, int, float], None]  # bytes done, bytes in all, bytes a second


def no_progress(_done: int, _total: int, _speed: float) -> None:
    """Show nothing."""


def files_of(entry: Entry, hubs: Sequence[Hub]) -> tuple[RemoteFile, ...]:
    """Return what has to be loaded for `entry`; raises DownloadFailed when no hub answers."""
    if entry.files:
        return entry.files
    reasons = []
    for hub in hubs:
        try:
            return hub.list_files(entry.repository)
        except (Unavailable, ValueError, KeyError) as error:
            reasons.append(str(error))
    raise _failed(entry.name, reasons)


def fetch_all(
    files: Sequence[RemoteFile],
    folder: Path,
    sources: Sequence[Source],
    progress: Progress = no_progress,
) -> None:
    """Bring every file into `folder`; raises DownloadFailed with the reason of each source.

    A file that is there and right is left alone; one that is there in part is continued.
    """
    folder.mkdir(parents=True, exist_ok=True)
    total, before, speed = sum(file.size for file in files), 0, Speed()
    for file in files:

        def advance(done: int, before: int = before) -> None:
            progress(before + done, max(total, before + done), speed.after(before + done))

        _fetch(file, folder, sources, advance)
        before += (folder / file.name).stat().st_size
        advance(0, before)


def _fetch(
    file: RemoteFile, folder: Path, sources: Sequence[Source], advance: Callable[[int], None]
) -> None:
    target, partial = folder / file.name, folder / f"{file.name}.part"
    if target.exists() and not _fault(file, target):
        return
    reasons = []
    for source in (*sources, *sources):  # a second round, now from the first byte
        try:
            source.fetch(file, partial, advance)
        except Unavailable as error:
            reasons.append(str(error))
            continue
        except OSError as error:
            raise _disk(file.name, error) from error
        if not (fault := _fault(file, partial)):
            partial.replace(target)
            return
        reasons.append(fault)
        partial.unlink()
    raise _failed(file.name, reasons)


def _fault(file: RemoteFile, path: Path) -> str:
    """Return what is wrong with a loaded file, or nothing."""
    if file.size and path.stat().st_size != file.size:
        return f"{file.name} came with {path.stat().st_size} of {file.size} bytes"
    if file.sha256 and sha256_of(path) != file.sha256:
        return f"{file.name} came with the wrong content"
    return ""


def _failed(name: str, reasons: Sequence[str]) -> DownloadFailed:
    return DownloadFailed(
        "{name} could not be loaded from any source: {reasons}.",
        hint="Check the connection or choose another mirror, and try again; "
        "what was loaded is kept.",
        name=name,
        reasons="; ".join(dict.fromkeys(reasons)) or "none was given",
    )


def _disk(name: str, error: OSError) -> DownloadFailed:
    return DownloadFailed(
        "{name} could not be written: {reason}.",
        hint="Make room on the disk and try again; what was loaded is kept.",
        name=name,
        reason=error.strerror or str(error),
    )
