"""Signatures to JSON Schema: what a tool's arguments look like to a model.

A model hands over the user's own words, so nearly every argument is a string; `x-kind` says what
code makes of it.
"""

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from assistant.domain.mail import Address
from assistant.skill.values import (
    CalendarRef,
    ContactRef,
    Cue,
    EventRef,
    LetterRef,
    MailRef,
    Moment,
    Move,
    Person,
    Phone,
    ReminderRef,
    Repeat,
    Span,
    TaskRef,
)


class Kind(StrEnum):
    """What code makes of the words of an argument."""

    TEXT = "text"
    MOMENT = "moment"
    SPAN = "span"
    DURATION = "duration"
    REPEAT = "repeat"
    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    EVENT = "event"
    CALENDAR = "calendar"
    REMINDER = "reminder"
    TASK = "task"
    MAIL = "mail"
    LETTER = "letter"
    CONTACT = "contact"
    FLAG = "flag"
    CHOICE = "choice"


RECORDS = frozenset(
    (
        *(Kind.EVENT, Kind.CALENDAR, Kind.REMINDER, Kind.TASK),
        *(Kind.MAIL, Kind.LETTER, Kind.CONTACT),
    )
)
"""What names a record that is kept."""

_KINDS: Mapping[object, Kind] = {
    str: Kind.TEXT,
    Moment: Kind.MOMENT,
    Move: Kind.MOMENT,
    Cue: Kind.MOMENT,
    Span: Kind.SPAN,
    timedelta: Kind.DURATION,
    Repeat: Kind.REPEAT,
    Person: Kind.PERSON,
    Address: Kind.ADDRESS,
    Phone: Kind.PHONE,
    EventRef: Kind.EVENT,
    CalendarRef: Kind.CALENDAR,
    ReminderRef: Kind.REMINDER,
    TaskRef: Kind.TASK,
    MailRef: Kind.MAIL,
    LetterRef: Kind.LETTER,
    ContactRef: Kind.CONTACT,
    bool: Kind.FLAG,
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a tool."""

    name: str
    kind: Kind
    required: bool
    many: bool = False
    choices: tuple[str, ...] = ()
    moves: bool = False
    returns: bool = False
    """Whether it may be the user's return to the computer instead of a moment."""
    asked: bool = False
    """Whether it is only ever answered by the user: no model is offered it."""

    @property
    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""
        if self.kind is Kind.FLAG:
            return {"type": "boolean"}
        one: dict[str, Any] = {"type": "string", "maxLength": 4000, "x-kind": self.kind.value}
        if self.choices:
            one["enum"] = list(self.choices)
        return {"type": "array", "items": one, "maxItems": 50} if self.many else one


def parameters_of(
    function: Callable[..., object], hints: Mapping[str, object], asked: Collection[str] = ()
) -> tuple[Parameter, ...]:
    """Return the arguments of a tool function, the context left out.

    Raises `TypeError` for an annotation that no words can fill: a skill author's mistake, seen
    when the skill is loaded.
    """
    named = list(inspect.signature(function).parameters.values())[1:]
    found = (_parameter(one, hints[one.name]) for one in named)
    return tuple(replace(one, asked=one.name in asked) for one in found)


def _parameter(one: inspect.Parameter, hint: object) -> Parameter:
    required = one.default is inspect.Parameter.empty
    hint = _without_none(hint)
    many = get_origin(hint) in (list, tuple)
    if many:
        hint = get_args(hint)[0]
    if get_origin(hint) is Literal:
        return Parameter(one.name, Kind.CHOICE, required, many, tuple(map(str, get_args(hint))))
    if hint not in _KINDS:
        raise TypeError(f"{one.name}: {hint} is not a type that words can become")
    return Parameter(
        one.name, _KINDS[hint], required, many, moves=hint is Move, returns=hint is Cue
    )


def _without_none(hint: object) -> object:
    if get_origin(hint) in (Union, UnionType):
        rest = [one for one in get_args(hint) if one is not type(None)]
        return rest[0] if len(rest) == 1 else hint
    return hint


def json_schema(parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a tool's arguments."""
    return {
        "type": "object",
        "properties": {one.name: one.schema for one in parameters},
        "required": [one.name for one in parameters if one.required],
        "additionalProperties": False,
    }
