"""A model server on the loopback that speaks the OpenAI API, with the faults of real ones."""

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Answer = Callable[["Handler", dict[str, Any]], None]


@dataclass
class Server:
    """What it answers, in order (the last one for ever), and what it was asked."""

    answers: list[Answer]
    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    cut: threading.Event = field(default_factory=threading.Event)
    """Set when the other side has hung up while something was being written."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Takes note of a request and plays the next answer."""

    protocol_version = "HTTP/1.1"
    server_of: Server

    def do_POST(self) -> None:
        """Answer a request with a body."""
        length = int(self.headers.get("Content-Length") or 0)
        self._play(json.loads(self.rfile.read(length)))

    def do_GET(self) -> None:
        """Answer a request without one."""
        self._play({})

    def _play(self, body: dict[str, Any]) -> None:
        me = self.server_of
        me.asked.append(body)
        me.headers.append(dict(self.headers.items()))
        me.paths.append(self.path)
        answer = me.answers.pop(0) if len(me.answers) > 1 else me.answers[0]
        try:
            answer(self, body)
        except (BrokenPipeError, ConnectionResetError):
            me.cut.set()
            self.close_connection = True

    def head(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        """Write the head of an answer whose end is the end of the connection."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def send(self, text: str | bytes) -> None:
        """Write a piece, now."""
        self.wfile.write(text.encode() if isinstance(text, str) else text)
        self.wfile.flush()

    def event(self, value: object) -> None:
        """Write one server-sent event."""
        self.send(f"data: {json.dumps(value, ensure_ascii=False)}\n\n")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running(*answers: Answer) -> Iterator[Server]:
    """Yield a server that plays `answers`."""
    one = Server(list(answers))

    class Mine(Handler):
        server_of = one

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mine)
    server.daemon_threads = True
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
    thread.start()
    one.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield one
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def delta(**fields: object) -> dict[str, object]:
    """Return a chunk with one delta."""
    return {"choices": [{"index": 0, "delta": fields}]}


def says(*pieces: str, usage: bool = True, thought: str = "") -> Answer:
    """Stream a text in pieces."""

    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.head()
        handler.event(delta(role="assistant", content=""))
        if thought:
            handler.event(delta(reasoning_content=thought))
        for piece in pieces:
            handler.event(delta(content=piece))
        handler.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        if usage:
            handler.event({"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 7}})
        handler.send("data: [DONE]\n\n")

    return play


def calls(name: str, arguments: str, *, pieces: int = 3) -> Answer:
    """Stream a tool call, its arguments in pieces as servers do."""

    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.head()
        step = max(1, len(arguments) // pieces)
        first = {"index": 0, "id": "c1", "type": "function"}
        handler.event(delta(tool_calls=[{**first, "function": {"name": name, "arguments": ""}}]))
        for at in range(0, len(arguments), step):
            piece = {"index": 0, "function": {"arguments": arguments[at : at + step]}}
            handler.event(delta(tool_calls=[piece]))
        handler.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]})
        handler.send("data: [DONE]\n\n")

    return play


def refuses(status: int, words: str = "no", **headers: str) -> Answer:
    """Answer with an error as the API writes them."""

    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.head(status, "application/json", **headers)
        handler.send(json.dumps({"error": {"message": words, "type": "x"}}))

    return play


def sends(text: str | bytes, kind: str = "text/event-stream", **headers: str) -> Answer:
    """Answer 200 with anything at all."""

    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.head(200, kind, **headers)
        handler.send(text)

    return play


def whole(value: object) -> Answer:
    """Answer with one JSON document."""
    return sends(json.dumps(value), "application/json")


def drips(piece: str | bytes, seconds: float, times: int = 10_000) -> Answer:
    """Send the same piece again and again."""

    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.head()
        for _time in range(times):
            handler.send(piece)
            time.sleep(seconds)

    return play


def sleeps(seconds: float) -> Answer:
    """Say nothing for a while, then hang up."""

    def play(handler: Handler, _: dict[str, Any]) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return play


def breaks_off(*pieces: str) -> Answer:
    """Hang up in the middle of a chunked answer."""

    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for piece in pieces:
            line = f"data: {json.dumps(delta(content=piece))}\n\n".encode()
            handler.send(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        handler.close_connection = True

    return play


def texts(deltas: Sequence[object]) -> str:
    """Return the text of deltas."""
    return "".join(getattr(one, "text", "") for one in deltas if type(one).__name__ == "TextDelta")
