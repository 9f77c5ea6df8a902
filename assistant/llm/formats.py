"""How other models write a tool call and their thoughts, and what we make of it.

    Qwen, Hermes, SmolLM3   <tool_call>{"name": "a.b", "arguments": {...}}</tool_call>
    Qwen3-Coder             <tool_call><function=a.b><parameter=x>words</parameter></function>...
    Llama 3.x               {"name": "a.b", "parameters": {...}}   <function=a.b>{...}</function>
                            <|python_tag|>a.b.call(x="words")
    Mistral                 [TOOL_CALLS][{"name": "a.b", "arguments": {...}}]
                            [TOOL_CALLS]a.b[ARGS]{...}
    Granite, Phi-4-mini     <|tool_call|>[{"name": "a.b", "arguments": {...}}]<|/tool_call|>
    Gemma                   a block of tool_code: a.b(x="words")
    SmolLM3                 <code>a.b(x="words")</code>
    FunctionGemma           <start_function_call>call:a.b{x:<escape>words<escape>}...
    our own                 a.b {"x": "words"}

Whatever came, a call is handed on as `NAME {"argument": "words"}` for the strict parser of the
agent; what cannot be read becomes a call that this parser refuses. Thoughts (`<think>`) are parted
from what is shown.
"""

import ast
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.llm import strict

UNREADABLE = "? ?"
"""A call that no parser takes: the model is told so and may try again."""

_LONGEST_CODE = 4_000  # characters of Python that are read as a call
_MOST_CALLS = 8
_NAME = re.compile(r"[A-Za-z_][\w.-]{0,99}")
_BLOCKS = (
    ("<tool_call>", "</tool_call>"),
    ("<|tool_call|>", "<|/tool_call|>"),
    ("[TOOL_CALLS]", ""),
    ("<|python_tag|>", ""),
    ("<function=", "</function>"),
    ("<start_function_call>", "<end_function_call>"),
    ("```tool_code", "```"),
    ("<code>", "</code>"),
)
_OPENINGS = {"<think>": "</think>", "<thinking>": "</thinking>"} | dict(_BLOCKS)
_THOUGHTS = ("<think>", "<thinking>")
# Control words of chat templates that a server may let through at an end.
_STRAYS = (
    "<|im_end|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|end|>",
    "<|endoftext|>",
    "<|end_of_text|>",
    "<end_of_turn>",
    "</s>",
)
_STRAY = re.compile("|".join(map(re.escape, _STRAYS)))
_MARKS = (*_OPENINGS, *_STRAYS)
_LONGEST_MARK = max(map(len, _MARKS))


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of what a model said; a call is whole, text and thoughts come in pieces."""

    kind: Literal["text", "thought", "call"]
    text: str


class Splitter:
    """Parts a stream of text into what is shown, what is thought, and calls."""

    def __init__(self, names: Collection[str] = ()) -> None:
        """`names` are the tools on offer: bare JSON or code is a call only where it names one."""
        self._names = frozenset(names)
        self._held = ""
        self._inside = ""
        self._begun = False

    def feed(self, piece: str) -> Iterator[Part]:
        """Take a piece of the stream; give what is certain by now."""
        self._held += piece
        while True:
            before = self._held
            yield from self._inner() if self._inside else self._outer()
            if self._held == before or not self._held:
                return

    def end(self) -> Iterator[Part]:
        """Give what is left when nothing more comes."""
        rest, self._held = self._held, ""
        if self._inside in _THOUGHTS:
            yield from _parts("thought", rest)
        elif self._inside:
            yield from self._calls(self._inside, rest)
        elif not self._begun and (calls := bare_calls(rest, self._names)):
            yield from (Part("call", one) for one in calls)
        elif not self._begun and _meant_as_call(rest, self._names):
            yield Part("call", UNREADABLE)
        else:
            yield from _parts("text", _STRAY.sub("", rest))

    def _outer(self) -> Iterator[Part]:
        """Outside of any block: text, until one opens."""
        if not self._begun and _may_be_bare(self._held, self._names):
            return  # held to the end: it may become a call
        found = [(at, one) for one in _OPENINGS if (at := self._held.find(one)) >= 0]
        if found:
            at, opening = min(found)
            yield from self._text(self._held[:at])
            self._held, self._inside = self._held[at + len(opening) :], opening
            return
        keep = _could_open(self._held)
        yield from self._text(self._held[: len(self._held) - keep])
        self._held = self._held[len(self._held) - keep :]

    def _inner(self) -> Iterator[Part]:
        """Inside of a block: until it closes."""
        closing = _OPENINGS[self._inside]
        at = self._held.find(closing) if closing else -1
        if at >= 0:
            body, self._held = self._held[:at], self._held[at + len(closing) :]
            opening, self._inside = self._inside, ""
            if opening in _THOUGHTS:
                yield from _parts("thought", body)
            else:
                yield from self._calls(opening, body)
        elif self._inside in _THOUGHTS:
            keep = len(closing) - 1
            sure = max(0, len(self._held) - keep)
            yield from _parts("thought", self._held[:sure])
            self._held = self._held[sure:]
        elif len(self._held) > strict.LONGEST:
            self._held = self._held[: strict.LONGEST + 1]  # too long to be read, whatever comes

    def _text(self, text: str) -> Iterator[Part]:
        text = _STRAY.sub("", text)
        if not self._begun:
            # A template that opens the thought itself leaves only its end in what is streamed.
            text = text.lstrip()
        self._begun = self._begun or bool(text)
        yield from _parts("text", text)

    def _calls(self, opening: str, body: str) -> Iterator[Part]:
        if opening in ("```tool_code", "<code>") and not _is_code(body, self._names):
            yield from self._text(f"{opening}{body}{_OPENINGS[opening]}")
            return
        calls = read_calls(opening, body) or [UNREADABLE]
        yield from (Part("call", one) for one in calls)


def split(text: str, names: Collection[str] = ()) -> list[Part]:
    """Return the parts of a whole answer."""
    splitter = Splitter(names)
    return [*splitter.feed(text), *splitter.end()]


def _parts(kind: Literal["text", "thought"], text: str) -> Iterator[Part]:
    if text:
        yield Part(kind, text)


def _could_open(text: str) -> int:
    """Return how many of the last characters may be the beginning of a mark."""
    for length in range(min(_LONGEST_MARK - 1, len(text)), 0, -1):
        if any(one.startswith(text[-length:]) for one in _MARKS):
            return length
    return 0


_BARE = re.compile(r"(?:`{0,2}$|```(?:j|js|jso|json)?\s*(?:[\[{]|$)|[\[{])")


def _may_be_bare(text: str, names: Collection[str]) -> bool:
    """Return whether an answer that begins with `text` may be one bare call."""
    start = text.lstrip()
    if not names or start.startswith(tuple(_OPENINGS)):
        return False
    return _BARE.match(start) is not None or any(
        start.startswith(name) or name.startswith(start) for name in names
    )


def _meant_as_call(text: str, names: Collection[str]) -> bool:
    """Return whether `text` is JSON gone wrong that names a tool: nothing to show anybody."""
    body = _unfenced(text.strip())
    return body[:1] in ("{", "[") and any(f'"{name}"' in body for name in names)


def bare_calls(text: str, names: Collection[str]) -> list[str]:
    """Return the calls where the whole text is nothing else, and each names a tool on offer."""
    body = _unfenced(text.strip())
    calls = _json_calls(body) or _own_call(body)
    known = {call.partition(" ")[0] for call in calls} <= set(names)
    return calls if calls and known else []


def _unfenced(text: str) -> str:
    if text.startswith("```") and text.endswith("```") and "\n" in text:
        return text[text.index("\n") : -3].strip()
    return text


def read_calls(opening: str, body: str) -> list[str]:
    """Return the calls of one block; none where it cannot be read."""
    body = _STRAY.sub("", body).strip()
    match opening:
        case "<function=":
            return _tagged(f"<function={body}</function>")
        case "<start_function_call>":
            return _gemma(body)
        case "```tool_code" | "<code>":
            return _python(body)
        case "<|python_tag|>":
            return _json_calls(body) or _python(re.sub(r"\.call(?=\()", "", body, count=1))
        case "[TOOL_CALLS]":
            return _json_calls(body) or _mistral(body)
        case _:
            return _json_calls(body) or _tagged(body)


def call_of(name: str, arguments: object) -> str:
    """Return the call as our strict parser reads it; an argument that is null was left out."""
    if not isinstance(arguments, Mapping) or not _NAME.fullmatch(name):
        return UNREADABLE
    said = {key: value for key, value in arguments.items() if value is not None}
    return f"{name} {json.dumps(said, ensure_ascii=False)}"


def _json_calls(body: str) -> list[str]:
    """Read {"name", "arguments" | "parameters"}, alone, in a list, or one after the other."""
    try:
        found = strict.loads(body)
    except (ValueError, RecursionError):
        return []
    many = found if isinstance(found, list) else [found]
    calls = [_json_call(one) for one in many[:_MOST_CALLS]]
    return [one for one in calls if one]


def _json_call(one: object) -> str:
    if not isinstance(one, dict):
        return ""
    inner = one.get("function", one)
    if isinstance(inner, str):
        inner = {"name": inner, **{key: value for key, value in one.items() if key != "function"}}
    name = inner.get("name") if isinstance(inner, dict) else None
    if not isinstance(name, str):
        return ""
    said: object = next((inner[key] for key in ("arguments", "parameters") if key in inner), {})
    if isinstance(said, str):
        try:
            said = strict.loads(said or "{}")
        except (ValueError, RecursionError):
            return UNREADABLE
    return call_of(name, said)


def _own_call(body: str) -> list[str]:
    name, _, rest = body.partition(" ")
    if not _NAME.fullmatch(name) or not rest.lstrip().startswith("{"):
        return []
    return [f"{name} {rest.strip()}"]


def _mistral(body: str) -> list[str]:
    name, mark, said = body.partition("[ARGS]")
    name = name.partition("[CALL_ID]")[0].strip()
    if not mark or not _NAME.fullmatch(name):
        return []
    return [f"{name} {said.partition('[TOOL_CALLS]')[0].strip()}"]


_FUNCTION = re.compile(r"<function=([\w.-]{1,100})>(.*?)</function>", re.DOTALL)
_PARAMETER = re.compile(r"<parameter=(\w{1,100})>\n?(.*?)\n?</parameter>", re.DOTALL)


def _tagged(body: str) -> list[str]:
    """Read <function=NAME> with JSON or <parameter=...> in it."""
    calls = []
    for name, inner in _FUNCTION.findall(body[: strict.LONGEST])[:_MOST_CALLS]:
        pairs = _PARAMETER.findall(inner)
        if pairs and len({key for key, _ in pairs}) == len(pairs):
            calls.append(call_of(name, {key: _listed(value) for key, value in pairs}))
        else:
            calls.append(f"{name} {inner.strip() or '{}'}" if not pairs else UNREADABLE)
    return calls


def _listed(text: str) -> object:
    """A list is written as JSON where everything else is plain text."""
    if text.startswith("[") or text in ("true", "false"):
        try:
            return strict.loads(text)
        except (ValueError, RecursionError):
            return text
    return text


_ESCAPED = re.compile(
    r"(\w{1,100}):(?:<escape>(.*?)<escape>|(true|false)|(\[.*?\]))(?:,|$)", re.DOTALL
)


def _gemma(body: str) -> list[str]:
    """Read call:NAME{key:<escape>words<escape>,...}."""
    found = re.fullmatch(r"call:([\w.-]{1,100})\{(.*)\}", body[: strict.LONGEST], re.DOTALL)
    if found is None:
        return []
    said: dict[str, object] = {}
    position, inner = 0, found[2]
    while position < len(inner):
        pair = _ESCAPED.match(inner, position)
        if pair is None or pair[1] in said:
            return []
        listed = re.findall(r"<escape>(.*?)<escape>", pair[4], re.DOTALL) if pair[4] else None
        said[pair[1]] = listed or (pair[3] == "true" if pair[3] else pair[2])
        position = pair.end()
    return [call_of(found[1], said)]


def _is_code(body: str, names: Collection[str]) -> bool:
    calls = _python(body)
    return bool(calls) and {call.partition(" ")[0] for call in calls} <= set(names)


def _python(code: str) -> list[str]:
    """Read NAME(key="words", ...), also within print(); nothing of it is ever run."""
    if len(code) > _LONGEST_CODE:
        return []
    try:
        body = ast.parse(code.strip()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    calls = [_python_call(one.value) for one in body if isinstance(one, ast.Expr)]
    return [one for one in calls[:_MOST_CALLS] if one]


def _python_call(node: ast.expr) -> str:
    if isinstance(node, ast.List) and len(node.elts) == 1:
        node = node.elts[0]
    if not isinstance(node, ast.Call):
        return ""
    name = ast.unparse(node.func)
    if name == "print" and len(node.args) == 1:
        return _python_call(node.args[0])
    keys = [one.arg for one in node.keywords]
    if node.args or not _NAME.fullmatch(name) or len(set(keys)) != len(keys):
        return UNREADABLE
    try:
        said = {one.arg or "": ast.literal_eval(one.value) for one in node.keywords}
        return call_of(name, {key: _plain(value) for key, value in said.items()})
    except (ValueError, TypeError, RecursionError, MemoryError):
        return UNREADABLE


def _plain(value: object) -> object:
    """Refuse what JSON has no word for."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError("not a value of JSON")
