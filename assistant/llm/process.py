"""How the program starts its other process, what that process may know, and what it takes."""

import os
import sys
from pathlib import Path

_KEPT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "WINDIR",
    "LD_LIBRARY_PATH",
)

PREFIXES = ".prefixes"  # beside the models: the one folder that the host may write into
RESTED = 75  # the exit code of a host that ended because nobody asked anything


def host_program() -> list[str]:
    """Return the command of the host; a frozen program starts itself, as `model-host`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "model-host"]
    return [sys.executable, "-X", "utf8", "-m", "assistant.llm.child"]


def host_environment(models: Path, threads: int) -> dict[str, str]:
    """Return the few variables that the host gets: no keys, no session bus, no proxy."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "HF_HOME": str(models / ".hub"),
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_NUM_THREADS": str(threads),
        "OMP_WAIT_POLICY": "PASSIVE",
        # oneDNN keeps a kernel for every number of tokens it has seen: 5 MB each.
        "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "64",
        "MALLOC_ARENA_MAX": "1",  # glibc: memory that was used once is used again
    }


def usual_threads() -> int:
    """Return half the processors, 1 to 4: the window and a busy neighbour keep theirs.

    OpenMP threads wait for each other at every operation, so one that has to share its processor
    slows all of them: with a busy neighbour on two processors, two threads take ten times as long
    as one.
    """
    return max(1, min(4, (os.cpu_count() or 1) // 2))


def memory_of(folder: Path) -> int:
    """Return the bytes of memory that hosts of the model in `folder` take; 0 where none runs."""
    return sum(size for _, size in running_hosts(folder))


def running_hosts(folder: Path | None = None) -> list[tuple[int, int]]:
    """Return process id and bytes of memory of every model host that runs, or those of a model."""
    import psutil

    found = []
    for process in psutil.process_iter(["cmdline", "memory_info"]):
        words, memory = process.info["cmdline"] or [], process.info["memory_info"]
        if folder is not None and str(folder) not in words:
            continue
        if memory and "serve" in words and {"assistant.llm.child", "model-host"} & {*words}:
            found.append((process.pid, int(memory.rss)))
    return found
