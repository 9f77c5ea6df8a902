"""What a server is sent: a request as the body of POST /chat/completions (OpenAI API)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum
from typing import Any

from assistant.llm.endpoints import Endpoint
from assistant.llm.model import Message, Request
from assistant.llm.schemas import answer_schema, functions, manual, told, told_in_words, wire_name

Body = dict[str, Any]
_LEAST = 1024  # tokens of an answer: a model that thinks first needs them
OPTIONAL = (
    "stream_options",
    "temperature",
    "parallel_tool_calls",
    "max_completion_tokens",
    "max_tokens",
)
"""Parameters that some server does not take; the answer is as good without."""


class Style(Enum):
    """How a server is asked for a call, the best first."""

    TOOLS = "tools"
    SCHEMA = "schema"
    PROMPT = "prompt"


def body_of(
    request: Request, endpoint: Endpoint, style: Style, without: Collection[str] = ()
) -> Body:
    """Return the body; `without` names parameters that the server does not take."""
    body: Body = {
        "model": endpoint.model,
        "messages": _MESSAGES[style](request) if request.tools else _plain(request),
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": request.temperature,
        "max_tokens": min(max(request.max_tokens, _LEAST), endpoint.context // 2),
    }
    if request.tools and style is Style.TOOLS:
        body |= {"tools": functions(request.tools), "parallel_tool_calls": False}
    if request.tools and style is Style.SCHEMA:
        schema = {"name": "answer", "schema": answer_schema(request.tools)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return {name: value for name, value in body.items() if name not in without}


def _with_tools(request: Request) -> list[Mapping[str, Any]]:
    """Return the chat with calls and their results as the API has them."""
    sent: list[Mapping[str, Any]] = []
    for at, message in enumerate(request.messages):
        follower = request.messages[at + 1 : at + 2]
        if message.role == "assistant" and follower and follower[0].role == "tool":
            name, _, said = message.text.partition(" ")
            function = {"name": wire_name(name), "arguments": said or "{}"}
            call = {"id": f"call_{at + 1}", "type": "function", "function": function}
            sent.append({"role": "assistant", "content": None, "tool_calls": [call]})
        elif message.role == "tool":
            sent.append({"role": "tool", "tool_call_id": f"call_{at}", "content": message.text})
        else:
            sent.append(_said(message))
    return sent


def _with_schema(request: Request) -> list[Mapping[str, Any]]:
    words = (
        'Answer with one JSON object: {"answer": {"tool": NAME, "arguments": {...}}} to use a '
        'tool, or {"answer": {"reply": TEXT}}. The tools and their arguments:\n'
    )
    return [_said(one) for one in told(request.messages, words + manual(request.tools))]


def _with_words(request: Request) -> list[Mapping[str, Any]]:
    return [_said(one) for one in told_in_words(request.messages, request.tools)]


def _plain(request: Request) -> list[Mapping[str, Any]]:
    return [_said(message) for message in request.messages]


def _said(message: Message) -> Mapping[str, Any]:
    if message.role == "tool":
        return {"role": "user", "content": f"The tool answered:\n{message.text}"}
    return {"role": message.role, "content": message.text}


_MESSAGES: Mapping[Style, Callable[[Request], Sequence[Mapping[str, Any]]]] = {
    Style.TOOLS: _with_tools,
    Style.SCHEMA: _with_schema,
    Style.PROMPT: _with_words,
}
