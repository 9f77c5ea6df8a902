"""The terminal in this process, with a scripted model; and in a process of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.app import Assistant, build
from assistant.base.secrets import MemorySecrets
from assistant.cli import desk as cli_desk
from assistant.cli.main import main
from assistant.domain.mail import Outgoing
from assistant.sync.notify import NoNotifier
from assistant.sync.outbox import Route
from assistant.sync.smtp import Result, Verdict
from assistant.testing import Script
from assistant.testing.desk import ME

ROOT = Path(__file__).resolve().parents[3]
NOW = ("--now", "2026-11-23T10:00:00", "--timezone", "Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class Keys(io.StringIO):
    """Keys that somebody presses at a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass
class Terminal:
    """Runs commands in this process; what leaves is noted in `letters`."""

    home: Path
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch
    letters: list[Outgoing]
    verdict: Verdict = Verdict.SENT
    model: Any = None
    account: bool = True

    def __call__(
        self, *words: str, keys: str | None = None, lines: str = "", clock: bool = True
    ) -> Said:
        self.patch.setattr(sys, "stdin", io.StringIO(lines) if keys is None else Keys(keys))
        self.capture.readouterr()
        frozen = NOW if clock else ()
        try:
            code = main(["--home", str(self.home), "--locale", "en", *frozen, *words])
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        out, err = self.capture.readouterr()
        return Said(code, out, err)

    def build(self, paths: Any, **knobs: Any) -> Assistant:
        """Build the core with a model, a keyring and a mail server that need no world."""
        secrets = MemorySecrets()
        secrets.set(ME.secret, "secret")
        knobs |= {"model": self.model, "secrets": secrets, "notifier": NoNotifier()}
        made = build(paths, route=Route(deliver=self._deliver), **knobs)
        if self.account and not made.accounts():
            made.save_account(ME, "secret").result()
        return made

    def _deliver(self, outgoing: Outgoing, *_: Any, **__: Any) -> Result:
        self.letters.append(outgoing)
        return Result(self.verdict)


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    one = Terminal(tmp_path / "home", capsys, monkeypatch, [])
    monkeypatch.setattr(cli_desk, "build", one.build)
    return one


@pytest.fixture
def says(terminal: Terminal) -> Callable[..., Terminal]:
    """Return what gives the terminal a model that says the given outputs."""

    def give(*outputs: str) -> Terminal:
        terminal.model = Script(outputs)
        return terminal

    return give


@pytest.fixture
def deskmate(tmp_path: Path) -> Callable[..., Said]:
    """Return what runs `deskmate` in a process of its own."""

    def run(
        *words: str,
        lines: str | bytes = "",
        environment: Mapping[str, str] | None = None,
        home: Path | None = None,
        prepare: Callable[[], None] | None = None,
    ) -> Said:
        code = "import sys; from assistant.cli.main import main; sys.exit(main())"
        ended = subprocess.run(
            [sys.executable, "-c", code, "--home", str(home or tmp_path / "home"), *words],
            cwd=ROOT,
            env={**os.environ, "COVERAGE_PROCESS_START": "", **(environment or {})},
            input=lines.encode() if isinstance(lines, str) else lines,
            capture_output=True,
            timeout=120,
            check=False,
            preexec_fn=prepare,
        )
        return Said(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    return run
