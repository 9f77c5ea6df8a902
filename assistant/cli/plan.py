"""`deskmate plan --jsonl`: words to tool calls; nothing is carried out."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TextIO

from assistant.agent.calling import Caller
from assistant.agent.parsing import Call
from assistant.agent.understanding import Understanding
from assistant.app import LONGEST
from assistant.base.clock import FrozenClock, local_zone, zone_named
from assistant.base.errors import AssistantError, UsageError
from assistant.base.i18n import tr, use
from assistant.cli import endpoints
from assistant.domain.mail import Address
from assistant.llm.model import Message
from assistant.skill.contract import Tool, Words
from assistant.skill.registry import Registry
from assistant.skill.schema import RECORDS
from assistant.skill.values import (
    CalendarRef,
    ContactRef,
    EventRef,
    LetterRef,
    MailRef,
    Moment,
    Person,
    ReminderRef,
    Repeat,
    Span,
    TaskRef,
)
from assistant.skill.words import arguments, check
from assistant.store.store import Store

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("plan", help=tr("words to tool calls, nothing is carried out"))
    one.add_argument("--jsonl", action="store_true", required=True, help=tr("JSON lines"))
    one.add_argument("--model", metavar="NAME", help=tr("the model that answers"))
    one.add_argument("--no-reply", action="store_true", help=tr("do not answer talk"))
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer every line; a bad one gets an error and the next one is read."""
    minds = endpoints.minds_of(options)
    mind, end = minds.of(options.model) if options.model else (minds.current(), minds.close)
    if mind.host:
        endpoints.say_leaves(mind.host)
    planner = Planner(mind, minds.registry, options)
    try:
        stream(sys.stdin, sys.stdout, planner.answer)
    finally:
        end()
        minds.close()
    return 0


def stream(
    source: TextIO, target: TextIO, answer: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Answer line by line, in order, flushed."""
    for line in source:
        if line.strip():
            target.write(json.dumps(_reply(line, answer), ensure_ascii=False) + "\n")
            target.flush()


def _reply(line: str, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    started = time.perf_counter()
    found: object = None
    try:
        found = json.loads(line)
        reply = {"id": _id(found), **answer(_request(found))}
    except (ValueError, RecursionError, OverflowError) as error:
        return {"id": _id(found), "error": str(error)}
    except AssistantError as error:
        return {"id": _id(found), "error": error.shown()}
    return {**reply, "ms": round((time.perf_counter() - started) * 1000, 1)}


def _request(request: object) -> dict[str, Any]:
    """Return a request of the right form; raise `UsageError` for any other."""
    if not isinstance(request, dict) or not isinstance(request.get("text"), str):
        raise UsageError("A line is a JSON object with a text.")
    if len(request["text"]) > LONGEST:
        raise UsageError("The text is too long: {most} characters are the most.", most=LONGEST)
    for name in ("now", "timezone", "locale"):
        if not isinstance(request.get(name), str | None):
            raise UsageError("The field {name} must be a text.", name=name)
    said = request.get("context") or []
    fits = isinstance(said, list) and all(
        isinstance(one, dict) and isinstance(one.get("text"), str) for one in said
    )
    if not fits:
        raise UsageError("The context is a list of objects with role and text.")
    return request


def _id(request: object) -> object:
    return request.get("id") if isinstance(request, dict) else None


class Planner:
    """Turns one request into calls, a reply or a question."""

    def __init__(
        self, mind: Understanding, registry: Registry, options: argparse.Namespace
    ) -> None:
        self._mind = mind
        self._registry = registry
        self._options = options
        self._store = Store(None, FrozenClock(datetime(2000, 1, 1), zone_named("UTC")))  # noqa: DTZ001

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return `calls`, `reply`, `clarify` and `model` for one request."""
        use(request.get("locale") or self._options.locale)
        caller = Caller(self._registry, self._store.reads, self._clock(request))
        context = caller.context(request["text"])
        history = [Message(_role(one), str(one["text"])) for one in request.get("context") or ()]
        route = self._mind.route(request["text"], history)
        found: dict[str, Any] = {"calls": [], "reply": None, "clarify": None}
        if route.tools or not self._options.no_reply:
            deltas = self._mind.ask(route, context, history, lambda: False)
            heard = self._mind.hear(deltas, lambda _: None)
            found["reply"] = heard.text.strip() or None
            if heard.call is not None:
                found |= self._planned(heard.call, caller, request["text"])
        return {**found, "model": self._mind.model.name}

    def _planned(self, call: Call, caller: Caller, typed: str) -> dict[str, Any]:
        tool = self._registry.tool(call.tool)
        values: dict[str, object] = {}
        clarify = None
        try:
            check(tool, call.said)
            values = arguments(*_without_records(tool, call.said), caller.context(typed))
        except AssistantError as question:
            clarify = question.shown()
            values = _what_resolves(tool, call, caller, typed)
        planned = {
            "tool": tool.name,
            "arguments": {
                name: plain(values.get(name, words))
                for name, words in call.said.items()
                if name in values or name in _records(tool)
            },
            "said": {name: plain(words) for name, words in call.said.items()},
        }
        return {"calls": [planned], "clarify": clarify}

    def _clock(self, request: Mapping[str, Any]) -> FrozenClock:
        name = request.get("timezone") or self._options.timezone
        zone = zone_named(name) if name else local_zone()
        said = request.get("now")
        moment = datetime.fromisoformat(said) if said else self._options.now
        if moment is None:
            from assistant.base.clock import SystemClock

            moment = SystemClock(zone).now()
        return FrozenClock(moment, zone)


def _records(tool: Tool) -> set[str]:
    """Return the arguments that name records: there are none here, so words they stay."""
    return {one.name for one in tool.parameters if one.kind in RECORDS}


def _without_records(tool: Tool, said: Mapping[str, Words]) -> tuple[Tool, dict[str, Words]]:
    named = _records(tool)
    rest = tuple(one for one in tool.parameters if one.name not in named)
    kept = {name: words for name, words in said.items() if name not in named}
    return Tool(tool.name, "", rest, (), tool.function), kept


def _what_resolves(tool: Tool, call: Call, caller: Caller, typed: str) -> dict[str, object]:
    """Return the values of those arguments that can be read by themselves."""
    found: dict[str, object] = {}
    for one in tool.parameters:
        if one.name in call.said:
            alone = Tool(tool.name, "", (one,), (), tool.function)
            try:
                said = {one.name: call.said[one.name]}
                found |= arguments(alone, said, caller.context(typed))
            except AssistantError:
                continue
    return found


def plain(value: object) -> object:
    """Return an argument as JSON: moments in ISO 8601 with offset, people by name or address."""
    match value:
        case Moment():
            return value.day.isoformat() if value.all_day else value.start.isoformat()
        case Span():
            return {"start": value.start.isoformat(), "end": value.end.isoformat()}
        case Repeat():
            return value.rule
        case timedelta():
            return iso_duration(value)
        case Person():
            return value.email or value.name
        case Address():
            return value.email
        case (
            EventRef()
            | CalendarRef()
            | ReminderRef()
            | TaskRef()
            | MailRef()
            | LetterRef()
            | ContactRef()
        ):
            return value.said
        case tuple() | list():
            return [plain(one) for one in value]
        case _:
            return value


def iso_duration(length: timedelta) -> str:
    """Return a duration in ISO 8601, such as PT45M or P1DT2H."""
    days, seconds = length.days, length.seconds
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    pieces = ((hours, "H"), (minutes, "M"), (rest, "S"))
    time_part = "".join(f"{number}{unit}" for number, unit in pieces if number)
    date_part = f"{days}D" if days else ""
    return f"P{date_part}T{time_part}" if time_part else f"P{date_part or 'T0S'}"


def _role(one: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a Literal, checked here
    return "assistant" if one.get("role") == "assistant" else "user"
