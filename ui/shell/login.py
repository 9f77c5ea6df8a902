"""Starting hidden at login: the system's own entry is the truth, the setting follows it."""

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.base.errors import AssistantError, OutsideError
from assistant.base.paths import find_paths
from assistant.base.platform import start_at_login, starts_at_login
from assistant.base.settings import Settings

log = logging.getLogger(__name__)
NAME = "at_login"


def command(home: Path | None) -> Sequence[str]:
    """Return what login runs: this installation, over `home` where that is not the usual one."""
    program = Path(sys.executable).with_name("deskmate")
    line = [str(program)] if program.exists() else [sys.executable, "-m", "ui.shell.main"]
    own = home is not None and home.resolve() != find_paths().home.resolve()
    return [*line, "--hidden", *(["--home", str(home)] if own else [])]


def choose(settings: Settings, home: Path) -> None:
    """Write or remove the entry as the setting says; where that fails the setting goes back."""
    on = settings.text(NAME) == "yes"
    try:
        start_at_login(os.environ, command(home), on=on)
    except OSError as error:
        settings.set(NAME, "no" if on else "yes")
        raise OutsideError(
            "The start at login could not be changed.",
            hint="Look whether the folder of autostart entries can be written to.",
        ) from error


def settle(settings: Settings, home: Path | None) -> None:
    """Let the setting say what is so; an entry that is there leads to this installation.

    Only the usual home's program minds the entry: one that is tried out elsewhere leaves it alone.
    """
    on = starts_at_login(os.environ)
    try:
        if settings.text(NAME) != ("yes" if on else "no"):
            settings.set(NAME, "yes" if on else "no")
        if on and "--home" not in command(home):
            start_at_login(os.environ, command(home), on=True)
    except (OSError, AssistantError) as error:
        log.info("the start at login was left as it is: %s", error)
