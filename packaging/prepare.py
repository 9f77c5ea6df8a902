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
    lacking = _get_system_packages(what)
    if system.VENV in lacking or (what == "test" and lacking - {system.LETTERS}):
        print("It cannot go on without them.", file=sys.stderr)
        return 2
    try:
        environment.make_ready(extra="" if what == "run" else "dev")
    except environment.NotReadyError as error:
        print(f"{error}\n\n    {error.next_step}\n", file=sys.stderr)
        return 2
    if what == "dev":
        return 0
    models = _get_models()
    return _start(window=system.WINDOW not in lacking) if what == "run" else models


def _get_system_packages(what: str) -> set[str]:
    """Install or name what the system lacks; return for what something is still missing."""
    needs = system.VENV_NEEDS
    if what != "dev":
        needs += system.WINDOW_NEEDS + system.FONTS
    if what == "test":
        needs += system.TEST_NEEDS
    lacking = system.missing(needs)
    if lacking and system.may_install() and not system.install(lacking):
        print("apt-get could not install them all.", file=sys.stderr)
    lacking = system.missing(lacking)
    purposes = list(dict.fromkeys(need.purpose for need in lacking))
    if lacking:
        print(f"This machine lacks packages for {' and '.join(purposes)}:", file=sys.stderr)
        print(f"\n    {system.copyable_line(lacking)}\n", file=sys.stderr, flush=True)
    return set(purposes)


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


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
