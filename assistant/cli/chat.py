"""`deskmate chat`: a conversation in the terminal."""

import argparse
import sys
from typing import TYPE_CHECKING

from assistant.app import Assistant
from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.cli.ask import confirm, say_host
from assistant.cli.desk import opened
from assistant.cli.talk import Talk
from assistant.domain.events import Failed, OutboxChanged, ReminderDue, Undone

if TYPE_CHECKING:
    from assistant.cli.commands import Commands

_LEAVE = frozenset({"exit", "quit", "bye", "退出", "再见"})


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("chat", help=tr("a conversation in the terminal"))
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read lines until the user leaves."""
    with opened(options) as assistant:
        talk = Talk(assistant, sys.stdout, json_lines=options.json)
        _listen(assistant)
        assistant.start()
        say_host(assistant)
        print(tr("Type what you would like; “undo” takes the last thing back, “exit” leaves."))
        while (line := _read()) is not None:
            _take(line, talk)
    return 0


def _take(line: str, talk: Talk) -> None:
    try:
        talk.say(line, confirm)
    except AssistantError as error:
        print("\n".join(filter(None, [error.shown(), error.next_step()])))
    except KeyboardInterrupt:
        talk.stop()


def _read() -> str | None:
    """Return the next line that says something, or None at the end."""
    while True:
        try:
            line = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return None
        if line.casefold() in _LEAVE:
            return None
        if line:
            return line


def _listen(assistant: Assistant) -> None:
    """Say what happens beside the conversation."""
    assistant.on(ReminderDue, lambda due: print(f"\a* {due.reminder.text}", flush=True))
    assistant.on(Undone, lambda done: print(tr("Undone: {what}", what=done.entry.proposal.summary)))
    assistant.on(
        OutboxChanged,
        lambda one: print(f"* {tr('mail')}: {tr(one.state)} {one.error}".rstrip(), flush=True),
    )
    assistant.on(Failed, lambda one: None if one.turn else print(f"{one.text} {one.next_step}"))
