"""A tool call as a row of decisions: which tool, which argument next, which value, or the end.

Pure text: what may follow what is written so far. The grammar (`grammar`) says the same for single
tokens and has the last word; this says it for whole arguments, so that they can be compared.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.llm.model import Slot, ToolSpec
from assistant.llm.spans import phrases_of

_LONGEST = 60  # words of a source whose phrases are compared; from a longer one tokens are copied


@dataclass(frozen=True, slots=True)
class Option:
    """One way to go on: `text` is written first, then a value of `slot` if there is one."""

    text: str
    slot: Slot | None = None
    position: int = 0
    prior: float = 0.0


class Outline:
    """One call in the making. `text` is what is decided so far."""

    def __init__(self, tools: Sequence[ToolSpec], source: str) -> None:
        self.text = ""
        self._tools = tools
        self._slots: Sequence[Slot] = ()
        self._position = 0
        self._open: Option | None = None  # the argument whose value was written last
        self._whole = False
        self._used: set[str] = set()
        short = len(source.split()) <= _LONGEST
        self._phrases = phrases_of(source) if short else []
        self._long = not short

    def options(self) -> list[Option]:
        """Return what may come next; empty when the call is whole."""
        if not self.text:
            return [Option(f"{tool.name} {{", prior=tool.prior) for tool in self._tools]
        if self._whole:
            return []
        return [*self._more(), *self._next()]

    def values(self, option: Option) -> list[str] | None:
        """Return the values that `option` may take, JSON-escaped; None where they are too many."""
        slot = option.slot
        if slot is None:
            return []
        if slot.kind == "boolean":
            return list(slot.choices) or ["true", "false"]
        if slot.kind == "integer" or (not slot.choices and (not slot.copied or self._long)):
            return None
        found = list(slot.choices or self._phrases)
        fresh = [value for value in found if not self._is_said(value, slot)]
        # Nothing is said twice in one call, unless an argument that must come has nothing else.
        return [_escaped(value) for value in (fresh or (found if slot.required else []))]

    def take(self, option: Option, value: str = "") -> None:
        """Write `option` and its value."""
        if not self.text:
            name = option.text.removesuffix(" {")
            self._slots = next(tool.slots for tool in self._tools if tool.name == name)
        else:
            self._whole = option.slot is None
        self.text += option.text + value
        self._position = option.position
        self._open = option if option.slot is not None else None
        if option.slot is not None and option.slot.kind == "string":
            self._used.add(json.loads(f'"{value}"'))

    def _is_said(self, value: str, slot: Slot) -> bool:
        """Whether an earlier argument says `value`; a guest may also stand in the title."""
        if slot.required or slot.choices or slot.many:
            return value in self._used
        return any(value in used for used in self._used)

    def _more(self) -> Iterator[Option]:
        """Another value of the array that is open."""
        if self._open is not None and self._open.slot is not None and self._open.slot.many:
            option = Option('", "', self._open.slot, self._position)
            if self.values(option):
                yield option

    def _next(self) -> Iterator[Option]:
        """The next argument, up to the first that must come, or the end."""
        closed = _closing(self._open.slot if self._open else None)
        comma = ", " if self._open else ""
        for position in range(self._position, len(self._slots)):
            slot = self._slots[position]
            option = Option(f"{closed}{comma}{_opening(slot)}", slot, position + 1)
            if self.values(option) != []:
                yield option
                if slot.required:
                    return
        yield Option(f"{closed}}}", None, len(self._slots))


def _opening(slot: Slot) -> str:
    quote = '"' if slot.kind == "string" else ""
    return f'"{slot.name}": {"[" if slot.many else ""}{quote}'


def _closing(slot: Slot | None) -> str:
    if slot is None or slot.kind != "string":
        return ""
    return '"]' if slot.many else '"'


def _escaped(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
