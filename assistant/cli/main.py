"""`deskmate SUBCOMMAND`: reads the options, calls the command, turns errors into sentences."""

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from assistant import __version__
from assistant.base import i18n
from assistant.base.clock import zone_named
from assistant.base.errors import AssistantError, UsageError
from assistant.base.log import log_to
from assistant.base.paths import find_paths
from assistant.base.settings import Settings
from assistant.cli import (
    ask,
    audit,
    chat,
    collect,
    deploy,
    doctor,
    erase,
    evaluate,
    export,
    models,
    plan,
    skills,
    take,
    train,
    when,
)

USAGE, OUTSIDE, BUG, STOPPED = 2, 4, 70, 130
log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 2 usage, 3 declined, 4 outside, 70 bug)."""
    _utf8()
    i18n.use(_locale_before_parsing(argv))
    options = _parsed(argv)
    options.debug = options.debug or bool(os.environ.get("DESKMATE_DEBUG"))
    try:
        _settle_options(options)
        return _flushed(int(options.run(options)))
    except AssistantError as error:
        _complain(error, debug=options.debug)
        return error.exit_code
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        _to_nowhere()
        return 0
    except OSError as error:
        _complain(_outside(error), debug=options.debug)
        return OUTSIDE
    except Exception:  # the border: nobody shall see a traceback that did not ask for one
        log.exception("the command failed")
        if options.debug:
            raise
        sys.stderr.write(f"{i18n.tr('Something went wrong inside Deskmate; this is our bug.')}\n")
        sys.stderr.write(f"{i18n.tr('Run it again with --debug to see more.')}\n")
        return BUG


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options; `--help` and `--version` end here, read by somebody or not."""
    try:
        return parser().parse_args(argv)
    except SystemExit:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _to_nowhere()
        raise


def _flushed(code: int) -> int:
    """Return `code` once all is written: who reads us may be gone before the end."""
    sys.stdout.flush()
    return code


def _to_nowhere() -> None:
    """Whoever read us is gone: let the interpreter flush its rest at exit without a complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Parser(argparse.ArgumentParser):
    """A parser that complains in one sentence and one next step."""

    def error(self, message: str) -> NoReturn:
        """End the program with 2 (usage)."""
        sentence = f"{message[:1].upper()}{message[1:]}."
        step = i18n.tr("Look at: {command} --help", command=self.prog)
        self.exit(USAGE, f"{sentence}\n{step}\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = Parser(
        prog="deskmate",
        description=i18n.tr("A desktop assistant with a local language model."),
        epilog=i18n.tr("Without a command the window opens."),
    )
    top.add_argument("--version", action="version", version=f"deskmate {__version__}")
    common(top)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in (
        ask,
        chat,
        plan,
        when,
        skills,
        models,
        take,
        collect,
        train,
        evaluate,
        deploy,
        doctor,
        export,
        erase,
        audit,
    ):
        command.add(commands)
    for one in commands.choices.values():
        for each in (one, *_parts_of(one)):
            common(each, inherited=True)
    return top


def _parts_of(one: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """Return the parsers of what a command divides into, as `models list`."""
    divided = [each for each in one._actions if isinstance(each, argparse._SubParsersAction)]  # noqa: SLF001
    return [part for each in divided for part in each.choices.values()]


def common(one: argparse.ArgumentParser, *, inherited: bool = False) -> None:
    """Add the options that every command takes, before or after its name."""
    absent = argparse.SUPPRESS if inherited else None
    group = one.add_argument_group(i18n.tr("everywhere"))
    group.add_argument("--home", metavar="DIR", default=absent, help=i18n.tr("where data lives"))
    group.add_argument("--now", metavar="ISO8601", default=absent, help=i18n.tr("a frozen clock"))
    group.add_argument("--timezone", metavar="IANA", default=absent, help=i18n.tr("time zone"))
    group.add_argument("--locale", choices=("en", "zh"), default=absent, help=i18n.tr("language"))
    switched_off = argparse.SUPPRESS if inherited else False
    for name, text in (("--json", "machine output"), ("--debug", "show tracebacks")):
        group.add_argument(name, action="store_true", default=switched_off, help=i18n.tr(text))


def _settle_options(options: argparse.Namespace) -> None:
    """Check and fill in the options that every command takes."""
    from pathlib import Path

    options.home = Path(options.home) if options.home else None
    options.paths = find_paths(options.home)
    if options.timezone:
        zone_named(options.timezone)
    options.now = _moment(options.now, options.timezone) if options.now else None
    options.locale = options.locale or _locale(options)
    i18n.use(options.locale)
    try:
        log_to(options.paths.log, debug=options.debug)
    except OSError:
        logging.getLogger().addHandler(logging.NullHandler())  # a full disk must not stop a reading


def _moment(text: str, zone: str | None) -> datetime:
    from assistant.base.clock import local_zone

    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            "{text} is not a moment in ISO 8601.",
            hint="Write it like 2026-11-23T10:00:00.",
            text=repr(text),
        ) from error
    own = zone_named(zone) if zone else local_zone()
    return moment.astimezone(own) if moment.tzinfo else moment.replace(tzinfo=own)


def _locale(options: argparse.Namespace) -> str:
    chosen = Settings(options.paths.settings).text("language")
    return chosen if chosen in i18n.LANGUAGES else system_language()


def system_language() -> str:
    """Return the language of the environment (LC_ALL, LC_MESSAGES, LANG), English by default."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = next((name for name in names if name), "")
    return "zh" if said.startswith("zh") else "en"


def _locale_before_parsing(argv: Sequence[str] | None) -> str:
    """Return the language that help texts are shown in, before there is a parser to ask."""
    words = list(sys.argv[1:] if argv is None else argv)
    for at, word in enumerate(words):
        if word.startswith("--locale="):
            return word.partition("=")[2]
        if word == "--locale" and at + 1 < len(words):
            return words[at + 1]
    return system_language()


def _utf8() -> None:
    """Speak UTF-8 whatever the locale says: a bare system's "POSIX" cannot write Chinese."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _complain(error: AssistantError, *, debug: bool) -> None:
    if debug:
        traceback.print_exception(error)
    sys.stderr.write(f"{error.shown()}\n")
    if step := error.next_step():
        sys.stderr.write(f"{step}\n")


def _outside(error: OSError) -> AssistantError:
    import errno

    if error.errno == errno.ENOSPC:
        return AssistantError("The disk is full.", hint="Make room and try again.")
    return AssistantError(
        "The computer refused: {reason}.",
        hint="Check the folder's rights and try again.",
        reason=error.strerror or str(error),
    )
