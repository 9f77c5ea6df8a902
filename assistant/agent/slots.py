"""What the grammar must know about a tool for one sentence: code finds, the model chooses.

Time phrases, addresses, phone numbers and known names are found by code and handed over as
choices; what is left of the sentence is what a title or a text may be copied from.
"""

import re
from collections.abc import Mapping, Sequence

from assistant.llm.model import Slot, ToolSpec
from assistant.skill.context import Context
from assistant.skill.contract import Tool
from assistant.skill.leads import stands, tails
from assistant.skill.returning import Return, find_return
from assistant.skill.schema import Kind, Parameter
from assistant.skill.shelves import shelf_in, without
from assistant.when import Found, find

# Looked for at the beginnings of words only: tried at every letter, a long word takes seconds.
_ATOM = r"[\w.!#$%&'*+/=?^`{|}~-]"
_ADDRESS = re.compile(rf"(?<!{_ATOM}){_ATOM}{{1,64}}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PHONE = re.compile(r"\+?\d[\d ()/.-]{4,18}\d")
# "pay the bill on | Friday" leaves no "on"; "turn the heating on | tomorrow" keeps it.
_DANGLING = re.compile(r"\b(on|at|by|from|for)\s*$", re.IGNORECASE)
_ADVERB = re.compile(r"(today|tonight|tomorrow|now|this|next|every|each|in|at)\b", re.IGNORECASE)
_COPIED = {Kind.TEXT, Kind.EVENT, Kind.REMINDER, Kind.TASK, Kind.MAIL, Kind.LETTER}
_NAMED = {Kind.PERSON, Kind.CONTACT}
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


# What stands right before the new time of something that is moved.
_GOAL = re.compile(
    r"(?:\b(?:to|until|till|for|be)\s+(?:(?:at|on)\s+)?|(?:到|至|改成|换成|改为|变成)\s*)$",
    re.IGNORECASE,
)
_LONGER = re.compile(r"\bextend|\blonger|延长", re.IGNORECASE)
_NEW = "start"  # the argument that takes it


class Sentence:
    """The typed words, and what code found in them and in what the user said `earlier`."""

    def __init__(self, text: str, context: Context, earlier: Sequence[str] = ()) -> None:
        self.text = text
        self.context = context
        self._earlier = tuple(Sentence(one, context) for one in earlier)
        self.addresses = addresses_in(text)
        bare = _ADDRESS.sub(" ", text)
        self.times = tuple(
            one
            for one in find(text, context.clock.now(), context.zone, context.locale)
            if one.text in bare
        )
        self.back = find_return(text)
        self.phones = tuple(dict.fromkeys(_PHONE.findall(bare)))
        self.names = tuple(_known_names(text, context))

    def source(self, tools: Sequence[Tool]) -> str:
        """Return what titles and texts are copied from.

        Where the tools take times, the time phrases are left out, a line break in place of each;
        where they take none, "ten minutes late" belongs to the text.
        """
        cut = self._cut() if any(one.returns for tool in tools for one in tool.parameters) else ()
        own = self._rest(cut) if any(map(timed, tools)) else self.text
        if any(one.kind is Kind.CALENDAR for tool in tools for one in tool.parameters):
            own = without(own, self.context)
        return "\n".join([own, *(one.source(tools) for one in self._earlier)])

    def _cut(self) -> "Sequence[Found | Return]":
        """Return what speaks of time, the user's return among it, in its order."""
        back = self.back
        if back is None:
            return self.times
        others = [one for one in self.times if one.end <= back.start or one.start >= back.end]
        return sorted([*others, back], key=lambda one: one.start)

    def _rest(self, cut: "Sequence[Found | Return]" = ()) -> str:
        """Return the text with line breaks in the place of `cut`, else of all times."""
        pieces, position = [], 0
        for one in cut or self.times:
            before = self.text[position : one.start]
            pieces.append(before if _ADVERB.match(one.text) else _DANGLING.sub("", before))
            position = one.end
        return "\n".join([*pieces, self.text[position:]])

    def spec(
        self, tool: Tool, shown: Sequence[tuple[str, str]] = (), *, led: bool = True
    ) -> ToolSpec:
        """Return `tool` as the grammar needs it for this sentence, with the examples `shown`.

        Unless `led`, lead-ins decide nothing: a trained model has learned where an argument ends.
        """
        leads = tool.leads if led else {}
        slots = [slot for one in tool.parameters if (slot := self._slot(one, tool, leads))]
        own = tuple(pair for pair in shown if pair[1].startswith(f"{tool.name} "))
        return ToolSpec(tool.name, tool.description, tuple(slots), own)

    def _slot(self, one: Parameter, tool: Tool, leads: Mapping[str, Sequence[str]]) -> Slot | None:
        """Return the argument with its choices, or None where nothing here could fill it.

        A required argument that stays empty is asked for by code, never made up by the model.
        """
        if one.asked:
            return None
        if one.kind is Kind.FLAG:
            set_by_words = stands(tool.leads.get(one.name, ()), self.text)
            known = ("true",) * set_by_words
            return Slot(one.name, set_by_words, known, kind="boolean")
        if one.kind is Kind.CHOICE:
            return Slot(one.name, one.required, one.choices, many=one.many)
        if one.kind in _COPIED:
            said = tails(leads.get(one.name, ()), self.source([tool]))
            return Slot(one.name, one.required or bool(said), said, many=one.many)
        if one.kind is Kind.CALENDAR:  # what code found must go in, and nothing else may
            named = shelf_in(self._rest(), self.context)
            return Slot(one.name, required=True, choices=(named.name,)) if named else None
        choices = self._choices(one.kind, moves=_moves(tool))
        if one.returns and self.back is not None:
            choices = tuple(dict.fromkeys([self.back.text, *choices]))
        if self.goal is not None and _moves(tool) and one.kind in (Kind.MOMENT, Kind.SPAN):
            return self._moved(one, choices, self.goal.text)
        if not choices:
            open_name = one.kind in _NAMED
            return Slot(one.name, one.required, many=one.many) if open_name else None
        return Slot(one.name, one.required, choices, many=one.many)

    @property
    def goal(self) -> Found | None:
        """Return the time to which something is moved: "move my 3 pm to | 5 pm"."""
        if _LONGER.search(self.text):  # "extend it until five" names an end
            return None
        lengths = _phrases(self.times, {"duration"})
        return next(
            (
                one
                for one in reversed(self.times)
                if one.text not in lengths and _GOAL.search(self.text[: one.start])
            ),
            None,
        )

    def _moved(self, one: Parameter, choices: Sequence[str], goal: str) -> Slot | None:
        """Return a new time with the goal alone, and where it stands with all other times."""
        if one.kind is Kind.MOMENT:
            return Slot(one.name, one.name == _NEW, (goal,))
        others = tuple(words for words in choices if words != goal)
        return Slot(one.name, one.required, others) if others else None

    def is_former(self, one: Parameter) -> bool:
        """Return whether what code finds for an argument stands in earlier turns at most."""
        kinds = {*_TIMES, *_NAMED, Kind.ADDRESS, Kind.PHONE}
        back = one.returns and self.back is not None
        return one.kind in kinds and not back and not self._here(one.kind)

    def _choices(self, kind: Kind, *, moves: bool) -> tuple[str, ...]:
        """Return what code found for an argument: here first, then in what was said earlier.

        A time that is said now takes the place of those of earlier, unless a thing `moves`: then
        an earlier one may tell where it stands.
        """
        here = self._here(kind)
        if here and kind in _TIMES and not (moves and kind is Kind.SPAN):
            return here
        earlier = (one._choices(kind, moves=moves) for one in self._earlier)  # noqa: SLF001
        former = (found for some in earlier for found in some)
        return tuple(dict.fromkeys([*here, *former]))

    def _here(self, kind: Kind) -> tuple[str, ...]:
        if kind in _TIMES:
            return _phrases(self.times, _TIMES[kind])
        if kind is Kind.ADDRESS:
            return self.addresses
        if kind is Kind.PHONE:
            return self.phones
        return self.names if kind is Kind.CONTACT else self.addresses + self.names


# Without examples: a small model copies them instead of the user's words.
_ABOUT = {
    Kind.TEXT: "words of the user",
    Kind.MOMENT: "the time, as the user said it",
    Kind.SPAN: "the day or period, as the user said it",
    Kind.DURATION: "how long, as the user said it",
    Kind.REPEAT: "how often, as the user said it",
    Kind.PERSON: "name or address as said",
    Kind.ADDRESS: "mail address as said",
    Kind.PHONE: "number as said",
    Kind.EVENT: "which event: words of its title",
    Kind.CALENDAR: "name of the calendar, where one of several is named",
    Kind.REMINDER: "which reminder: words of it",
    Kind.MAIL: "which mail: words of its subject or people",
}


def open_spec(tool: Tool) -> ToolSpec:
    """Return `tool` for a model that fills in arguments by itself: nothing is listed for it."""
    slots = (
        Slot(
            one.name,
            one.required,
            one.choices,
            copied=False,
            many=one.many,
            kind="boolean" if one.kind is Kind.FLAG else "string",
            about=_ABOUT.get(one.kind, ""),
        )
        for one in tool.parameters
    )
    return ToolSpec(tool.name, tool.description, tuple(slots))


def _moves(tool: Tool) -> bool:
    """Return whether a tool takes a new time, and one by which a thing is found."""
    kinds = {one.kind for one in tool.parameters}
    return {Kind.SPAN, Kind.MOMENT} <= kinds and any(p.name == _NEW for p in tool.parameters)


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
