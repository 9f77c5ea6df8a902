"""Make this checkout ready: system packages, `.venv` with the pinned versions, the models; start.

    python3 packaging/prepare.py run      what `make run` does
    python3 packaging/prepare.py test     what `make test` needs before the tests
    python3 packaging/prepare.py dev      the same without the models, for `make check`

Only the standard library is used: this runs before anything is installed. When everything is in
place it takes well under a second; a `.venv` that was moved, damaged or made by another Python is
made anew.
"""

import os
import subprocess
import sys
from pathlib import Path

import display
import environment
import system

MODELS_HINT = "Connect to the internet and type the same again; what was loaded is kept."


def main(what: str) -> int:
    """Prepare for `what` ("run", "test" or "dev"); return the exit code."""
    os.chdir(Path(__file__).resolve().parents[1])
    window = _get_system_packages(what)
    if lacking := system.missing(system.VENV_NEEDS):
        return _stop(
            "This Python cannot make a virtual environment.", system.copyable_line(lacking)
        )
    if what == "test" and not window:
        return 2
    try:
        environment.make_ready(extra="" if what == "run" else "dev")
    except environment.NotReadyError as error:
        return _stop(str(error), error.next_step)
    if what == "dev":
        return 0
    models = _get_models()
    return _start(window=window) if what == "run" else models


def _get_system_packages(what: str) -> bool:
    """Install or name what the system lacks; return whether a window can be shown."""
    needs = (*system.VENV_NEEDS, *system.WINDOW_NEEDS)
    if what == "test":
        needs += system.TEST_NEEDS
    if what == "dev":
        needs = system.VENV_NEEDS
    lacking = system.missing(needs)
    if lacking and system.may_install() and not system.install(lacking):
        print("apt-get could not install them all.", file=sys.stderr)
    lacking = system.missing(lacking)
    if lacking:
        purposes = " and ".join(dict.fromkeys(need.purpose for need in lacking))
        print(f"Missing on this machine for {purposes}. Copy this line:", file=sys.stderr)
        print(f"\n    {system.copyable_line(lacking)}\n", file=sys.stderr, flush=True)
    return not any(need.purpose != system.VENV for need in lacking)


def _get_models() -> int:
    """Get the models that the program answers with; return the exit code."""
    code = subprocess.call([environment.program("deskmate"), "models", "get"])
    if code != 0:
        print(MODELS_HINT, file=sys.stderr)
    return code


def _start(*, window: bool) -> int:
    """Open the window, or, where none can be shown, the conversation in this terminal."""
    deskmate = environment.program("deskmate")
    if not display.there():
        print("There is no display here, so the conversation opens in this terminal.")
    elif not window:
        print("The window cannot be shown yet, so the conversation opens in this terminal.")
    else:
        return subprocess.call([deskmate])
    sys.stdout.flush()
    return subprocess.call([deskmate, "chat"])


def _stop(sentence: str, next_step: str) -> int:
    print(f"{sentence}\n\n    {next_step}\n", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
