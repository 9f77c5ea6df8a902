"""Which tools fit the typed words, and whether any does."""

from dataclasses import dataclass
from typing import Protocol

from assistant.llm.model import Model
from assistant.llm.nearest import NONE, Nearest, talk_examples
from assistant.skill.contract import Tool, call_text
from assistant.skill.registry import Registry

_SHOWN = 6  # examples that a prompt has room for


@dataclass(frozen=True, slots=True)
class Route:
    """Tools that fit the words, best first; none means talk.

    `shown` holds (sentence, call) examples of these tools, the most alike to the words first.
    """

    tools: tuple[Tool, ...]
    shown: tuple[tuple[str, str], ...] = ()


class Router(Protocol):
    """Anything that can choose tools for a sentence."""

    def route(self, text: str) -> Route:
        """Return the tools that fit the typed words `text`."""
        ...


class OpenRouter:
    """Offers every tool: for models that choose well by themselves, and for scripts."""

    def __init__(self, registry: Registry) -> None:
        self._tools = registry.tools()

    def route(self, text: str) -> Route:  # noqa: ARG002 - the protocol's argument
        """Return every tool."""
        return Route(self._tools)


class NearestRouter:
    """Chooses by the nearest examples of the skills, in the meaning space of the encoder."""

    def __init__(self, registry: Registry, model: Model) -> None:
        self._registry = registry
        self._embed = model.embed
        self._known = _examples(registry)
        self._nearest: Nearest | None = None

    def route(self, text: str) -> Route:
        """Return the few tools whose examples lie nearest to `text`; none where talk is nearer."""
        if self._nearest is None:
            self._nearest = Nearest([(tool, text) for tool, text, _ in self._known], self._embed)
        names = self._nearest.choose(text)
        alike = [self._known[at] for at in self._nearest.closest(text, names)] if names else []
        shown = tuple((sentence, call) for _, sentence, call in alike if call)
        return Route(tuple(self._registry.tool(name) for name in names), shown[:_SHOWN])


def _examples(registry: Registry) -> list[tuple[str, str, str]]:
    """Return (tool, sentence, call) for every example; talk has neither tool nor call."""
    own = [
        (tool.name, one.text, call_text(tool.name, one.said))
        for tool in registry.tools()
        for one in tool.examples
    ]
    return [*own, *((NONE, text, "") for text in talk_examples())]
