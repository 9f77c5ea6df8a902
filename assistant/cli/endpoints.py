"""`deskmate models add-endpoint|test-endpoint|remove-endpoint`: model servers in the terminal."""

import argparse
import getpass
import json
import sys
from typing import TYPE_CHECKING

from assistant.app.keys import key_of, variable_of
from assistant.app.minds import Minds
from assistant.base.i18n import tr
from assistant.base.secrets import FoundSecrets
from assistant.base.settings import Settings
from assistant.llm.endpoints import USUAL_CONTEXT, Endpoint, Endpoints, endpoint_of
from assistant.llm.remote import probe
from assistant.skill.registry import discover

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


def add(parts: "Commands") -> None:
    """Add the three commands to those of `deskmate models`."""
    new = parts.add_parser("add-endpoint", help=tr("let a model server answer, such as Ollama"))
    new.add_argument("url", metavar="URL", help=tr("such as http://127.0.0.1:11434"))
    new.add_argument("--model", required=True, metavar="MODEL", help=tr("its model's name"))
    new.add_argument("--name", default="", metavar="NAME", help=tr("what it is called here"))
    new.add_argument("--key", action="store_true", help=tr("ask for a key; it goes to the keyring"))
    new.add_argument("--context", type=int, default=USUAL_CONTEXT, metavar="TOKENS")
    new.add_argument("--embeddings", default="", metavar="MODEL", help=tr("its embedding model"))
    new.add_argument("--allow-http", action="store_true", help=tr("agree to no encryption"))
    for name, text in (
        ("test-endpoint", tr("say hello to a model server")),
        ("remove-endpoint", tr("forget a model server and its key")),
    ):
        parts.add_parser(name, help=text).add_argument("name", metavar="NAME")


def run(options: argparse.Namespace) -> int:
    """Carry one of the commands out; return the exit code."""
    if options.models_command == "add-endpoint":
        return _add(options)
    endpoints = Endpoints(options.paths.home)
    endpoint, secrets = endpoints.find(options.name), FoundSecrets()
    if options.models_command == "test-endpoint":
        proxy = Settings(options.paths.settings).text("proxy")
        print(probe(endpoint, key_of(secrets, endpoint), proxy))
        return 0
    settings = Settings(options.paths.settings)
    if settings.text("model") == endpoint.key:
        settings.set("model", "")
    secrets.delete(endpoint.secret)
    endpoints.remove(endpoint.name)
    print(tr("{name} is forgotten.", name=endpoint.name))
    return 0


def _add(options: argparse.Namespace) -> int:
    endpoint = endpoint_of(
        options.url,
        options.model,
        name=options.name,
        context=options.context,
        embeddings=options.embeddings,
        open_http=options.allow_http,
    )
    if options.key and (key := _read_key()):
        secrets = FoundSecrets()
        secrets.set(endpoint.secret, key)
        if not secrets.lasting:
            _note(
                tr(
                    "There is no keyring here, so the key is not kept; put it into {name}.",
                    name=variable_of(endpoint),
                )
            )
    Endpoints(options.paths.home).save(endpoint)
    if options.json:
        print(json.dumps(row(endpoint, current=False)))
    else:
        print(tr("Added. Let it answer with: deskmate models use {key}", key=endpoint.key))
    return 0


def _read_key() -> str:
    """Return the key as typed, unseen; one line of standard input where that is no terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(tr("Key: ")).strip()
    return sys.stdin.readline().strip()


def show(options: argparse.Namespace) -> None:
    """Print the endpoints, as part of the list of models."""
    chosen = Settings(options.paths.settings).text("model")
    for one in Endpoints(options.paths.home).all():
        current = one.key == chosen
        if options.json:
            print(json.dumps(row(one, current=current)))
        else:
            print(f"{'*' if current else '+'} {one.key:<24} {one.model}: {where(one)}")


def row(endpoint: Endpoint, *, current: bool) -> dict[str, object]:
    """Return what is printed of an endpoint with --json."""
    return {
        "name": endpoint.key,
        "title": endpoint.model,
        "kind": "endpoint",
        "url": endpoint.url,
        "default": current,
        "fits": True,
        "reason": where(endpoint),
    }


def where(endpoint: Endpoint) -> str:
    """Return whether what is typed leaves this computer."""
    if endpoint.here:
        return tr("answers on this computer")
    return tr("what you type leaves this computer to {host}", host=endpoint.host)


def say_where(options: argparse.Namespace) -> None:
    """Say before the first word that it will leave this computer, if it will."""
    minds = minds_of(options)
    if host := minds.host():
        say_leaves(host)


def say_leaves(host: str) -> None:
    """Say where words go."""
    _note(tr("What you type leaves this computer to {host}.", host=host))


def minds_of(options: argparse.Namespace) -> Minds:
    """Return what makes understandings for the options of a command."""
    registry = discover(("skills",), options.paths.skills)
    return Minds(options.paths, Settings(options.paths.settings), FoundSecrets(), registry)


def _note(text: str) -> None:
    sys.stderr.write(text + "\n")
