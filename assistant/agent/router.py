"""Which tools fit the typed words, and whether any does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from assistant.llm.adapters import TALK, Adapter, Turn, call_prompt
from assistant.llm.model import CallText, Model, Request, ToolSpec
from assistant.llm.nearest import NONE, Nearest, is_cjk, talk_examples
from assistant.llm.pieces import read_head
from assistant.skill.contract import Tool, call_text
from assistant.skill.registry import Registry

# Talk that lies so much nearer than any tool is left to talk, whatever the trained model says:
# measured on held-out sentences, it refuses 77 of 100 Chinese wishes that no tool fulfils.
_SURE = 0.3
# Weight of the router head's log P beside the trained model's, chosen on sentences of dev.
_WEIGHT, _WEIGHT_IN_CONTEXT = 1.5, 1.0
# Nats that talk must be likelier, by script; chosen on dev likewise.
_EAGER, _EAGER_CJK = 3.0, 1.0
# log P of the router head: a tool that it thinks less likely may be one that nobody taught.
_DOUBT = -0.5
_SHOWN = 6  # examples that a prompt has room for


@dataclass(frozen=True, slots=True)
class Route:
    """Tools that fit the words, best first; none means talk.

    `shown` holds (sentence, call) examples of these tools, the most alike to the words first.
    """

    tools: tuple[Tool, ...]
    shown: tuple[tuple[str, str], ...] = ()
    system: str = ""
    """The prompt of the trained model that chose, which then also fills the arguments."""
    talk: float = 0.0
    """How much nearer talk lies than any tool, where examples chose; 0 where a tool is nearer."""


class Router(Protocol):
    """Anything that can choose tools for a sentence."""

    def route(self, text: str, before: Sequence[Turn] = ()) -> Route:
        """Return the tools that fit the typed words `text`, said after the turns `before`."""
        ...


class OpenRouter:
    """Offers every tool: for models that choose well by themselves, and for scripts."""

    def __init__(self, registry: Registry) -> None:
        self._tools = registry.tools()

    def route(self, text: str, before: Sequence[Turn] = ()) -> Route:  # noqa: ARG002 - Router's
        """Return every tool."""
        return Route(self._tools)


class NearestRouter:
    """Chooses by the nearest examples of the skills, in the meaning space of the encoder."""

    def __init__(self, registry: Registry, model: Model) -> None:
        self._registry = registry
        self._embed = model.embed
        self._known = _examples(registry)
        self._nearest: Nearest | None = None

    def route(self, text: str, before: Sequence[Turn] = ()) -> Route:  # noqa: ARG002 - Router's
        """Return the few tools whose examples lie nearest to `text`; none where talk is nearer."""
        if self._nearest is None:
            self._nearest = Nearest([(tool, text) for tool, text, _ in self._known], self._embed)
        names = self._nearest.choose(text)
        if not names:
            return Route((), talk=_margin(self._nearest.rank(text)))
        alike = [self._known[at] for at in self._nearest.closest(text, names)] if names else []
        shown = tuple((sentence, call) for _, sentence, call in alike if call)
        return Route(tuple(self._registry.tool(name) for name in names), shown[:_SHOWN])


def _margin(ranked: Sequence[tuple[str, float]]) -> float:
    (_, talk), *tools = ranked
    return talk - tools[0][1] if tools else talk


class Trained(Model, Protocol):
    """A model that may have a trained adapter."""

    @property
    def adapter(self) -> Adapter | None:
        """Return the adapter in use, or None."""


def tuned(registry: Registry, model: Model, examples: Router) -> Router:
    """Return the router for `model`: its adapter's, where it may have one, else `examples`."""
    if not hasattr(type(model), "adapter"):  # looked up, not asked: the model may be missing yet
        return examples
    return TunedRouter(registry, cast("Trained", model), examples)


class TunedRouter:
    """Lets the trained model name the tool; what it was not taught is found by examples.

    Nothing is lost by asking twice: the words are read once, and naming a tool takes one step.
    """

    def __init__(self, registry: Registry, model: Trained, examples: Router) -> None:
        """`examples` routes where there is no adapter, and to tools that it does not know."""
        self._registry = registry
        self._model = model
        self._examples = examples

    def route(self, text: str, before: Sequence[Turn] = ()) -> Route:
        """Return the one tool that `text` asks for; none where it is talk."""
        adapter = self._model.adapter
        if adapter is None:
            return self._examples.route(text)
        head = read_head(adapter.folder)
        odds = head.odds(text, self._model.embed) if head is not None else {}
        strange = [tool for tool in self._registry.tools() if tool.name not in adapter.tools]
        route = self._examples.route(text) if strange or not odds else Route(())
        if not odds and not before and route.talk > _SURE:  # a follow-up lies near no example
            return Route(())
        name = self._named(adapter, text, before, odds)
        foreign = bool(route.tools) and route.tools[0] in strange
        if name in adapter.tools and not (foreign and odds.get(name, 0.0) < _DOUBT):
            return Route((self._registry.tool(name),), system=adapter.system)
        taught = {*adapter.tools, *adapter.named}
        fits = foreign and (name not in taught or name == route.tools[0].name or bool(odds))
        return route if fits else Route(())

    def _named(
        self, adapter: Adapter, text: str, before: Sequence[Turn], odds: Mapping[str, float]
    ) -> str:
        """Return the tool's name that the trained model writes for `text`.

        `odds` are log P of the router head; what they make of a name is added to its own.
        """
        own = {tool.name for tool in self._registry.tools()}
        names = [*(name for name in adapter.tools if name in own), *adapter.named, TALK]
        weight, eager = _WEIGHT, _EAGER_CJK if is_cjk(text) else _EAGER
        if before:
            weight, eager = _WEIGHT_IN_CONTEXT, 0.0
        priors = {name: weight * odds.get(name, 0.0) for name in names}
        priors[TALK] -= eager if odds else 0.0
        best = max(priors.values())
        specs = tuple(ToolSpec(name, "", (), prior=priors[name] - best) for name in names)
        messages = call_prompt(adapter.system, text, before)
        request = Request(tuple(messages), specs, max_tokens=16)
        for delta in self._model.generate(request, lambda: False):
            if isinstance(delta, CallText):
                return delta.text.partition(" ")[0]
        return TALK


def _examples(registry: Registry) -> list[tuple[str, str, str]]:
    """Return (tool, sentence, call) for every example; talk has neither tool nor call."""
    own = [
        (tool.name, one.text, call_text(tool.name, one.said))
        for tool in registry.tools()
        for one in tool.examples
    ]
    return [*own, *((NONE, text, "") for text in talk_examples())]
