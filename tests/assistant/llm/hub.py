"""A model hub on the loopback, with the faults that real ones have."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus


class Hub(http.server.BaseHTTPRequestHandler):
    """Serves `files` below any repository; understands Range, and can break off or lie."""

    files: dict[str, bytes]
    asked: list[tuple[str, str]]
    break_at: int  # bytes after which the first answer ends, 0 for never
    broken: bool

    def do_GET(self) -> None:
        """Answer one request."""
        self.asked.append((self.path, self.headers.get("Range", "")))
        if "/api/models/" in self.path:
            self._answer(HTTPStatus.OK, json.dumps(self._listing()).encode())
            return
        name = self.path.rsplit("/", 1)[1]
        if name not in self.files:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        begin = int((self.headers.get("Range") or "bytes=0-")[6:-1])
        status = HTTPStatus.PARTIAL_CONTENT if begin else HTTPStatus.OK
        self._answer(status, self.files[name][begin:])

    def _answer(self, status: HTTPStatus, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if type(self).break_at and not type(self).broken:
            type(self).broken = True
            self.wfile.write(body[: type(self).break_at])
            self.close_connection = True
            return
        self.wfile.write(body)

    def _listing(self) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = [{"type": "directory", "path": "onnx", "size": 0}]
        return [
            *rows,
            *({"type": "file", "path": n, "size": len(b)} for n, b in self.files.items()),
        ]

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running(files: dict[str, bytes], break_at: int = 0) -> Iterator[tuple[str, type[Hub]]]:
    """Yield the address of a hub and its class, which keeps note of what was asked."""

    class OneHub(Hub):
        pass

    handler = OneHub
    handler.files, handler.asked = files, []
    handler.break_at, handler.broken = break_at, False
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
