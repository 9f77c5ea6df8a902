"""Tools as JSON Schema and as words, for models that read them so."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.llm.model import Message, Slot, ToolSpec


def wire_name(name: str) -> str:
    """Return a tool's name as other models may write it: letters, digits, "_" and "-" only."""
    return name.replace(".", "__")


def parameters(tool: ToolSpec) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the arguments of `tool`."""
    return {
        "type": "object",
        "properties": {slot.name: _schema(slot) for slot in tool.slots},
        "required": [slot.name for slot in tool.slots if slot.required],
        "additionalProperties": False,
    }


def functions(tools: Sequence[ToolSpec]) -> list[dict[str, Any]]:
    """Return `tools` as the OpenAI API and chat templates take them."""
    return [
        {
            "type": "function",
            "function": {
                "name": wire_name(tool.name),
                "description": tool.description,
                "parameters": parameters(tool),
            },
        }
        for tool in tools
    ]


def written(tools: Sequence[ToolSpec]) -> str:
    """Return `tools` as a chat template writes them down, to be counted."""
    return json.dumps(functions(tools), ensure_ascii=False)


def answer_schema(tools: Sequence[ToolSpec]) -> dict[str, Any]:
    """Return the schema of an answer that is a reply in words or a call of one of `tools`."""
    reply = {
        "type": "object",
        "properties": {"reply": {"type": "string"}},
        "required": ["reply"],
        "additionalProperties": False,
    }
    calls = [
        {
            "type": "object",
            "properties": {"tool": {"const": tool.name}, "arguments": parameters(tool)},
            "required": ["tool", "arguments"],
            "additionalProperties": False,
        }
        for tool in tools
    ]
    return {
        "type": "object",
        "properties": {"answer": {"anyOf": [reply, *calls]}},
        "required": ["answer"],
        "additionalProperties": False,
    }


def manual(tools: Sequence[ToolSpec]) -> str:
    """Return `tools` as lines of words, for models that are told about them in the prompt."""
    return "\n".join(_line(tool) for tool in tools)


_IN_WORDS = (
    "To use a tool, answer with one line and nothing else: NAME and a JSON object of its "
    'arguments, such as calendar.find {"when": "tomorrow"}. Otherwise answer in words. '
    "The tools and their arguments:\n"
)


def told_in_words(messages: Sequence[Message], tools: Sequence[ToolSpec]) -> list[Message]:
    """Return a chat in which the tools are told of in the system's message, results as said."""
    return told(messages, _IN_WORDS + manual(tools))


def told(messages: Sequence[Message], words: str) -> list[Message]:
    """Return a chat without roles for tools, with `words` at the end of what the system says."""
    plain = [
        Message("user", f"The tool answered:\n{one.text}") if one.role == "tool" else one
        for one in messages
    ]
    if plain and plain[0].role == "system":
        return [Message("system", f"{plain[0].text}\n\n{words}"), *plain[1:]]
    return [Message("system", words), *plain]


def _line(tool: ToolSpec) -> str:
    arguments: Mapping[str, str] = {
        slot.name: ("" if slot.required else "optional: ") + (slot.about or slot.kind)
        for slot in tool.slots
    }
    first = tool.description.partition("\n")[0]
    return f"{tool.name} {json.dumps(arguments, ensure_ascii=False)}  # {first}"


def _schema(slot: Slot) -> dict[str, Any]:
    about = {"description": slot.about} if slot.about else {}
    if slot.kind != "string":
        return {"type": slot.kind, **about}
    one: dict[str, Any] = {"type": "string"}
    if slot.choices:
        one["enum"] = list(slot.choices)
    return {"type": "array", "items": one, **about} if slot.many else one | about
