"""The README's two commands in a bare Debian 12: as an ordinary user, and as root.

    python -m tests.proof.bare [folder, default /var/tmp/deskmate-bare] [user | root, default both]

Needs root, debootstrap and a way to the package mirrors; says so where one is missing. The folder
is filled by debootstrap with python3, make and git alone and then copied: one system for the user,
one for root. What pip is told about its index on this machine (files, variables, folders) is told
to it in there too. Prints a table of what was typed, how it ended and how long it took; exits
with 1 where something ended as it should not.
"""

import os
import pwd
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
USER, NUMBER = "someone", 1000
HERE = "deskmate"
CONFIGURED = ("/etc/pip.conf", "/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs")
TOLD = re.compile(r"^(PIP_|SSL_CERT|REQUESTS_CA|.*_proxy$)", re.IGNORECASE)
MOUNTED = ("/proc", "/dev", "/dev/shm", "/sys")
LINE = re.compile(r"^ +sudo (apt-get install .+)$", re.MULTILINE)
SEEN = """
import sys, time
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv)
colours, end = set(), time.monotonic() + 240
while len(colours) < 4 and time.monotonic() < end:
    time.sleep(2)
    seen = app.primaryScreen().grabWindow(0).toImage()
    colours = {seen.pixel(x, y) for x in range(0, 1280, 20) for y in range(0, 820, 20)}
time.sleep(5)
app.primaryScreen().grabWindow(0).save(sys.argv[1])
sys.exit(len(colours) < 4)
"""


@dataclass
class System:
    """One bare Debian; `rows` is what was done in it."""

    folder: Path
    rows: list[tuple[str, str, int, float]] = field(default_factory=list)

    def run(self, who: str, line: str, *, good: Sequence[int] = (0,), limit: int = 3600) -> str:
        """Type a line in the checkout as `who`; return what it printed."""
        home = "/root" if who == "root" else f"/home/{USER}"
        told = {name: value for name, value in os.environ.items() if TOLD.search(name)}
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        own = {"HOME": home, "USER": who, "PATH": path, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
        numbers = ["--userspec", "0:0" if who == "root" else f"{NUMBER}:{NUMBER}"]
        typed = f"cd {home}/{HERE} || exit 70; {line}"
        begun = time.monotonic()
        done = subprocess.run(
            ["chroot", *numbers, str(self.folder), "/bin/sh", "-c", typed],
            env=told | own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=limit,
            check=False,
        )
        took = time.monotonic() - begun
        fine = done.returncode in good
        self.rows.append((who, line, done.returncode, took))
        print(f"{'ok' if fine else 'WRONG':<6}{who:<8} {line}  -> {done.returncode}, {took:.0f} s")
        if not fine:
            print(done.stdout[-4000:])
            raise SystemExit(1)
        sys.stdout.flush()
        return done.stdout


def fill(base: Path) -> None:
    """Let debootstrap make the bare system, once."""
    if (base / "etc" / "debian_version").is_file():
        return
    line = ["debootstrap", "--variant=minbase", "--include=python3,make,git,ca-certificates"]
    subprocess.run([*line, "bookworm", str(base)], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def system(base: Path, name: str) -> Iterator[System]:
    """Copy the bare system, put a fresh clone and this machine's pip settings into it."""
    folder = base.with_name(name)
    if not folder.exists():
        subprocess.run(["cp", "-a", str(base), str(folder)], check=True)
    mounted: list[Path] = []
    homes = [folder / "root", folder / "home" / USER]
    if not homes[1].exists():
        subprocess.run(
            ["chroot", str(folder), "/usr/sbin/useradd", "-m", "-u", str(NUMBER), USER], check=True
        )
    try:
        for home in homes:
            clone(home / HERE)
            settings = Path(pwd.getpwuid(os.getuid()).pw_dir) / ".config" / "pip"
            if settings.is_dir():
                shutil.copytree(settings, home / ".config" / "pip", dirs_exist_ok=True)
        subprocess.run(["chown", "-R", f"{NUMBER}:{NUMBER}", str(homes[1])], check=True)
        places = [Path(one) for one in (*MOUNTED, *CONFIGURED, *local_folders())]
        mounted += [inside(one, folder) for one in places if mount(one, folder)]
        sources = folder / "etc" / "apt"
        for part in ("apt.conf.d", "sources.list.d", "sources.list"):
            copy(Path("/etc/apt") / part, sources / part)
        # What is thrown away need not be flushed to the disk package by package.
        (folder / "etc" / "dpkg" / "dpkg.cfg.d" / "quick").write_text("force-unsafe-io\n")
        yield System(folder)
    finally:
        for seen in reversed(mounted):
            subprocess.run(["umount", "-l", str(seen)], check=False)


def clone(to: Path) -> None:
    """Clone what is committed here."""
    shutil.rmtree(to, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(ROOT), str(to)], check=True)


def copy(source: Path, to: Path) -> None:
    """Copy a file or a folder of settings, where there is one."""
    if source.is_dir():
        shutil.copytree(source, to, dirs_exist_ok=True)
    elif source.is_file():
        shutil.copy(source, to)


def inside(place: Path, folder: Path) -> Path:
    """Return where a place of this machine is seen in the system."""
    return folder / str(place).lstrip("/")


def mount(place: Path, folder: Path) -> bool:
    """Let a file or folder of this machine be seen at the same place in the system."""
    if not place.exists():
        return False
    to = inside(place, folder)
    if place.is_dir():
        to.mkdir(parents=True, exist_ok=True)
    else:
        to.parent.mkdir(parents=True, exist_ok=True)
        if to.is_symlink():
            to.unlink()
        to.touch()
    return not subprocess.run(["mount", "--bind", str(place), str(to)], check=False).returncode


def local_folders() -> list[str]:
    """Return the folders that pip takes packages from on this machine."""
    line = [sys.executable, "-m", "pip", "config", "list"]
    settings = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    told = " ".join(value for name, value in os.environ.items() if name.startswith("PIP_"))
    words = re.split(r"[\s'\"=]+|\\n", f"{settings} {told}")
    paths = (word.removeprefix("file://") for word in words)
    folders = [Path(path) for path in paths if path.startswith("/") and Path(path).is_dir()]
    return sorted({str(_with_neighbours(one)) for one in folders})


def _with_neighbours(folder: Path) -> Path:
    """Return the folder that holds all that an index of files may link to: /opt, /srv, ..."""
    top = Path(*folder.parts[:2])
    return top if top.name in {"opt", "srv", "mnt", "media"} else folder


def as_a_user(one: System) -> None:
    """Be told what is missing, have root install exactly that, then run and test."""
    for command in ("make run", "make test"):
        found = LINE.findall(one.run(USER, command, good=(2,)))
        assert len(found) == 1, "one copyable line"
    one.run("root", f"apt-get update -qq && DEBIAN_FRONTEND=noninteractive {found[0]} -qq -y")
    said = one.run(USER, "make run")
    assert "There is no display here" in said
    one.run(USER, "make run")
    with_a_window(one, USER)
    one.run(USER, "make test")


def as_root(one: System) -> None:
    """Have everything installed by the one command; start a second time; test."""
    said = one.run("root", "make run")
    assert "Installing system packages" in said
    assert "There is no display here" in said
    one.run("root", "make run")
    one.run("root", "make test")


def with_a_window(one: System, who: str) -> None:
    """Start on a screen, look whether something is drawn, and end it."""
    script = (
        "Xvfb :77 -screen 0 1280x820x24 & X=$!; sleep 3; export DISPLAY=:77; "
        "setsid make run >/tmp/run.log 2>&1 & P=$!; "
        f".venv/bin/python -c '{SEEN}' /tmp/window.png; code=$?; "
        "kill -- -$P; kill $X; exit $code"
    )
    one.run(who, script)
    shutil.copy(one.folder / "tmp" / "window.png", one.folder.with_name("window.png"))


def main(words: Sequence[str]) -> int:
    """Run the proof; return the exit code."""
    base = Path(words[0] if words else "/var/tmp/deskmate-bare") / "base"
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("Left out: this needs root and debootstrap (apt: debootstrap).")
        return 0
    base.parent.mkdir(parents=True, exist_ok=True)
    fill(base)
    rows = []
    for who, proof in (("user", as_a_user), ("root", as_root)):
        if who in words or not {"user", "root"} & set(words):
            with system(base, who) as one:
                proof(one)
            rows += one.rows
    print("\n| who | typed | exit | seconds |\n|---|---|---:|---:|")
    for who, line, code, took in rows:
        print(f"| {who} | `{line[:60]}` | {code} | {took:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
