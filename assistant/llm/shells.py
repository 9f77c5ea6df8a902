"""A chat as the templates of hub models take it, with place holders for all that was said."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from assistant.llm.model import Message
from assistant.llm.schemas import wire_name


def shells_of(
    messages: Sequence[Message], marks: tuple[str, str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return `messages` for a chat template, with place holders, and the texts for these.

    A place holder is a number between two `marks`: whatever a text holds, it cannot become a
    control token of the template. Calls and their results stand as templates know them.
    """
    texts: list[str] = []

    def hold(text: str) -> str:
        texts.append(text)
        return f"{marks[0]}{len(texts) - 1}{marks[1]}"

    shells: list[dict[str, Any]] = []
    for at, message in enumerate(messages):
        follower = messages[at + 1 : at + 2]
        if message.role == "assistant" and follower and follower[0].role == "tool":
            name, _, said = message.text.partition(" ")
            function = {"name": wire_name(name), "arguments": _held(said, hold)}
            call = {"id": f"call{at + 1:05}", "type": "function", "function": function}
            shells.append({"role": "assistant", "content": "", "tool_calls": [call]})
        elif message.role == "tool":
            shell = {"role": "tool", "tool_call_id": f"call{at:05}"}
            shells.append({**shell, "content": hold(message.text)})
        else:
            shells.append({"role": message.role, "content": hold(message.text)})
    return shells, texts


def _held(said: str, hold: Callable[[str], str]) -> dict[str, object]:
    """Return the arguments of a call with place holders for its words, escaped as JSON."""
    try:
        found = json.loads(said or "{}")
    except ValueError:
        return {}

    def one(value: object) -> object:
        if isinstance(value, list):
            return [one(inner) for inner in value]
        return (
            hold(json.dumps(value, ensure_ascii=False)[1:-1]) if isinstance(value, str) else value
        )

    return {key: one(value) for key, value in found.items()} if isinstance(found, dict) else {}
