"""Collect, train and evaluate in processes of their own, then install: the steps for the window.

Each step is the terminal's own command, run at the lowest priority, so that nothing blocks the
window and a crash costs nothing but time. What it has come to is in the run's folder.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.app.lessons import Lessons
from assistant.base import i18n
from assistant.base.errors import AssistantError, UsageError
from assistant.base.i18n import tr
from assistant.base.lanes import Event as Flag
from assistant.base.lanes import Lane, Work
from assistant.base.paths import Paths, resources
from assistant.base.platform import lower_priority
from assistant.domain.events import ModelStateChanged, Progress
from assistant.llm.installed import default_name, find_installed
from assistant.llm.process import host_environment, usual_threads
from assistant.skill.registry import Registry
from assistant.training.deploy import deploy, rollback, versions
from assistant.training.mine import Note
from assistant.training.run import Run
from assistant.training.stage import (
    Found,
    Plan,
    Stage,
    Step,
    fresh,
    newest,
    next_step,
    patterns,
    sentences,
    stage_of,
)

WHAT = "training"
_LOOK = 0.5  # seconds between two looks at a process
_PAUSED = 3
_OWN_WORDS = frozenset({2, 4})  # exit codes after which the last words say what was wrong


class Teaching:
    """Runs the steps one after another; told as `Progress` "training"."""

    def __init__(
        self,
        paths: Paths,
        registry: Registry,
        lessons: Lessons,
        post: Callable[[object], None],
    ) -> None:
        self._paths = paths
        self._runs = paths.training / "runs"
        self._registry = registry
        self._lessons = lessons
        self._post = post
        self._lane = Lane("training")
        self._look = Lane("lessons")
        self._doing: Step | None = None
        self._leaving = Flag()

    # What there is

    def found(self) -> "Work[Found]":
        """Count what can be learned from, in the background."""
        return self._look.submit(self._found)

    def mine(self) -> Sequence[Note]:
        """Return what the user corrected, oldest first."""
        return self._lessons.notes.all()

    def forget(self, key: str = "") -> None:
        """Delete one of the user's lessons, or all of them."""
        if key:
            self._lessons.notes.forget(key)
        else:
            self._lessons.notes.clear()

    def stage(self) -> Stage:
        """Return how far the newest run is."""
        used = self.versions()
        return stage_of(newest(self._runs), self._doing, current=used[-1] if used else "")

    def versions(self) -> Sequence[str]:
        """Return the versions that were used, the one in use last."""
        return versions(self._paths.models, default_name(self._paths.models))

    # What can be done

    def begin(self, plan: Plan) -> None:
        """Start a new run; raises `UsageError` where one goes on."""
        self._free()
        find_installed(self._paths.models, default_name(self._paths.models))
        folder = fresh(self._runs)
        folder.mkdir(parents=True)
        Run(folder).note_plan(each=plan.each, steps=plan.steps, most=plan.most, names=plan.names)
        self._go(folder)

    def pause(self) -> None:
        """Let the process save what it has and end."""
        folder = newest(self._runs)
        if folder is not None and self._doing is not None:
            (folder / "pause").touch()

    def resume(self) -> None:
        """Go on with the newest run."""
        self._free()
        folder = newest(self._runs)
        if folder is None:
            raise UsageError("There is no training to go on with.", hint="Start one.")
        (folder / "failed").unlink(missing_ok=True)
        (folder / "pause").unlink(missing_ok=True)
        self._go(folder)

    def discard(self) -> None:
        """Throw the newest run away; versions that were installed stay."""
        self._free()
        folder = newest(self._runs)
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        self._post(Progress(WHAT, 0, 0))

    def install(self) -> "Work[str]":
        """Install the newest run; the future raises `Declined` where a measure is worse."""
        return self._look.submit(self._install)

    def rollback(self) -> "Work[str]":
        """Go back to the version before, which answers from the next sentence on."""
        return self._look.submit(self._rollback)

    def settle(self) -> None:
        """Wait until all that was begun is over: for tests."""
        self._lane.settle()
        self._look.settle()

    def close(self) -> None:
        """Pause what runs, without waiting for it, and take no more work."""
        self.pause()
        self._leaving.set()
        self._lane.close(wait_for_work=False)
        self._look.close(wait_for_work=False)

    # Inside

    def _free(self) -> None:
        if self._doing is not None:
            raise UsageError("A training goes on already.", hint="Wait for it, or pause it.")

    def _go(self, folder: Path) -> None:
        self._doing = next_step(folder) or "evaluate"
        self._post(Progress(WHAT, 0, 0))
        self._lane.submit(self._steps, folder)

    def _steps(self, folder: Path) -> None:
        try:
            while (step := next_step(folder)) and not (folder / "pause").exists():
                self._doing = step
                self._post(Progress(WHAT, 0, 0))
                code, words = self._run(step, folder)
                if self._leaving.is_set() or code == _PAUSED:
                    return
                if code:
                    (folder / "failed").write_text(_why(code, words), "utf-8")
                    return
        except OSError as error:
            (folder / "failed").write_text(tr("The computer refused: {reason}.", reason=error))
        finally:
            self._doing = None
            if not self._leaving.is_set():
                self._post(Progress(WHAT, 0, 0))

    def _run(self, step: Step, folder: Path) -> tuple[int, str]:
        """Run one step to its end; return the exit code and its last words."""
        log = folder / f"{step}.log"
        environment = host_environment(self._paths.models, usual_threads())
        environment["DESKMATE_MODELS"] = str(self._paths.models)
        with log.open("wb") as out:
            process = subprocess.Popen(
                self._command(step, folder),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=resources().parent,
            )
        lower_priority(process.pid)
        shown = (0, 0)
        while not self._leaving.is_set():
            try:
                code = process.wait(_LOOK)
            except subprocess.TimeoutExpired:
                now = stage_of(folder, step)
                if (now.step, now.steps) != shown:
                    shown = now.step, now.steps
                    self._post(Progress(WHAT, now.step, now.steps))
                continue
            return code, log.read_text("utf-8", "replace")
        return _PAUSED, ""

    def _command(self, step: Step, folder: Path) -> list[str]:
        plan = Run(folder).plan()
        data = str(folder / "data")
        match step:
            case "collect":
                words = ["--out", data, "--each", str(plan["each"])]
                words += ["--mine"] if self._lessons.agreed else []
            case "train":
                words = ["--data", data, "--out", str(folder), "--part", "caller"]
                words += ["--start", "installed", "--steps", str(plan["steps"]), "--mix", "1"]
                words += ["--rate", "0.0003", "--save-every", str(max(1, plan["steps"] // 8))]
                words += ["--threads", str(usual_threads()), "--lowest", "8"]
            case "evaluate":
                words = ["--run", str(folder), "--most", str(plan["most"])]
                words += ["--names", str(plan["names"])]
        frozen = getattr(sys, "frozen", False)
        program = [sys.executable] if frozen else [sys.executable, "-X", "utf8", "-m", _TERMINAL]
        home = ["--home", str(self._paths.home), "--locale", i18n.language()]
        return [*program, step, *home, *words]

    def _found(self) -> Found:
        examples = sum(len(tool.examples) for tool in self._registry.tools())
        counts = sentences(newest(self._runs))
        made = sum(n for name, n in counts.items() if name in {"templates", "follow-ups"})
        return Found(examples, patterns(), made, self._lessons.notes.all())

    def _install(self) -> str:
        folder = newest(self._runs)
        if folder is None or next_step(folder) is not None:
            raise UsageError("Nothing was trained and measured yet.", hint="Start a training.")
        model = find_installed(self._paths.models, default_name(self._paths.models))
        adapter, _ = deploy(self._paths.models, model, folder / "adapter")
        self._post(ModelStateChanged("unloaded"))
        return adapter.label

    def _rollback(self) -> str:
        version = rollback(self._paths.models, default_name(self._paths.models))
        self._post(ModelStateChanged("unloaded"))
        return version


_TERMINAL = "assistant.cli"


def _why(code: int, words: str) -> str:
    """Return in plain words why a process ended, and what to do."""
    if code in _OWN_WORDS:
        return " ".join(words.strip().splitlines()[-2:])
    error = AssistantError(
        "The training stopped in the middle.",
        hint="Go on with it: nothing that was saved is lost. It needs up to 6 GB of memory.",
    )
    return f"{error.shown()} {error.next_step()}"
