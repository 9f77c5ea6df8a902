"""How far a training is: a file for the window, a line for the terminal, and pausing."""

import errno
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant.base.errors import OutsideError
from assistant.training.run import Run, write_json

if TYPE_CHECKING:
    from transformers import TrainerCallback


def reporter(run: Run, part: str) -> "TrainerCallback":
    """Return a callback that writes progress.json and obeys the file `pause`."""
    from transformers import TrainerCallback

    class Reporter(TrainerCallback):  # type: ignore[misc]
        def __init__(self) -> None:
            self._begun = time.monotonic()
            self._first = 0

        def on_train_begin(self, _args: Any, state: Any, _control: Any, **_: Any) -> None:  # noqa: ANN401
            self._begun, self._first = time.monotonic(), state.global_step

        def on_step_end(self, _args: Any, _state: Any, control: Any, **_: Any) -> None:  # noqa: ANN401
            if run.paused:
                control.should_save = True
                control.should_training_stop = True

        def on_log(self, _args: Any, state: Any, _control: Any, **others: Any) -> None:  # noqa: ANN401
            if not state.is_world_process_zero:
                return
            found = others.get("logs") or {}
            told = progress(state.global_step, state.max_steps, self._spent(), self._first)
            told |= {"part": part, **{k: v for k, v in found.items() if "loss" in k}}
            write_json(run.folder / "progress.json", told)
            shown = ", ".join(f"{k} {v:.4f}" for k, v in told.items() if "loss" in k)
            sys.stderr.write(
                f"{part} {told['step']}/{told['steps']}  {told['left_s']:.0f} s left  {shown}\n"
            )

        def _spent(self) -> float:
            return time.monotonic() - self._begun

    return Reporter()


_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
_WRITERS = ("PytorchStreamWriter", "inline_container", "basic_ios", "iostream", "file write failed")


@contextmanager
def saving() -> Iterator[None]:
    """Say in plain words that a checkpoint did not go to disk; each library says it otherwise."""
    from safetensors import SafetensorError

    try:
        yield
    except SafetensorError as error:
        raise _unsaved() from error
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise _unsaved() from error
    except RuntimeError as error:
        if not any(words in str(error) for words in _WRITERS):
            raise
        raise _unsaved() from error


def _unsaved() -> OutsideError:
    return OutsideError(
        "The training could not be saved: the disk is full.",
        hint="Make room, then the same command goes on from the last saved point.",
    )


def progress(step: int, steps: int, spent: float, first: int = 0) -> dict[str, Any]:
    """Return step, steps and the seconds left, guessed from the steps of this sitting."""
    done = step - first
    left = spent / done * (steps - step) if done > 0 else 0.0
    return {"step": step, "steps": steps, "left_s": round(left, 1)}
