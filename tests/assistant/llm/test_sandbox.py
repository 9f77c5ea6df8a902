"""The walls around the model host, tried from inside."""

import json
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from assistant.llm.process import host_environment
from assistant.llm.sandbox import Walls, graphics, offered
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(
    not offered().whole, reason="this system has no Landlock or no seccomp"
)
TRIES = """
import json, os, socket, subprocess, sys
from pathlib import Path

sys.path.insert(0, {root!r})
from assistant.llm.child import _serve
from assistant.llm import child

said = {{}}

class Tries:
    def __init__(self, *_arguments):
        pass
    def listen(self, _lines):
        pass
    def serve(self):
        for name, work in tries.items():
            try:
                work()
                said[name] = "done"
            except OSError as error:
                said[name] = type(error).__name__
        said["environment"] = sorted(os.environ)
        sys.stderr.write(json.dumps(said) + "\\n")
        os._exit(0)

def connect(port):
    with socket.socket() as one:
        one.connect(("127.0.0.1", port))

tries = {{
    "connect": lambda: connect({port}),
    "udp": lambda: socket.socket(type=socket.SOCK_DGRAM),
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "database": lambda: Path({home!r}, "deskmate.db").read_bytes(),
    "listing": lambda: os.listdir({home!r}),
    "elsewhere": lambda: Path({home!r}, "new").write_text("x"),
    "by another program": lambda: os.close(os.open({home!r} + "/deskmate.db", os.O_RDONLY)),
    "parent's environment": lambda: Path("/proc", str(os.getppid()), "environ").read_bytes(),
    "parent's memory": lambda: open("/proc/%d/mem" % os.getppid(), "rb"),
    "signal": lambda: os.kill(os.getppid(), 0),
    "another of us": lambda: subprocess.run(
        [sys.executable, "-c", "import assistant.llm.process"], check=True
    ),
    "model": lambda: Path({models!r}, "m", "config.json").read_bytes(),
    "kept": lambda: Path({models!r}, ".prefixes", "x").write_text("x"),
}}
child.Host = Tries
_serve("m", {models!r} + "/m", {models!r} + "/e", "1", "0")
"""


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Return what came of each try, made inside a host that is shut in as the real one is."""
    monkeypatch.setenv("DESKMATE_KEY_SERVER", "very secret")
    home, models = tmp_path / "home", tmp_path / "models"
    for folder in (home, models / "m", models / "e"):
        folder.mkdir(parents=True)
    (home / "deskmate.db").write_text("private")
    (models / "m" / "config.json").write_text("{}")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        code = TRIES.format(
            root=str(ROOT), home=str(home), models=str(models), port=server.getsockname()[1]
        )
        ended = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)],
            cwd=ROOT,
            env=host_environment(models, 1),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    found: dict[str, object] = json.loads(ended.stderr)
    return found


def test_it_has_no_network_no_data_and_no_secrets(said: dict[str, object]) -> None:
    refused = {
        "connect", "udp", "unix", "database", "listing", "elsewhere", "by another program",
        "parent's environment", "parent's memory", "signal",
    }  # fmt: skip
    done = {name for name in refused if said[name] != "PermissionError"}
    assert not done, done
    environment = said["environment"]
    assert isinstance(environment, list)
    assert not [one for one in environment if "KEY" in one or "DBUS" in one or "PROXY" in one]


def test_it_reads_its_model_and_keeps_its_prefixes(said: dict[str, object]) -> None:
    assert (said["model"], said["kept"], said["another of us"]) == ("done",) * 3


def test_what_stands_is_told() -> None:
    assert offered().files
    assert not Walls(0, files=False, tcp=False, sockets=True).whole


def test_graphics_processors_stay_in_reach(tmp_path: Path) -> None:
    for name in ("nvidia0", "nvidiactl", "kfd", "sda", "dri/renderD128", "dri/card0"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [one.name for one in graphics(tmp_path)]
    assert found == ["nvidia0", "nvidiactl", "kfd", "renderD128"]
