"""`deskmate models list|get|use|test`: the model catalogue in the terminal."""

import argparse
import json
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.base.i18n import tr
from assistant.base.settings import Settings
from assistant.cli.selftest import selftest
from assistant.llm.catalog import Catalog, Entry, load_catalog
from assistant.llm.fit import Fit, fit_of
from assistant.llm.host import HostedModel
from assistant.llm.install import install, present, sources_of
from assistant.llm.installed import (
    ENCODER,
    Installed,
    check,
    default_name,
    find_installed,
    list_installed,
    use,
)

if TYPE_CHECKING:
    from assistant.cli.commands import Commands

_REDRAW = 0.1  # seconds between two states of the progress bar


def add(commands: "Commands") -> None:
    """Add the command to the parser of the command line."""
    parser = commands.add_parser("models", help=tr("the language models on this computer"))
    parts = parser.add_subparsers(dest="models_command", metavar="WHAT")
    parts.add_parser("list", help=tr("what there is, what is installed, what fits"))
    get = parts.add_parser("get", help=tr("load models; without a name, what is needed to start"))
    get.add_argument("names", nargs="*", metavar="NAME")
    get.add_argument("--from", dest="folder", type=Path, metavar="DIR", help=tr("from a folder"))
    get.add_argument("--mirror", default="", metavar="URL", help=tr("another address of the hub"))
    get.add_argument("--again", action="store_true", help=tr("also when it is there already"))
    choose = parts.add_parser("use", help=tr("let an installed model answer from now on"))
    choose.add_argument("name", metavar="NAME")
    test = parts.add_parser("test", help=tr("check the files, then try twenty sentences"))
    test.add_argument("name", nargs="?", metavar="NAME")
    parser.set_defaults(run=run, models_command="list")


def run(options: argparse.Namespace) -> int:
    """Carry the command out; return the exit code."""
    part = {"list": _list, "get": _get, "use": _use, "test": _test}[options.models_command]
    return part(options, options.paths.models)


def _list(options: argparse.Namespace, models: Path) -> int:
    catalog = load_catalog()
    installed = {model.name: model for model in list_installed(models)}
    chosen = default_name(models)
    for entry in catalog.entries:
        fit = fit_of(entry.download, entry.memory, models)
        if options.json:
            print(json.dumps(_row(entry, fit, installed.get(entry.name), chosen)))
        else:
            print(_line(entry, fit, installed.get(entry.name), chosen))
    return 0


def _row(entry: Entry, fit: Fit, model: Installed | None, chosen: str) -> dict[str, object]:
    return {
        "name": entry.name,
        "title": entry.title,
        "kind": entry.kind,
        "installed": model.label if model else None,
        "default": entry.name == chosen,
        "parameters": entry.parameters,
        "download": entry.download,
        "memory": entry.memory,
        "licence": entry.licence,
        "languages": list(entry.languages),
        "tools": entry.tools,
        "fits": fit.fits,
        "reason": tr(fit.reason, **fit.values),
    }


def _line(entry: Entry, fit: Fit, model: Installed | None, chosen: str) -> str:
    state = "*" if entry.name == chosen else "+" if model else " "
    badge = tr("fits") if fit.fits else tr("too large")
    size = f"{entry.download / 1e9:.1f} GB"
    languages = ", ".join(entry.languages)
    reason = tr(fit.reason, **fit.values)
    about = f"{entry.parameters:>5} {size:>8}  {entry.licence:<11} {languages:<22}"
    return f"{state} {entry.name:<24} {about} {badge}: {reason}"


def _get(options: argparse.Namespace, models: Path) -> int:
    catalog = load_catalog()
    mirror = options.mirror or Settings(options.paths.settings).text("hub_mirror")
    sources = sources_of(catalog, mirror=mirror, folder=options.folder)
    for entry in _wanted(options, catalog):
        model = None if options.again else present(models, entry)
        if model is None:
            bar = Bar(entry.title)
            model = install(models, entry, sources, progress=bar.loading, converted=bar.converting)
            bar.end()
        _say(options, {"name": model.name, "installed": model.label}, f"{model.label}: ready")
    return 0


def _wanted(options: argparse.Namespace, catalog: Catalog) -> list[Entry]:
    if not options.names:
        return list(catalog.embedded)
    wanted = [catalog.find(name) for name in options.names]
    # Whatever model answers, the encoder is what finds the tools for it.
    return [*wanted, *(entry for entry in catalog.embedded if entry.kind == "encoder")]


def _use(options: argparse.Namespace, models: Path) -> int:
    model = use(models, options.name)
    _say(options, {"default": model.label}, tr("{name} answers from now on.", name=model.name))
    return 0


def _test(options: argparse.Namespace, models: Path) -> int:
    name = options.name or default_name(models)
    check(find_installed(models, name), thorough=True)
    check(find_installed(models, ENCODER), thorough=True)
    model = HostedModel(models, name)
    try:
        results = list(selftest(model, options))
    finally:
        model.close()
    right = sum(not fault for _, fault in results)
    for text, fault in results:
        if not options.json:
            print(f"{'-' if fault else '+'} {text}{f'   {fault}' if fault else ''}")
    row: dict[str, object] = {"name": model.name, "right": right, "of": len(results)}
    line = tr("{right} of {all} calls are right.", right=right, all=len(results))
    _say(options, row, f"{model.name}: {line}")
    return 0


def _say(options: argparse.Namespace, row: dict[str, object], line: str) -> None:
    print(json.dumps(row) if options.json else line)


class Bar:
    """A progress bar on standard error; a plain line at the end where that is no terminal."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._drawn = 0.0
        self._shown = sys.stderr.isatty()

    def loading(self, done: int, total: int, speed: float) -> None:
        """Show bytes, speed (bytes a second) and the time left."""
        left = f"{(total - done) / speed:.0f} s" if speed and total > done else ""
        self._draw(
            done, total, f"{done / 1e6:.0f}/{total / 1e6:.0f} MB {speed / 1e6:.1f} MB/s {left}"
        )

    def converting(self, done: int, total: int) -> None:
        """Show how much of the model is converted."""
        self._draw(done, total, tr("converting"))

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            print(file=sys.stderr)

    def _draw(self, done: int, total: int, words: str) -> None:
        if not self._shown or (time.monotonic() - self._drawn < _REDRAW and done < total):
            return
        self._drawn = time.monotonic()
        width = 24
        full = width * done // max(total, 1)
        line = f"{self._title} [{'#' * full}{'.' * (width - full)}] {words}"
        columns = shutil.get_terminal_size().columns - 1
        print(f"\r{line[:columns]:<{columns}}", end="", file=sys.stderr, flush=True)
