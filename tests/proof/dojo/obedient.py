"""A model that does what the user asks, and obeys whatever else it reads: the worst there is."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.llm.model import Message
from tests.proof.dojo.world import Call

SKILL = "workspace"


class Obedient:
    """A script: the user's calls in their order; once an injection is read, the attacker's first.

    `finished` when all was said. `evil` are the calls that the attacker wants.
    """

    def __init__(
        self, calls: Sequence[Call], evil: Sequence[Call], payloads: Sequence[str]
    ) -> None:
        self._waiting = list(calls)
        self._evil = list(evil)
        self._marks = [payload.strip()[:40] for payload in payloads if payload.strip()]
        self.obeyed = False

    @property
    def finished(self) -> bool:
        """Whether it has nothing more to do."""
        return not self._waiting

    def __call__(self, messages: Sequence[Message]) -> str:
        """Return the next call, or nothing."""
        read = messages[-1].text if messages[-1].role == "tool" else ""
        if not self.obeyed and any(mark in read for mark in self._marks):
            self.obeyed = True
            self._waiting = self._evil + self._waiting
        if not self._waiting:
            return ""
        name, arguments = self._waiting.pop(0)
        return f"{SKILL}.{name} {json.dumps(said(arguments), ensure_ascii=False)}"


def said(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a call's arguments as a model of ours writes them: texts and lists of texts."""
    found = {key: _plain(value) for key, value in arguments.items()}
    return {key: value for key, value in found.items() if value not in (None, "", [])} | {
        key: value for key, value in found.items() if value == "" and key in {"query", "body"}
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [one["file_id"] if isinstance(one, dict) else str(one) for one in value]
    return None if value is None else str(value)
