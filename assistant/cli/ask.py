"""`deskmate ask TEXT`: one turn in the terminal."""

import argparse
import sys
from typing import TYPE_CHECKING

from assistant.app import Assistant
from assistant.base.clock import FrozenClock
from assistant.base.i18n import tr
from assistant.base.lanes import Event as Flag
from assistant.cli.desk import opened
from assistant.cli.talk import DECLINED, OUTSIDE, Talk
from assistant.domain.events import OutboxChanged

if TYPE_CHECKING:
    from assistant.cli.commands import Commands

_PATIENCE = 60.0  # seconds that a letter may take after its rest


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("ask", help=tr("one turn in the terminal"))
    one.add_argument("text", nargs="+", metavar="TEXT", help=tr("what you would like"))
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Take one turn; a letter that was approved is waited for."""
    with opened(options) as assistant:
        talk = Talk(assistant, sys.stdout, json_lines=options.json)
        left = Flag()
        former = {one.id for one in assistant.outbox()}
        fates: list[OutboxChanged] = []

        def note(event: OutboxChanged) -> None:
            if event.id in former:
                return
            fates.append(event)
            if event.state in ("sent", "unknown", "draft") or event.error:
                left.set()

        assistant.on(OutboxChanged, note)
        assistant.start()
        say_host(assistant)
        code = talk.say(" ".join(options.text), confirm)
        if fates and not code and isinstance(assistant.clock, FrozenClock):
            _progress(tr("It waits in the outbox."))
        elif fates and not code:
            rest = assistant.settings.number("rest_seconds")
            _progress(tr("The mail leaves in {seconds} s; Ctrl+C keeps it here.", seconds=rest))
            try:
                left.wait(rest + _PATIENCE)
            except KeyboardInterrupt:
                assistant.undo()
                assistant.settle()
            code = _fate(fates[-1])
    return code


def say_host(assistant: Assistant) -> None:
    """Say before the first word that it leaves this computer, if it does."""
    if host := assistant.leaves_for:
        _progress(tr("What you type leaves this computer to {host}.", host=host))


def confirm(card: str) -> bool:
    """Show a card and ask; only a plain yes from a terminal counts."""
    sys.stderr.write(f"\n{card}\n\n")
    if not sys.stdin.isatty():
        sys.stderr.write(tr("Nobody is here to approve this: declined.") + "\n")
        return False
    sys.stderr.write(tr("Do it? [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "是", "好")


def _progress(text: str) -> None:
    sys.stderr.write(text + "\n")


def _fate(event: OutboxChanged) -> int:
    if event.state == "sent":
        _progress(tr("Sent."))
        return 0
    if event.state == "draft":
        _progress(tr("Not sent; the letter is kept as a draft."))
        return DECLINED
    _progress(event.error or tr("It waits in the outbox."))
    return OUTSIDE
