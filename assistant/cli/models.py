"""`deskmate models list|get|use|test|bench|add-endpoint|...`: the models in the terminal."""

import argparse
import json
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app.models import choose
from assistant.app.selftest import Scores, scored, selftest
from assistant.base.i18n import tr
from assistant.base.settings import Settings
from assistant.cli import endpoints
from assistant.cli.modelbench import bench_line, measure
from assistant.llm.brought import bring
from assistant.llm.catalog import Catalog, Entry, load_catalog
from assistant.llm.endpoints import PREFIX
from assistant.llm.fit import Fit, fit_of
from assistant.llm.install import install, present, sources_of
from assistant.llm.installed import (
    ENCODER,
    Installed,
    check,
    default_name,
    find_installed,
    list_installed,
)
from assistant.llm.precision import read_choice
from assistant.llm.process import memory_of

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
    brought = parts.add_parser("add-folder", help=tr("take a model from a folder of yours"))
    brought.add_argument("folder", type=Path, metavar="DIR")
    brought.add_argument("--name", default="", metavar="NAME", help=tr("what it is called here"))
    wanted = parts.add_parser("use", help=tr("let an installed model answer from now on"))
    wanted.add_argument("name", metavar="NAME", help=tr("a model, or endpoint:NAME"))
    for name, text in (
        ("test", tr("check the files, then try twenty sentences")),
        ("bench", tr("measure how fast a model reads and writes here")),
    ):
        one = parts.add_parser(name, help=text)
        one.add_argument("name", nargs="?", metavar="NAME", help=tr("a model, or endpoint:NAME"))
    endpoints.add(parts)
    parser.set_defaults(run=run, models_command="list")


def run(options: argparse.Namespace) -> int:
    """Carry the command out; return the exit code."""
    parts = {"list": _list, "get": _get, "use": _use, "test": _test, "bench": _bench}
    parts["add-folder"] = _bring
    part = parts.get(options.models_command)
    if part is None:
        return endpoints.run(options)
    return part(options, options.paths.models)


def _list(options: argparse.Namespace, models: Path) -> int:
    catalog = load_catalog()
    installed = {model.name: model for model in list_installed(models)}
    far = Settings(options.paths.settings).text("model").startswith(PREFIX)
    chosen = "" if far else default_name(models)
    for entry in catalog.entries:
        fit = fit_of(entry.download, entry.memory, models)
        model = installed.get(entry.name)
        if options.json:
            print(json.dumps(_row(entry, fit, model, chosen)))
        else:
            print(_line(entry, fit, model, chosen))
            _print_state(model)
    _show_own(options, models, {entry.name for entry in catalog.entries}, chosen)
    endpoints.show(options)
    return 0


def _print_state(model: Installed | None) -> None:
    """Print in which numbers an installed model computes here, and the memory that it takes."""
    if model is None or model.kind != "chat":
        return
    choice, taken = read_choice(model.folder), memory_of(model.folder)
    said = [tr("computes in {precision}", precision=choice.shown)] if choice else []
    said.append(
        tr("{size} MB of memory in use", size=taken >> 20)
        if taken
        else tr("not loaded; it takes no memory")
    )
    print(f"    {', '.join(said)}")


def _show_own(options: argparse.Namespace, models: Path, known: set[str], chosen: str) -> None:
    """Print the models that the user brought."""
    for model in list_installed(models):
        if model.name in known or model.kind != "chat":
            continue
        current = model.name == chosen
        if options.json:
            row = {"name": model.name, "title": model.name, "kind": "chat", "fits": True}
            own = {"installed": model.label, "default": current, "reason": tr("your own")}
            print(json.dumps(row | own | _state(model)))
        else:
            print(f"{'*' if current else '+'} {model.name:<24} {tr('your own')}")
            _print_state(model)


def _state(model: Installed | None) -> dict[str, object]:
    choice = read_choice(model.folder) if model else None
    return {
        "precision": choice.precision if choice else None,
        "memory_in_use": memory_of(model.folder) if model else 0,
    }


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
        **_state(model),
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
    settings = Settings(options.paths.settings)
    mirror, proxy = options.mirror or settings.text("hub_mirror"), settings.text("proxy")
    sources = sources_of(catalog, mirror=mirror, proxy=proxy, folder=options.folder)
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


def _bring(options: argparse.Namespace, models: Path) -> int:
    bar = Bar(options.folder.name)
    model = bring(
        models, options.folder, options.name, progress=bar.loading, converted=bar.converting
    )
    bar.end()
    _say(options, {"name": model.name, "installed": model.label}, f"{model.label}: ready")
    return 0


def _use(options: argparse.Namespace, _models: Path) -> int:
    title = choose(options.paths, Settings(options.paths.settings), options.name)
    _say(options, {"default": title}, tr("{name} answers from now on.", name=title))
    endpoints.say_where(options)
    return 0


def _test(options: argparse.Namespace, models: Path) -> int:
    name = _named(options, models)
    minds = endpoints.minds_of(options)
    if not name.startswith(PREFIX):
        check(find_installed(models, name), thorough=True)
        check(find_installed(models, ENCODER), thorough=True)
    mind, end = minds.of(name)
    try:
        score, results = scored(selftest(mind, minds.registry), time.perf_counter)
        title = mind.model.name
    finally:
        end()
        minds.close()
    Scores(options.paths.home).keep(name, score)
    for text, wrong in results:
        if not options.json:
            print(f"{'-' if wrong else '+'} {text}{f'   {wrong}' if wrong else ''}")
    row = {"name": title, "right": score.right, "of": score.of, "seconds": round(score.seconds, 3)}
    line = tr(
        "{right} of {all} calls are right, half of them within {seconds} s.",
        right=score.right,
        all=score.of,
        seconds=f"{score.seconds:.1f}",
    )
    _say(options, row, f"{title}: {line}")
    return 0


def _bench(options: argparse.Namespace, models: Path) -> int:
    minds = endpoints.minds_of(options)
    mind, end = minds.of(_named(options, models))
    try:
        row = measure(mind.model)
    finally:
        end()
        minds.close()
    _say(options, row, bench_line(row))
    return 0


def _named(options: argparse.Namespace, models: Path) -> str:
    chosen = Settings(options.paths.settings).text("model")
    usual = chosen if chosen.startswith(PREFIX) else default_name(models)
    return str(options.name or usual)


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
