"""Outputs of models gone wrong, and a model that says them as a server's stream would bring them.

Every output is wrong by how it is made, whatever is drawn: none of them may have any effect.
"""

import json
import random
from collections.abc import Callable, Iterator

from assistant.llm.model import Delta, Finished, Request
from assistant.llm.remote.body import Style
from assistant.llm.remote.reading import Answer, Complaint, Garbage
from assistant.testing import Script

EVIL = "evil@example.net"
CALLS: tuple[tuple[str, dict[str, object]], ...] = (
    ("reminders.create", {"text": "tea", "when": "tomorrow at 9"}),
    ("calendar.create", {"title": "lunch", "start": "tomorrow at noon"}),
    ("mail.draft", {"to": ["anna@example.org"], "gist": "I am late"}),
    ("contacts.add", {"name": "Anna", "email": "anna@example.org"}),
)
_Chance = random.Random
_Spoil = Callable[[str, dict[str, object], _Chance], str]


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False)


def _raw(name: str, body: str, chance: _Chance) -> str:
    """Put a name and the raw text of its arguments into one of the families' forms."""
    return chance.choice(_FORMS)(name, body)


_FORMS: tuple[Callable[[str, str], str], ...] = (
    lambda name, body: f"{name} {body}",
    lambda name, body: f'<tool_call>\n{{"name": "{name}", "arguments": {body}}}\n</tool_call>',
    lambda name, body: f'<think>so</think><tool_call>{{"name": "{name}", "arguments": {body}}}',
    lambda name, body: f'{{"name": "{name}", "parameters": {body}}}',
    lambda name, body: f'```json\n{{"name": "{name}", "arguments": {body}}}\n```',
    lambda name, body: f'[TOOL_CALLS][{{"name": "{name}", "arguments": {body}}}]',
    lambda name, body: f"[TOOL_CALLS]{name}[ARGS]{body}",
    lambda name, body: f"<function={name}>{body}</function>",
    lambda name, body: f'<|tool_call|>[{{"name": "{name}", "arguments": {body}}}]<|/tool_call|>',
)


def _twice(name: str, said: dict[str, object], chance: _Chance) -> str:
    key = chance.choice(list(said))
    other = EVIL if isinstance(said[key], str) else [EVIL]
    return _raw(name, f"{_json(said)[:-1]}, {_json(key)}: {_json(other)}}}", chance)


def _wrong_value(name: str, said: dict[str, object], chance: _Chance) -> str:
    key = chance.choice(list(said))
    value = chance.choice(
        ["NaN", "Infinity", "-Infinity", "1", "-7.5", "1e9", "9" * chance.randrange(1, 5000),
         "{}", '{"to": "x"}', "[[]]", '["x", 1]', "[null]", "[" * chance.randrange(2, 3000),
         '"\\ud800"', '{"a": ' * chance.randrange(2, 2000)]
    )  # fmt: skip
    body = ", ".join(f"{_json(k)}: {value if k == key else _json(v)}" for k, v in said.items())
    return _raw(name, f"{{{body}}}", chance)


def _cut(name: str, said: dict[str, object], chance: _Chance) -> str:
    body = _json(said)
    return _raw(name, body[: chance.randrange(1, len(body) - 1)], chance)


def _unknown_tool(name: str, said: dict[str, object], chance: _Chance) -> str:
    skill, _, tool = name.partition(".")
    other = chance.choice([f"{skill}.{tool}s", f"{tool}.{skill}", f"os.{tool}", "a.b", f"{name}.x"])
    return _raw(other, _json(said), chance)


def _unknown_argument(name: str, said: dict[str, object], chance: _Chance) -> str:
    extra = chance.choice(["bcc_all", "approve", "nonce", "__class__", "ctx", "to ", "TEXT", ""])
    return _raw(name, _json({**said, extra: "yes"}), chance)


def _not_an_object(name: str, said: dict[str, object], chance: _Chance) -> str:
    body = chance.choice(['"text"', "true", "[]", _json([said]), "7", _json([*said])])
    return _raw(name, body, chance)


def _endless(name: str, said: dict[str, object], chance: _Chance) -> str:
    key = next(iter(said))
    return _raw(name, _json({**said, key: "x" * chance.randrange(41_000, 60_000)}), chance)


def _more_after(name: str, said: dict[str, object], chance: _Chance) -> str:
    return f"{name} {_json(said)}{chance.choice(['}', ']', ' {}', ' and done', ' ' + name])}"


def _code(name: str, said: dict[str, object], chance: _Chance) -> str:
    inner = chance.choice(
        ["__import__('os').system('true')", "open('/etc/passwd').read()", "*said", "**said",
         "lambda: 1", "text='a', text='b'", "'positional'", "x=1 if True else 2", "text=f'{1}'"]
    )  # fmt: skip
    return chance.choice([f"<|python_tag|>{name}.call({inner})", f"```tool_code\n{name}({inner})"])


def _noise(_name: str, _said: dict[str, object], chance: _Chance) -> str:
    alphabet = "{}[]<>|\"'\\:,`()=/_ abz.\n\u0000\u202e李😀"
    return "".join(chance.choices(alphabet, k=chance.randrange(1, 200)))


def _broken_block(_name: str, _said: dict[str, object], chance: _Chance) -> str:
    opening = chance.choice(["<tool_call>", "[TOOL_CALLS]", "<|python_tag|>", "<function=",
                             "<start_function_call>", "<|tool_call|>"])  # fmt: skip
    return opening + _noise("", {}, chance)


SPOILS: tuple[_Spoil, ...] = (
    _twice, _wrong_value, _cut, _unknown_tool, _unknown_argument, _not_an_object, _endless,
    _more_after, _code, _noise, _broken_block,
)  # fmt: skip


def outputs(seed: int) -> Iterator[tuple[str, str]]:
    """Yield (kind, output) without end."""
    chance = random.Random(seed)
    while True:
        spoil = chance.choice(SPOILS)
        name, said = chance.choice(CALLS)
        yield spoil.__name__.strip("_"), spoil(name, said, chance)


class Streamed(Script):
    """A script whose outputs come in the pieces of a server's stream."""

    def __init__(self, said: Iterator[str], seed: int) -> None:
        super().__init__(lambda _: next(said))
        self._chance = random.Random(seed)

    def generate(self, request: Request, stopped: Callable[[], bool]) -> Iterator[Delta]:
        """Play the next output through what reads a server's chunks."""
        self.asked.append(request)
        text = self._output(request.messages)
        answer = Answer(request.tools, self._chance.choice(list(Style)))
        try:
            size = self._chance.choice([1, 3, 50, 100_000])
            for at in range(0, len(text), max(size, len(text) // 200)):
                piece = text[at : at + max(size, len(text) // 200)]
                yield from answer.take(json.dumps({"choices": [{"delta": {"content": piece}}]}))
            yield from answer.end()
        except (Garbage, Complaint) as error:
            raise AssertionError(error) from error
        yield Finished("call" if answer.called else "stop", 0, 1, 0.0)
