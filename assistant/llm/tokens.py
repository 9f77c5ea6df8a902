"""Text to token numbers and back, with the model's own chat template.

Words of a message can never become control tokens: a mail that contains "<|im_end|>" is read as
those letters. The template is rendered with place holders, and every message encoded by itself.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.base.clock import SystemClock
from assistant.llm.model import Message, ModelDamaged
from assistant.llm.shells import shells_of

# Private-use characters (Unicode block E000) stand for message n while the template is rendered.
_OPEN, _CLOSE = "\ue000", "\ue001"


class Tokens:
    """The tokenizer of one model folder."""

    def __init__(self, folder: Path) -> None:
        """Read tokenizer.json, config.json and the chat template; raises ModelDamaged."""
        from tokenizers import Tokenizer

        try:
            text = (folder / "tokenizer.json").read_text("utf-8")
            settings = json.loads((folder / "config.json").read_text("utf-8"))
            template = _template(folder)
            marks = _marks(folder)
            self._tokenizer = Tokenizer.from_str(text)
        except (OSError, ValueError, KeyError) as error:
            raise ModelDamaged(
                "The model in {folder} is damaged: {reason}.",
                hint="Get the model again.",
                folder=folder.name,
                reason=str(error),
            ) from error
        self._source = template
        self._template = _compiled(template, marks)
        ends = settings["eos_token_id"]
        self.ends: tuple[int, ...] = tuple(ends) if isinstance(ends, list) else (ends,)
        self.context: int = settings["max_position_embeddings"]
        self.size: int = settings["vocab_size"]

    @property
    def serialized(self) -> str:
        """Return tokenizer.json as llguidance reads it."""
        return str(self._tokenizer.to_str())

    def encode(self, text: str) -> list[int]:
        """Return the tokens of plain text, without control tokens."""
        return self._encode(text, plain=True)

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of `tokens`; control tokens vanish, half characters become U+FFFD."""
        return str(self._tokenizer.decode(list(tokens), skip_special_tokens=True))

    def beginning_with(self, letter: str) -> list[int]:
        """Return the tokens that are written with `letter` first."""
        vocabulary = self._tokenizer.get_vocab(with_added_tokens=True)
        return sorted(at for piece, at in vocabulary.items() if piece.startswith(letter))

    def chat(self, messages: Sequence[Message]) -> list[int]:
        """Return the prompt of a chat, up to where the assistant's answer begins."""
        return self.prompt(messages)[0]

    def prompt(self, messages: Sequence[Message]) -> tuple[list[int], int]:
        """Return the prompt of a chat, and with how many tokens every such chat begins."""
        shells = [
            {"role": message.role, "content": f"{_OPEN}{number}{_CLOSE}"}
            for number, message in enumerate(messages)
        ]
        rendered = self._template.render(messages=shells, add_generation_prompt=True)
        return _joined(messages, self._pieces(rendered, messages))

    def chat_with_tools(
        self, messages: Sequence[Message], tools: Sequence[Mapping[str, Any]]
    ) -> list[int] | None:
        """Return the prompt of a chat with tools; None where the template knows of none."""
        found = self.prompt_with_tools(messages, tools)
        return found[0] if found else None

    def prompt_with_tools(
        self, messages: Sequence[Message], tools: Sequence[Mapping[str, Any]]
    ) -> tuple[list[int], int] | None:
        """Return what `prompt` does, for a chat with tools; None where the template knows none."""
        from jinja2 import TemplateError

        if "tools" not in self._source:
            return None
        shells, texts = shells_of(messages, (_OPEN, _CLOSE))
        try:
            rendered = self._template.render(
                messages=shells,
                tools=list(tools),
                add_generation_prompt=True,
                enable_thinking=False,
            )
        except (TemplateError, TypeError, ValueError):
            return None
        inserts = [Message("user", text) for text in texts]
        return _joined(messages, self._pieces(rendered, inserts))

    def _pieces(self, rendered: str, messages: Sequence[Message]) -> Iterator[list[int]]:
        first, *rest = rendered.split(_OPEN)
        yield self._encode(first, plain=False)
        for piece in rest:
            number, after = piece.split(_CLOSE, 1)
            yield self.encode(messages[int(number)].text)
            yield self._encode(after, plain=False)

    def _encode(self, text: str, *, plain: bool) -> list[int]:
        """One tokenizer serves both ways: a second one would take 0.1 s and 40 MB."""
        self._tokenizer.encode_special_tokens = plain
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)


def _joined(messages: Sequence[Message], pieces: Iterator[list[int]]) -> tuple[list[int], int]:
    """Return all tokens, and how many come before the first words that are not the system's."""
    parts = list(pieces)
    shared = 3 if messages and messages[0].role == "system" else 1
    return [token for part in parts for token in part], sum(len(part) for part in parts[:shared])


def _template(folder: Path) -> str:
    if (path := folder / "chat_template.jinja").exists():
        return path.read_text("utf-8")
    settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    return str(settings["chat_template"])


def _marks(folder: Path) -> dict[str, str]:
    """Return `bos_token` and its like by name, as templates ask for them."""
    path = folder / "tokenizer_config.json"
    settings = json.loads(path.read_text("utf-8")) if path.exists() else {}
    found = {}
    for name, value in settings.items():
        text = value.get("content") if isinstance(value, dict) else value
        if name.endswith("_token") and isinstance(text, str):
            found[name] = text
    return found


def _compiled(template: str, marks: Mapping[str, str]) -> Any:  # noqa: ANN401 - a jinja2.Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    # What templates of the hub may expect, as transformers offers it.
    environment.filters["tojson"] = _json
    environment.globals["raise_exception"] = _refuse
    environment.globals["strftime_now"] = _today
    environment.globals.update(marks)
    return environment.from_string(template)


def _json(value: object, indent: int | None = None, **_: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _today(form: str) -> str:
    """Return the day as templates write it into the system's words, such as "26 Jul 2024"."""
    return SystemClock().now().strftime(form)


def _refuse(reason: str) -> str:
    raise ValueError(reason)
