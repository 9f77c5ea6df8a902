"""Walls around the model host, put up by itself before it reads a single weight (Linux).

Landlock (kernel 5.13; TCP from 6.7, signals and abstract sockets from 6.12) lets the process read
its own program and its model and nothing else: not the user's data, not their keys. Seccomp lets it
make no socket of any kind, trace no process, and read no other process's memory. Both are for ever,
for its children and threads too, need no rights, and are asked for by number, since the C library
has no names for them. Where a system has neither, `offered` says so, and what is left is Python's
own refusal (an audit hook) and an environment without secrets.
"""

import ctypes
import os
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.base.i18n import tr
from assistant.base.platform import is_linux, machine

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # landlock_*: the same on every architecture
_VERSION = 1  # LANDLOCK_CREATE_RULESET_VERSION
_PATH_BENEATH = 1
_NO_NEW_PRIVS, _SET_SECCOMP, _GET_SECCOMP, _FILTER = 38, 22, 21, 2
_O_PATH = 0o10000000

# linux/landlock.h: the rights that each version of the interface knows, all of them handled.
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_TCP = 0b11  # bind, connect
_SCOPED = 0b11  # abstract Unix sockets, signals
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL

# linux/audit.h and the system call tables: architecture, then what is refused.
_REFUSED = (
    "socket", "socketpair", "connect", "bind", "ptrace", "process_vm_readv", "process_vm_writev",
    "io_uring_setup", "pidfd_getfd", "kcmp",
)  # fmt: skip
_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 42, 49, 101, 310, 311, 425, 438, 312)),
    "aarch64": (0xC00000B7, (198, 199, 203, 200, 117, 270, 271, 425, 438, 272)),
}
_X32 = 0x40000000  # calls of another numbering that x86_64 also takes
_KILL, _EACCES, _ALLOW = 0x80000000, 0x0005000D, 0x7FFF0000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06


@dataclass(frozen=True, slots=True)
class Walls:
    """What holds the model host: files (Landlock), TCP (Landlock), any socket (seccomp).

    `version` is that of Landlock, 0 where there is none.
    """

    version: int
    files: bool
    tcp: bool
    sockets: bool

    @property
    def whole(self) -> bool:
        """Whether it can reach neither the network nor the user's data."""
        return self.files and self.sockets


@cache
def offered() -> Walls:
    """Return what this system has; asking changes nothing."""
    if not is_linux():
        return Walls(0, files=False, tcp=False, sockets=False)
    version = max(0, int(_libc().syscall(_CREATE, None, 0, _VERSION)))
    sockets = machine() in _CALLS and _libc().prctl(_GET_SECCOMP, 0, 0, 0, 0) >= 0
    return Walls(version, files=version >= 1, tcp=version >= 4, sockets=sockets)


def say_walls(walls: Walls) -> str:
    """Return in a sentence what the model cannot reach here, and what the system cannot keep."""
    if walls.whole:
        return tr(
            "The model reads its own files only and opens no connection (Landlock {n}, seccomp).",
            n=walls.version,
        )
    if walls.sockets:
        return tr("The model can open no connection (seccomp). This system keeps no files from it.")
    if walls.files:
        return tr("The model reads its own files only (Landlock). Python refuses its connections.")
    return tr("This system has no walls for the model: Python alone refuses its connections.")


def shut_in(readable: Iterable[Path], writable: Iterable[Path] = ()) -> Walls:
    """Put the walls up around this process; return which stand. To be called before any thread.

    Besides `readable` and `writable` the program's own code and the system's libraries are read.
    """
    walls = offered()
    if not (walls.files or walls.sockets):
        return walls
    if _libc().prctl(_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0))) != 0:
        return Walls(walls.version, files=False, tcp=False, sockets=False)
    files = walls.files and _landlock(walls.version, [*readable, *own_code()], list(writable))
    sockets = walls.sockets and _seccomp()
    return Walls(walls.version, files=files, tcp=files and walls.tcp, sockets=sockets)


def own_code() -> Iterator[Path]:
    """Yield the folders of the interpreter, its libraries, this program, and the system's."""
    root = Path(__file__).resolve().parents[2]
    yield from (root / "assistant", root / "resources")
    yield from map(Path, {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()})
    yield Path(sys.executable).resolve().parent
    yield from (Path(one) for one in sys.path if one and Path(one).resolve() != root)
    if frozen := getattr(sys, "_MEIPASS", ""):
        yield Path(frozen)
    system = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/etc", "/nix/store")
    yield from map(Path, (*system, "/sys/devices", "/sys/fs/cgroup", "/dev/urandom"))
    # Of /proc its own and the machine's, no other process's words and environment.
    own = ("self", "driver", "cpuinfo", "meminfo", "stat", "version", "filesystems", "sys")
    yield from (Path("/proc", one).resolve() for one in own)


def graphics(devices: Path = Path("/dev")) -> Iterator[Path]:
    """Yield the device files of graphics processors (CUDA, ROCm): a model may compute on them."""
    for form in ("nvidia*", "kfd", "dri/render*"):
        yield from sorted(devices.glob(form))


def _landlock(version: int, readable: Sequence[Path], writable: Sequence[Path]) -> bool:
    handled = max(mask for least, mask in _FILES.items() if version >= least)
    attributes = struct.pack("<QQQ", handled, _TCP if version >= 4 else 0, _scoped(version))
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = int(_libc().syscall(_CREATE, attributes, size, 0))
    if rules < 0:
        return False
    try:
        read = _EXECUTE | _READ_FILE | _READ_DIR
        for path in readable:
            _allow(rules, path, read & handled)
        for path in writable:
            _allow(rules, path, handled)
        # Names alone, or another process of ours (`measure`) would not find its modules.
        _allow(rules, Path(__file__).resolve().parents[2], _READ_DIR & handled)
        for device in map(Path, ("/dev/null", "/dev/zero", "/dev/tty")):
            _allow(rules, device, (_READ_FILE | _WRITE_FILE) & handled)
        for device in graphics():
            _allow(rules, device, (_READ_FILE | _WRITE_FILE | _IOCTL) & handled)
        return int(_libc().syscall(_RESTRICT, rules, 0)) == 0
    finally:
        os.close(rules)


def _scoped(version: int) -> int:
    return _SCOPED if version >= 6 else 0


def _allow(rules: int, path: Path, rights: int) -> None:
    """Allow what lies beneath `path`; one that is not there needs nothing."""
    with suppress(OSError):
        place = os.open(path, _O_PATH | os.O_CLOEXEC)
        try:
            if not path.is_dir():
                rights &= _OF_FILES
            rule = struct.pack("<Qi", rights, place)
            _libc().syscall(_ADD, rules, _PATH_BENEATH, rule, 0)
        finally:
            os.close(place)


def _seccomp() -> bool:
    """Refuse what makes sockets or looks into other processes; all else goes on as before."""
    architecture, numbers = _CALLS[machine()]
    last = len(numbers) + 1
    program = [
        (_LOAD, 0, 0, 4),  # seccomp_data.arch
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # seccomp_data.nr
        (_AT_LEAST, last, 0, _X32),
        *((_EQUAL, last - at - 1, 0, number) for at, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _EACCES),
    ]
    code = b"".join(struct.pack("<HBBI", *line) for line in program)
    kept = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("<HxxxxxxQ", len(program), ctypes.addressof(kept))
    return int(_libc().prctl(_SET_SECCOMP, _FILTER, header, 0, 0)) == 0


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
