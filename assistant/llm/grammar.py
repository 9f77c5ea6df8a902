"""The grammar of one tool call, in llguidance's dialect of Lark, built anew for every request.

    reminders.create {"text": "stretch", "when": "in one minute"}

Arguments come in the tool's own order, an optional one may be absent, none can come twice, and
nothing can follow the closing brace. A copied string is matched against the user's words by
llguidance's substring automaton, on text that is already JSON-escaped, so what is decoded is
always valid JSON (RFC 8259) whose value is exactly what the user typed.
"""

import json
from collections.abc import Iterator, Sequence

from assistant.llm.model import Slot, ToolSpec
from assistant.llm.spans import EDGES, parts_of

_SOURCE_LIMIT = 4000  # characters; longer texts are bodies, which are not copied from

_MANY = 10  # values in one array

_COMMON = r"""
STRING: /"([^"\\\x00-\x1f\x7f]|\\(["\\\/bfnrt]|u[0-9a-fA-F]{4})){1,2000}"/
INTEGER: /-?(0|[1-9][0-9]{0,14})/
BOOLEAN: "true" | "false"
"""


def grammar_of(tools: Sequence[ToolSpec], source: str) -> str:
    """Return the Lark text that accepts exactly one call of one of `tools`."""
    chunks = _chunks(source[:_SOURCE_LIMIT])
    rules = [f"start: {' | '.join(f'call_{n}' for n in range(len(tools)))}", _COMMON]
    rules += _copy_rules(chunks)
    for number, tool in enumerate(tools):
        rules += _call_rules(f"call_{number}", tool, can_copy=bool(chunks))
    return "\n".join(rules) + "\n"


def _copy_rules(chunks: Sequence[Sequence[str]]) -> Iterator[str]:
    """One terminal a line of the source; nothing copied may cross from one to the next."""
    if not chunks:
        return
    names = [f"LINE_{number}" for number in range(len(chunks))]
    for name, words in zip(names, chunks, strict=True):
        yield f"{name}: %regex {json.dumps({'substring_chunks': words})}"
    yield rf"TRIMMED: /[^{EDGES}]([^\n]*[^{EDGES}])?/"
    yield f"COPIED: ({' | '.join(names)}) & TRIMMED"


def _chunks(source: str) -> list[list[str]]:
    return [[_escaped(part) for part in line] for line in parts_of(source)]


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _call_rules(name: str, tool: ToolSpec, *, can_copy: bool) -> Iterator[str]:
    # Without words to copy from, the argument stays empty: code will ask for it.
    slots = [slot for slot in tool.slots if can_copy or not _needs_source(slot)]
    yield f"{name}: {_literal(tool.name + ' {')} {name}_first_0"
    for number, slot in enumerate(slots):
        pair = f"{_literal(json.dumps(slot.name) + ': ')} {_value(slot)}"
        after = f"{name}_more_{number + 1}"
        for state, comma in (("first", ""), ("more", '", " ')):
            skip = "" if slot.required else f" | {name}_{state}_{number + 1}"
            yield f"{name}_{state}_{number}: {comma}{pair} {after}{skip}"
    for state in ("first", "more"):
        yield f'{name}_{state}_{len(slots)}: "}}"'


def _needs_source(slot: Slot) -> bool:
    return slot.kind == "string" and slot.copied and not slot.choices


def _value(slot: Slot) -> str:
    if slot.kind != "string":
        return slot.kind.upper()
    if slot.choices:
        one = f"({' | '.join(_literal(json.dumps(c, ensure_ascii=False)) for c in slot.choices)})"
    else:
        one = r'"\"" COPIED "\""' if slot.copied else "STRING"
    return f'"[" {one} (", " {one}){{0,{_MANY - 1}}} "]"' if slot.many else one


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
