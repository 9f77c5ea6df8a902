"""`deskmate doctor`: what works on this machine, what does not, what to do about it."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from assistant.base.clock import local_zone
from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.base.platform import has_display
from assistant.base.secrets import find_secrets
from assistant.llm.catalog import load_catalog
from assistant.llm.fit import available_memory, fit_of, free_space
from assistant.llm.install import present
from assistant.llm.installed import default_name, find_installed
from assistant.llm.precision import is_lean, read_choice
from assistant.llm.process import running_hosts
from assistant.llm.sandbox import offered, say_walls
from assistant.store.store import Store
from assistant.sync.notify import find_notifier

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `todo` is empty where nothing has to be done."""

    what: str
    fine: bool
    said: str
    todo: str = ""


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("doctor", help=tr("what works on this machine, what does not"))
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the findings; 0 where everything that is needed works, 4 otherwise."""
    findings = list(look(options))
    for one in findings:
        if options.json:
            print(json.dumps(asdict(one), ensure_ascii=False))
        else:
            print(f"{'✓' if one.fine else '✗'} {one.what}: {one.said}")
            if one.todo:
                print(f"    {one.todo}")
    return 0 if all(one.fine for one in findings) else 4


def look(options: argparse.Namespace) -> Iterator[Finding]:
    """Look at everything that Deskmate needs or can use."""
    yield Finding(tr("Python"), sys.version_info >= (3, 11), sys.version.split()[0])
    yield Finding(tr("Time zone"), fine=True, said=options.timezone or local_zone().key)
    yield _data(options)
    for entry in load_catalog().embedded:
        here = present(options.paths.models, entry)
        yield Finding(
            entry.title,
            here is not None,
            here.label if here else tr("not on this computer"),
            "" if here else tr("Get it with: deskmate models get"),
        )
        if here is None:
            fit = fit_of(entry.download, entry.memory, options.paths.models)
            yield Finding(tr("Room for it"), fit.fits, tr(fit.reason, **fit.values))
    gib = 1 << 30
    yield Finding(tr("Language model"), fine=True, said=_loaded())
    if finding := _precision(options):
        yield finding
    yield Finding(tr("Memory"), available_memory() > gib, f"{available_memory() / gib:.1f} GiB", "")
    yield _walls()
    yield _display()
    yield _keyring()
    seen = find_notifier().available()
    yield Finding(
        tr("Notifications"),
        fine=True,
        said=tr("by the desktop") if seen else tr("in Deskmate's own window"),
    )


def _loaded() -> str:
    taken = [tr("{size} MB of memory in use", size=size >> 20) for _, size in running_hosts()]
    return ", ".join(taken) or tr("not loaded; it takes no memory")


def _precision(options: argparse.Namespace) -> Finding | None:
    """Say in which numbers the model computes, as it was measured on this machine."""
    try:
        model = find_installed(options.paths.models, default_name(options.paths.models))
    except AssistantError:
        return None
    if not is_lean(model.folder):
        return None
    choice = read_choice(model.folder)
    said = choice.shown if choice else tr("bf16; not measured on this machine yet")
    return Finding(tr("It computes in"), fine=True, said=said)


def _data(options: argparse.Namespace) -> Finding:
    free = free_space(options.paths.home) / (1 << 30)
    said = tr("{home}, {free} GiB free", home=options.paths.home, free=f"{free:.1f}")
    if not options.paths.database.exists():
        return Finding(tr("Data"), free > 0.1, said)
    from assistant.base.clock import SystemClock

    try:
        store = Store(options.paths.database, SystemClock())
        whole = store.journal.verify()
        store.close()
    except AssistantError as error:
        return Finding(tr("Data"), fine=False, said=error.shown(), todo=error.next_step())
    todo = "" if whole else tr("The journal was changed by something else than Deskmate.")
    return Finding(tr("Data"), whole, said, todo)


def _walls() -> Finding:
    said, whole = say_walls(offered()), offered().whole
    todo = "" if whole else tr("Linux from 5.13 on has them: Landlock and seccomp.")
    return Finding(tr("Model's walls"), fine=True, said=said, todo=todo)


def _display() -> Finding:
    fine = has_display(os.environ)
    said = tr("there is one") if fine else tr("none: deskmate chat works in the terminal")
    return Finding(tr("Display"), fine=True, said=said)


def _keyring() -> Finding:
    lasting = find_secrets().lasting
    said = tr("passwords are kept in it") if lasting else tr("none: passwords last this session")
    return Finding(tr("Keyring"), fine=True, said=said)
