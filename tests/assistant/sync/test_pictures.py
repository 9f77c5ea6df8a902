"""Pictures of a letter, loaded from a real server on the loopback."""

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import trustme

from assistant.sync.pictures import load_pictures


class Handler(BaseHTTPRequestHandler):
    seen: ClassVar[list[dict[str, str]]] = []

    def do_GET(self) -> None:
        Handler.seen.append(dict(self.headers))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/a.png")
            self.end_headers()
            return
        self.send_response(200)
        kind = "text/html" if self.path == "/page" else "image/png"
        self.send_header("Content-Type", kind)
        self.send_header("Set-Cookie", "id=1")
        self.end_headers()
        self.wfile.write(b"x" * (6_000_000 if self.path == "/huge" else 10))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Handler.seen.clear()
    yield f"https://localhost:{server.server_port}", tmp_path / "ca.pem"
    server.shutdown()
    server.server_close()


def test_pictures_alone_without_cookies(place: tuple[str, Path]) -> None:
    host, ca_file = place
    names = [f"{host}{path}" for path in ("/a.png", "/moved", "/page", "/huge")]
    found = load_pictures(names, ca_file=ca_file, private=True)
    assert set(found) == {names[0], names[1]}
    assert not [one for one in Handler.seen if "Cookie" in one or "Referer" in one]


def test_nothing_of_this_computer_is_reached(place: tuple[str, Path]) -> None:
    host, ca_file = place
    plain = host.replace("https", "http")
    asked = [
        f"{host}/a.png",
        f"{plain}/a.png",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://",
    ]
    assert load_pictures(asked, ca_file=ca_file) == {}
    assert not Handler.seen
