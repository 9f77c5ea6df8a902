"""What the grammar must know about a tool for one sentence: code finds, the model chooses.

Time phrases, addresses, phone numbers and known names are found by code and handed over as
choices; what is left of the sentence is what a title or a text may be copied from.
"""

import re
from collections.abc import Sequence

from assistant.llm.model import Slot, ToolSpec
from assistant.skill.context import Context
from assistant.skill.contract import Tool
from assistant.skill.leads import tails
from assistant.skill.schema import Kind, Parameter
from assistant.when import Found, find

# Looked for at the beginnings of words only: tried at every letter, a long word takes seconds.
_ATOM = r"[\w.!#$%&'*+/=?^`{|}~-]"
_ADDRESS = re.compile(rf"(?<!{_ATOM}){_ATOM}{{1,64}}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PHONE = re.compile(r"\+?\d[\d ()/.-]{4,18}\d")
# "pay the bill on | Friday" leaves no "on"; "turn the heating on | tomorrow" keeps it.
_DANGLING = re.compile(r"\b(on|at|by|from|for)\s*$", re.IGNORECASE)
_ADVERB = re.compile(r"(today|tonight|tomorrow|now|this|next|every|each|in|at)\b", re.IGNORECASE)
_TIMES = {
    Kind.MOMENT: {"instant", "interval", "recurrence", "duration"},
    Kind.SPAN: {"instant", "interval", "duration"},
    Kind.DURATION: {"duration"},
    Kind.REPEAT: {"recurrence"},
}


def addresses_in(text: str) -> tuple[str, ...]:
    """Return the mail addresses that stand in `text`, each once, in their order.

    Quotes and dots before an address belong to the sentence.
    """
    return tuple(dict.fromkeys(one.lstrip("'.`") for one in _ADDRESS.findall(text)))


class Sentence:
    """The typed words, and what code found in them."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        self.addresses = addresses_in(text)
        bare = _ADDRESS.sub(" ", text)
        self.times = tuple(
            one
            for one in find(text, context.clock.now(), context.zone, context.locale)
            if one.text in bare
        )
        self.phones = tuple(dict.fromkeys(_PHONE.findall(bare)))
        self.names = tuple(_known_names(text, context))

    def source(self, tools: Sequence[Tool]) -> str:
        """Return what titles and texts are copied from.

        Where the tools take times, the time phrases are left out, a line break in place of each;
        where they take none, "ten minutes late" belongs to the text.
        """
        return self._rest() if any(map(timed, tools)) else self.text

    def _rest(self) -> str:
        pieces, position = [], 0
        for one in self.times:
            before = self.text[position : one.start]
            pieces.append(before if _ADVERB.match(one.text) else _DANGLING.sub("", before))
            position = one.end
        return "\n".join([*pieces, self.text[position:]])

    def spec(self, tool: Tool, shown: Sequence[tuple[str, str]] = ()) -> ToolSpec:
        """Return `tool` as the grammar needs it for this sentence, with the examples `shown`."""
        slots = [slot for one in tool.parameters if (slot := self._slot(one, tool)) is not None]
        own = tuple(pair for pair in shown if pair[1].startswith(f"{tool.name} "))
        return ToolSpec(tool.name, tool.description, tuple(slots), own)

    def _slot(self, one: Parameter, tool: Tool) -> Slot | None:
        """Return the argument with its choices, or None where nothing here could fill it.

        A required argument that stays empty is asked for by code, never made up by the model.
        """
        if one.kind is Kind.FLAG:
            return Slot(one.name, required=False, kind="boolean")
        if one.kind is Kind.CHOICE:
            return Slot(one.name, one.required, one.choices, many=one.many)
        if one.kind in (Kind.TEXT, Kind.EVENT, Kind.REMINDER, Kind.MAIL):
            said = tails(tool.leads.get(one.name, ()), self.source([tool]))
            return Slot(one.name, one.required or bool(said), said, many=one.many)
        choices = self._choices(one.kind)
        if not choices:
            open_name = one.kind is Kind.PERSON
            return Slot(one.name, one.required, many=one.many) if open_name else None
        return Slot(one.name, one.required, choices, many=one.many)

    def _choices(self, kind: Kind) -> tuple[str, ...]:
        if kind in _TIMES:
            return _phrases(self.times, _TIMES[kind])
        if kind is Kind.ADDRESS:
            return self.addresses
        if kind is Kind.PHONE:
            return self.phones
        return self.addresses + self.names


def timed(tool: Tool) -> bool:
    """Return whether a tool has an argument that speaks of time."""
    return any(one.kind in _TIMES for one in tool.parameters)


def _phrases(times: Sequence[Found], kinds: set[str]) -> tuple[str, ...]:
    fitting = [one.text for one in times if one.readings and one.readings[0].kind in kinds]
    return tuple(dict.fromkeys(fitting))


def _known_names(text: str, context: Context) -> list[str]:
    """Return the names of contacts as they stand in the sentence, whole names before parts."""
    lowered = text.casefold()
    found: list[str] = []
    for contact in context.reads.contacts():
        for name in (contact.name, *contact.name.split()):
            at = lowered.find(name.casefold())
            if len(name) > 1 and at >= 0:
                found.append(text[at : at + len(name)])
                break
    return list(dict.fromkeys(found))
