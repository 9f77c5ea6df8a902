"""Text to token numbers and back, with the model's own chat template.

Words of a message can never become control tokens: a mail that contains "<|im_end|>" is read as
those letters. The template is rendered with place holders, and every message encoded by itself.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.llm.model import Message, ModelDamaged

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
            self._control = Tokenizer.from_str(text)
            self._plain = Tokenizer.from_str(text)
        except (OSError, ValueError, KeyError) as error:
            raise ModelDamaged(
                "The model in {folder} is damaged: {reason}.",
                hint="Get the model again.",
                folder=folder.name,
                reason=str(error),
            ) from error
        self._plain.encode_special_tokens = True
        self._template = _compiled(template)
        ends = settings["eos_token_id"]
        self.ends: tuple[int, ...] = tuple(ends) if isinstance(ends, list) else (ends,)
        self.context: int = settings["max_position_embeddings"]
        self.size: int = settings["vocab_size"]

    @property
    def serialized(self) -> str:
        """Return tokenizer.json as llguidance reads it."""
        return str(self._control.to_str())

    def encode(self, text: str) -> list[int]:
        """Return the tokens of plain text, without control tokens."""
        return list(self._plain.encode(text, add_special_tokens=False).ids)

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of `tokens`; control tokens vanish, half characters become U+FFFD."""
        return str(self._control.decode(list(tokens), skip_special_tokens=True))

    def piece(self, token: int) -> str:
        """Return how one token is written in the vocabulary."""
        return str(self._control.id_to_token(token) or "")

    def chat(self, messages: Sequence[Message]) -> list[int]:
        """Return the prompt of a chat, up to where the assistant's answer begins."""
        shells = [
            {"role": message.role, "content": f"{_OPEN}{number}{_CLOSE}"}
            for number, message in enumerate(messages)
        ]
        rendered = self._template.render(messages=shells, add_generation_prompt=True)
        return [token for piece in self._pieces(rendered, messages) for token in piece]

    def _pieces(self, rendered: str, messages: Sequence[Message]) -> Iterator[list[int]]:
        first, *rest = rendered.split(_OPEN)
        yield self._control.encode(first, add_special_tokens=False).ids
        for piece in rest:
            number, after = piece.split(_CLOSE, 1)
            yield self.encode(messages[int(number)].text)
            yield self._control.encode(after, add_special_tokens=False).ids


def _template(folder: Path) -> str:
    if (path := folder / "chat_template.jinja").exists():
        return path.read_text("utf-8")
    settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    return str(settings["chat_template"])


def _compiled(template: str) -> Any:  # noqa: ANN401 - a jinja2.Template, imported late
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template)
