"""The lines between the program and the model host: one JSON object each, UTF-8.

to the host     {"id": 7, "ask": "generate" | "embed" | "score" | "count" | "cancel", ...}
from the host   {"id": 7, "delta": ...}*  then  {"id": 7, "value": ...} or {"id": 7, "error": ...}
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.base.errors import AssistantError
from assistant.llm import model
from assistant.llm.model import (
    CallText,
    Delta,
    Finished,
    Message,
    ModelCrashed,
    Request,
    Slot,
    TextDelta,
    ThoughtDelta,
    ToolSpec,
)

if TYPE_CHECKING:
    from assistant.llm.model import Vectors

Line = dict[str, Any]
_DELTAS: dict[str, Any] = {
    kind.__name__: kind for kind in (TextDelta, ThoughtDelta, CallText, Finished)
}
_ERRORS = ("ModelMissing", "ModelDamaged", "NotEnoughMemory", "PromptTooLong")


def pack(line: Mapping[str, Any]) -> bytes:
    """Return one line, new line included."""
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def unpack(line: bytes) -> Line:
    """Return the object of one line; raises ValueError."""
    value = json.loads(line.decode("utf-8", "surrogatepass"))
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def pack_request(request: Request) -> Line:
    """Return `request` as plain JSON values."""
    return asdict(request)


def unpack_request(line: Line) -> Request:
    """Return what `pack_request` made."""
    tools = tuple(
        ToolSpec(
            tool["name"],
            tool["description"],
            tuple(Slot(**{**slot, "choices": tuple(slot["choices"])}) for slot in tool["slots"]),
            tuple((sentence, call) for sentence, call in tool["examples"]),
            tool["prior"],
        )
        for tool in line["tools"]
    )
    messages = unpack_messages(line["messages"])
    rest = {name: line[name] for name in ("source", "max_tokens", "temperature", "free")}
    return Request(messages, tools, **rest)


def unpack_messages(messages: list[Line]) -> tuple[Message, ...]:
    """Return the messages of a JSON array."""
    return tuple(Message(**message) for message in messages)


def pack_delta(delta: Delta) -> Line:
    """Return `delta` with the name of its type."""
    return {"type": type(delta).__name__, **asdict(delta)}


def unpack_delta(line: Line) -> Delta:
    """Return what `pack_delta` made."""
    fields = dict(line)
    kind = _DELTAS[fields.pop("type")]
    delta: Delta = kind(**fields)
    return delta


def pack_vectors(vectors: "Vectors") -> Line:
    """Return an array (n, width) as base64 of little-endian float32."""
    raw = vectors.astype("<f4").tobytes()
    return {"shape": list(vectors.shape), "base64": base64.b64encode(raw).decode("ascii")}


def unpack_vectors(line: Line) -> "Vectors":
    """Return what `pack_vectors` made."""
    import numpy as np

    flat = np.frombuffer(base64.b64decode(line["base64"]), "<f4")
    vectors: Vectors = flat.reshape(line["shape"]).astype(np.float32)
    return vectors


def pack_error(error: AssistantError) -> Line:
    """Return an expected error, so that it can be raised again on the other side."""
    values = {name: str(value) for name, value in error.values.items()}
    kind = type(error).__name__
    return {"kind": kind, "message": error.message, "hint": error.hint, "values": values}


def unpack_error(line: Line) -> AssistantError:
    """Return what `pack_error` made; ModelCrashed for a kind that is not known."""
    kind = getattr(model, line["kind"]) if line["kind"] in _ERRORS else ModelCrashed
    error: AssistantError = kind(line["message"], hint=line["hint"], **line["values"])
    return error
