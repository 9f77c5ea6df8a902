"""From a catalogue entry to a model that answers: load, check, convert, move into place.

A model's folder appears by one rename. What a killed installation leaves behind is either loaded
bytes, with which the next one goes on, or a staging folder, which the next one removes.
"""

import logging
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.llm.catalog import Catalog, Entry
from assistant.llm.download import Progress, fetch_all, files_of, no_progress
from assistant.llm.fit import free_space
from assistant.llm.installed import Installed, check, find_installed, sha256_of, write_manifest
from assistant.llm.model import DownloadFailed, ModelDamaged, ModelMissing
from assistant.llm.precision import is_lean
from assistant.llm.process import host_environment, host_program, usual_threads
from assistant.llm.sources import Folder, Hub, Source, Wheel

Converted = Callable[[int, int], None]  # tensors done, tensors in all

log = logging.getLogger(__name__)

_STAGING = ".new-"
_ABANDONED = 3600  # seconds after which nobody works in a staging folder any more


def sources_of(
    catalog: Catalog, *, mirror: str = "", proxy: str = "", folder: Path | None = None
) -> list[Source]:
    """Return where files may come from, best first: the user's folder alone, when one is given."""
    if folder is not None:
        return [Folder(folder)]
    return [Wheel(proxy), *hubs_of(catalog, mirror, proxy)]


def hubs_of(catalog: Catalog, mirror: str = "", proxy: str = "") -> list[Hub]:
    """Return the mirror that the user chose, then the hub itself."""
    return [Hub(address, proxy) for address in (mirror, catalog.hub) if address]


def present(models: Path, entry: Entry) -> Installed | None:
    """Return the model of `entry` if it is installed and whole."""
    try:
        model = find_installed(models, entry.name)
        check(model)
    except (ModelMissing, ModelDamaged):
        return None
    return model


def install(
    models: Path,
    entry: Entry,
    sources: Sequence[Source],
    *,
    progress: Progress = no_progress,
    converted: Converted = lambda _done, _total: None,
) -> Installed:
    """Get `entry` and put it in place; raises DownloadFailed or ModelDamaged."""
    hubs = [source for source in sources if isinstance(source, Hub)]
    loaded = models / ".loading" / entry.name
    files = files_of(entry, hubs)
    _check_space(entry, models)
    fetch_all(files, loaded, sources, progress)
    staging = _staging(models)
    if entry.format == "gguf":
        _convert(loaded / files[0].name, staging, models, converted)
    else:
        for file in files:
            shutil.move(loaded / file.name, staging / file.name)
    sha256 = entry.sha256 or _weights_hash(staging)
    write_manifest(staging, name=entry.name, kind=entry.kind, sha256=sha256)
    if is_lean(staging):
        choose_precision(staging, models)
    _move_into_place(staging, models / entry.name)
    shutil.rmtree(loaded, ignore_errors=True)
    return find_installed(models, entry.name)


def _check_space(entry: Entry, models: Path) -> None:
    need, free = entry.download + entry.memory, free_space(models)
    if need > free:
        raise DownloadFailed(
            "There is not enough room on the disk: {need} MB are needed, {free} MB are free.",
            hint="Make room, or set DESKMATE_MODELS to a folder on another disk.",
            need=need >> 20,
            free=free >> 20,
        )


def _staging(models: Path) -> Path:
    models.mkdir(parents=True, exist_ok=True)
    for left in models.glob(f"{_STAGING}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_STAGING, dir=models))


def _convert(source: Path, staging: Path, models: Path, converted: Converted) -> None:
    """Convert in a process of its own: torch stays out of this one."""
    command = [*host_program(), "convert", str(source), str(staging)]
    with subprocess.Popen(
        command,
        env=host_environment(models, threads=1),
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        for line in process.stdout or ():
            done, total = line.split()
            converted(int(done), int(total))
        complaint = process.stderr.read() if process.stderr else ""
    if process.returncode != 0:
        shutil.rmtree(staging, ignore_errors=True)
        raise ModelDamaged(
            "The model file {name} could not be converted: {reason}.",
            hint="Get the model again.",
            name=source.name,
            reason=(complaint.strip().splitlines() or [f"code {process.returncode}"])[-1],
        )


def choose_precision(folder: Path, models: Path) -> None:
    """Let a process of its own measure in which numbers the model in `folder` is the fastest.

    Where that fails, it computes in bf16.
    """
    ended = subprocess.run(
        [*host_program(), "measure", str(folder)],
        env=host_environment(models, usual_threads()),
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        check=False,
    )
    if ended.returncode != 0:
        log.warning("the precisions of %s were not measured: %s", folder.name, ended.stderr[-500:])


def _weights_hash(folder: Path) -> str:
    first = min(folder.glob("*.safetensors"), default=None)
    if first is None:
        raise ModelDamaged("The model holds no weights.", hint="Choose another model.")
    return sha256_of(first)


def _move_into_place(staging: Path, folder: Path) -> None:
    if folder.exists():
        old = folder.with_name(f"{_STAGING}old-{folder.name}")
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
        staging.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        staging.rename(folder)
