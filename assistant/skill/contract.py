"""What a skill must be: a name, a sentence, and some tools."""

import inspect
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, get_type_hints

from assistant.domain.changes import Answer, Proposal
from assistant.skill.schema import Parameter, parameters_of

Outcome: TypeAlias = Answer | Proposal
ToolFunction: TypeAlias = Callable[..., Outcome]
Words: TypeAlias = str | bool | tuple[str, ...]


class Example:
    """A sentence that a user may say, and the call that answers it.

    The arguments are words copied from the sentence. Examples teach the router, stand as
    few-shot turns in the prompt, and go into the training set.
    """

    def __init__(self, text: str, /, **said: Words) -> None:
        self.text = text
        self.said: Mapping[str, Words] = said


def call_text(tool: str, said: Mapping[str, Words]) -> str:
    """Return the call as the model writes it: `calendar.create {"title": "lunch"}`."""
    return f"{tool} {json.dumps(dict(said), ensure_ascii=False)}"


@dataclass(frozen=True, slots=True)
class Tool:
    """One function that the model may call.

    `then` names the tool of the same skill that takes what this one made one step further, when
    the user's words ask for it.
    """

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    examples: tuple[Example, ...]
    function: ToolFunction
    then: str = ""
    offered: bool = True
    """Whether the model may call it directly; others are reached by `then` and by the window."""
    leads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Lead-ins by argument (assistant.skill.leads), the most telling first."""


@dataclass(slots=True)
class Skill:
    """A named group of tools; one file, one skill."""

    name: str
    title: str
    tools: dict[str, Tool] = field(default_factory=dict)
    about: str = ""

    def tool(
        self,
        *,
        examples: Sequence[str | Example] = (),
        then: str = "",
        offered: bool = True,
        asked: Sequence[str] = (),
        leads: Mapping[str, Sequence[str]] | None = None,
    ) -> Callable[[ToolFunction], ToolFunction]:
        """Offer a function to the model; its signature and docstring are its manual.

        The first parameter is the `Context`. A trailing underscore of the function's name is
        dropped, so that a tool may be called `update` or `import`. `asked` names arguments that
        only the user fills, by answering a question of the tool.
        """

        def offer(function: ToolFunction) -> ToolFunction:
            short = function.__name__.rstrip("_")
            hints = get_type_hints(function)
            self.about = self.about or inspect.getdoc(sys.modules[function.__module__]) or ""
            self.tools[short] = Tool(
                name=f"{self.name}.{short}",
                description=inspect.getdoc(function) or "",
                parameters=parameters_of(function, hints, asked),
                examples=tuple(
                    one if isinstance(one, Example) else Example(one) for one in examples
                ),
                function=function,
                then=f"{self.name}.{then}" if then else "",
                offered=offered,
                leads={name: tuple(words) for name, words in (leads or {}).items()},
            )
            return function

        return offer
