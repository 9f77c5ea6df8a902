"""Starts the program: the terminal's commands without Qt, or the window put together."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

_OPTIONS = ("--home", "--now", "--timezone", "--locale")
_OWN = {*_OPTIONS, "--debug", "--hidden"}


def entry() -> int:
    """Run `deskmate`; return its exit code (PROTOCOLS.md, the command line)."""
    from assistant.base.connections import connections

    connections.guard()
    return run(sys.argv[1:])


def run(argv: Sequence[str]) -> int:
    """Run the window when only its own options are given, the terminal's commands otherwise."""
    options = _window_options(argv)
    if options is None:
        from assistant.cli.main import main

        return int(main(list(argv)))
    from assistant.base.platform import has_display

    if not has_display(os.environ):
        return _in_terminal(argv)
    from ui.shell.application import run_window

    return run_window(options)


def _window_options(argv: Sequence[str]) -> argparse.Namespace | None:
    """Return the options of the window, or None where anything else was asked for."""
    rest = list(argv)
    while rest:
        name, _, value = rest.pop(0).partition("=")
        if name not in _OWN:
            return None
        if name in _OPTIONS and not value:
            if not rest:
                return None
            rest.pop(0)
    parser = argparse.ArgumentParser(prog="deskmate", add_help=False)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--now")
    parser.add_argument("--timezone")
    parser.add_argument("--locale")
    parser.add_argument("--debug", action="store_true")
    parser.add_argument("--hidden", action="store_true")
    return parser.parse_args(list(argv))


def _in_terminal(argv: Sequence[str]) -> int:
    """Say that there is no display, and talk in the terminal instead."""
    from assistant.base.i18n import tr
    from assistant.cli.main import main

    sentence = tr("There is no display here, so Deskmate opens in the terminal.")
    sys.stderr.write(sentence + "\n")
    return int(main(["chat", *argv]))


if __name__ == "__main__":
    sys.exit(entry())
