"""A real OAuth 2.0 server on the loopback: code with PKCE, device code, refresh, introspection.

It signs in whoever asks as `user`, unless `deny` is set; `pending` device polls are put off first.
"""

import base64
import hashlib
import json
import secrets
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qs, urlencode, urlsplit

import trustme

from assistant.sync.oauth import Provider


class OAuthServer:
    """From `with` to its end; `tokens` that are good, `asked` what was posted."""

    def __init__(self, folder: Path, user: str) -> None:
        self.user = user
        self.deny = False
        self.pending = 1
        self.lifetime = 3600
        self.codes: dict[str, tuple[str, str]] = {}
        self.tokens: set[str] = set()
        self.refreshes: set[str] = set()
        self.asked: list[dict[str, str]] = []
        self.ca_file = folder / "oauth.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca_file))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        self._https = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._https.socket = context.wrap_socket(self._https.socket, server_side=True)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))  # for Dovecot
        self.url = f"https://localhost:{self._https.server_port}"
        self.introspect = f"http://127.0.0.1:{self._http.server_port}/introspect"

    def __enter__(self) -> "OAuthServer":
        for server in (self._https, self._http):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in (self._https, self._http):
            server.shutdown()
            server.server_close()

    def provider(self) -> Provider:
        """Return how to sign in here."""
        return Provider(
            "Local", f"{self.url}/authorize", f"{self.url}/token", f"{self.url}/device",
            ("mail",), ("example.org",), client_id="desk",
        )  # fmt: skip

    def grant(self) -> dict[str, object]:
        """Return a new pair of tokens."""
        access, refresh = secrets.token_hex(8), secrets.token_hex(8)
        self.tokens.add(access)
        self.refreshes.add(refresh)
        return {
            "access_token": access, "refresh_token": refresh,
            "expires_in": self.lifetime, "token_type": "Bearer", "scope": "mail",
        }  # fmt: skip

    def token(self, said: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Answer the token endpoint."""
        kind = said.get("grant_type", "")
        if kind == "authorization_code":
            challenge, back = self.codes.pop(said.get("code", ""), ("", ""))
            digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
            proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if not challenge or proof != challenge or said.get("redirect_uri") != back:
                return 400, {"error": "invalid_grant"}
            return 200, self.grant()
        if kind == "refresh_token":
            if said.get("refresh_token") not in self.refreshes:
                return 400, {"error": "invalid_grant", "error_description": "revoked"}
            self.refreshes.discard(said["refresh_token"])
            return 200, self.grant()
        if self.deny:
            return 400, {"error": "access_denied"}
        self.pending -= 1
        return (
            (200, self.grant()) if self.pending < 0 else (400, {"error": "authorization_pending"})
        )


def _handler(desk: OAuthServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = {name: one[0] for name, one in parse_qs(urlsplit(self.path).query).items()}
            answer = {"state": said["state"]}
            if desk.deny:
                answer["error"] = "access_denied"
            else:
                code = secrets.token_hex(8)
                assert said["code_challenge_method"] == "S256"
                desk.codes[code] = (said["code_challenge"], said["redirect_uri"])
                answer["code"] = code
            self.send_response(302)
            self.send_header("Location", f"{said['redirect_uri']}?{urlencode(answer)}")
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            said = {name: one[0] for name, one in parse_qs(body).items()}
            desk.asked.append(said)
            path = urlsplit(self.path).path
            status, answer = 200, dict[str, object]()
            if path == "/device":
                answer = {
                    "device_code": "d", "user_code": "AB-CD", "interval": 0.01,
                    "verification_uri": f"{desk.url}/type", "expires_in": 30,
                }  # fmt: skip
            elif path == "/introspect":
                answer = {"active": said.get("token", "") in desk.tokens, "username": desk.user}
            else:
                status, answer = desk.token(said)
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
