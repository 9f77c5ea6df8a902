"""The embedded model behind an OpenAI-compatible server on the loopback."""

from typing import Any

from assistant.llm.host import HostedModel
from assistant.llm.model import Finished, Message, Request, TextDelta
from tests.fakes.endpoint import Answer, Handler, delta


def serves(model: HostedModel) -> Answer:
    """Answer POST /chat/completions with what `model` says, piece by piece."""

    def play(handler: Handler, body: dict[str, Any]) -> None:
        messages = tuple(Message(one["role"], one["content"]) for one in body["messages"])
        request = Request(messages, max_tokens=24, temperature=body["temperature"])
        handler.head()
        for piece in model.generate(request, lambda: False):
            if isinstance(piece, TextDelta):
                handler.event(delta(content=piece.text))
            elif isinstance(piece, Finished):
                handler.event({"choices": [{"delta": {}, "finish_reason": piece.reason}]})
                usage = {
                    "prompt_tokens": piece.prompt_tokens,
                    "completion_tokens": piece.new_tokens,
                }
                handler.event({"choices": [], "usage": usage})
        handler.send("data: [DONE]\n\n")

    return play
