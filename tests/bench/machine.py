"""A plain description of the machine that was measured on."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def describe() -> str:
    """Return one sentence: date, processor, cores, memory, system."""
    day = datetime.now(UTC).date().isoformat()
    return f"Measured on {day} by `make bench`: {machine()}."


def machine() -> str:
    """Return processor, cores, memory, system and Python in a few words."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, "
        f"{_memory_gib():.0f} GiB memory, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory_gib() -> float:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            return int(line.split()[1]) / 2**20
    return float("nan")


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text("utf-8").splitlines() if file.exists() else []
