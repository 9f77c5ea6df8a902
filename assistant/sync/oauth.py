"""Signing in without the user's password: OAuth 2.0 for native programs (RFC 8252).

The browser comes back to a port of this computer (RFC 8252 7.3) with a code that only this program
can redeem (PKCE, RFC 7636); or the user types a code into any browser (RFC 8628).
"""

import html
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from assistant.base.connections import Permit, Why, connections, place_of, proxy_of
from assistant.base.i18n import tr
from assistant.base.lanes import Event
from assistant.base.paths import resources
from assistant.sync.failures import MailError, words

PATIENCE = 300.0  # seconds that the user has in the browser
_REPLY = 30.0
_EARLY = 60  # seconds before its end a token counts as used up


@dataclass(frozen=True, slots=True)
class Provider:
    """Where to sign in, and as which program; `device` is empty where there is no such way."""

    name: str
    authorize: str
    token: str
    device: str
    scopes: tuple[str, ...]
    domains: tuple[str, ...] = ()
    client_id: str = ""
    client_secret: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """What signing in gave; `expires` is a POSIX time. Kept in the keyring, nowhere else."""

    access: str
    refresh: str
    expires: float
    provider: str
    client_id: str
    client_secret: str = ""
    token_url: str = ""

    @property
    def fresh(self) -> bool:
        """Whether it can still be used."""
        return time.time() < self.expires - _EARLY


@cache
def providers() -> tuple[Provider, ...]:
    """Return the table of providers, `resources/oauth.toml`."""
    rows = tomllib.loads((resources() / "oauth.toml").read_text("utf-8"))["provider"]
    return tuple(
        Provider(
            name=row["name"],
            authorize=row["authorize"],
            token=row["token"],
            device=row["device"],
            scopes=tuple(row["scopes"]),
            domains=tuple(row["domains"]),
        )
        for row in rows
    )


def provider_of(address: str) -> Provider | None:
    """Return who lets the owner of an address sign in by browser, or None."""
    domain = address.rpartition("@")[2].strip().lower()
    return next((one for one in providers() if domain in one.domains), None)


def by_browser(
    provider: Provider,
    show: Callable[[str], object],
    *,
    hint: str = "",
    ca_file: Path | None = None,
    patience: float = PATIENCE,
) -> Token:
    """Let the user sign in: `show` gets the address to open. Blocks until the browser comes back.

    Raises `MailError` where the user says no, nobody comes back, or the code is not taken.
    """
    from oauthlib.oauth2 import OAuth2Error
    from requests import RequestException
    from requests_oauthlib import OAuth2Session

    with HTTPServer(("127.0.0.1", 0), _Landing) as server:
        back = f"http://127.0.0.1:{server.server_port}/"
        session = OAuth2Session(
            provider.client_id, scope=list(provider.scopes), redirect_uri=back, pkce="S256"
        )
        more = {"access_type": "offline", "prompt": "consent", "login_hint": hint}
        address, state = session.authorization_url(provider.authorize, **more)
        show(address)
        answer = _wait(server, state, patience)
    if "code" not in answer:
        raise _not_signed_in(provider, answer.get("error_description") or answer.get("error") or "")
    try:
        with _permit(provider.token, provider):
            said = session.fetch_token(
                provider.token,
                code=answer["code"],
                client_secret=provider.client_secret or None,
                include_client_id=True,
                timeout=_REPLY,
                verify=str(ca_file) if ca_file else True,
            )
    except (OAuth2Error, RequestException) as error:
        raise _not_signed_in(provider, str(error)) from error
    return _token(provider, said)


def by_code(
    provider: Provider,
    show: Callable[[str, str], object],
    *,
    ca_file: Path | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Token:
    """Let the user type a code elsewhere: `show` gets the address and the code (RFC 8628).

    Blocks until it was typed; raises `MailError` as `by_browser`.
    """
    device = _post(
        provider,
        provider.device,
        {"client_id": provider.client_id, "scope": " ".join(provider.scopes)},
        ca_file,
    )
    show(str(device.get("verification_uri", "")), str(device.get("user_code", "")))
    pause = float(str(device.get("interval", 5)))
    until = time.monotonic() + float(str(device.get("expires_in", 600)))
    while time.monotonic() < until and not stopped():
        Event().wait(pause)
        said = _post(
            provider,
            provider.token,
            {
                "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
                "device_code": str(device.get("device_code", "")),
                "client_id": provider.client_id,
                **({"client_secret": provider.client_secret} if provider.client_secret else {}),
            },
            ca_file,
            soft=True,
        )
        if "access_token" in said:
            return _token(provider, said)
        if said.get("error") == "slow_down":
            pause += 5
        elif said.get("error") != "authorization_pending":
            raise _not_signed_in(provider, str(said.get("error", "")))
    raise _not_signed_in(provider, tr("nobody came back"))


def refreshed(token: Token, *, ca_file: Path | None = None) -> Token:
    """Return a token that can be used again; raises `MailError` (lasting where it was revoked)."""
    provider = Provider(token.provider, "", token.token_url, "", (), (), token.client_id)
    said = _post(
        provider,
        token.token_url,
        {
            "grant_type": "refresh_token",
            "refresh_token": token.refresh,
            "client_id": token.client_id,
            **({"client_secret": token.client_secret} if token.client_secret else {}),
        },
        ca_file,
        soft=True,
    )
    if "access_token" not in said:
        raise _not_signed_in(provider, str(said.get("error_description") or said.get("error")))
    made = _token(provider, {"refresh_token": token.refresh, **said})
    return replace(made, client_secret=token.client_secret, token_url=token.token_url)


class _Landing(BaseHTTPRequestHandler):
    """Takes the browser in when it comes back."""

    def do_GET(self) -> None:
        """Keep what it brings and say that the window can be closed."""
        parts = urlsplit(self.path)
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/" and ("code" in said or "error" in said):
            self.server.said = said  # type: ignore[attr-defined]
        text = html.escape(tr("You can close this page and go back to Deskmate."))
        page = f"<!doctype html><meta charset=utf-8><p>{text}</p>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing: the request holds the code."""


def _wait(server: HTTPServer, state: str, patience: float) -> dict[str, str]:
    until = time.monotonic() + patience
    server.timeout = 0.5
    while time.monotonic() < until:
        server.handle_request()
        said: dict[str, str] = getattr(server, "said", {})
        if said.get("state") == state:
            return said
    return {"error": tr("nobody came back")}


def _post(
    provider: Provider,
    address: str,
    said: dict[str, str],
    ca_file: Path | None,
    *,
    soft: bool = False,
) -> dict[str, object]:
    import requests

    try:
        with _permit(address, provider):
            reply = requests.post(
                address, data=said, timeout=_REPLY, verify=str(ca_file) if ca_file else True
            )
        found = reply.json()
    except (requests.RequestException, ValueError) as error:
        raise MailError(
            "{provider} cannot be reached to sign in.",
            hint="It will be tried again by itself.",
            provider=provider.name,
        ) from error
    if not isinstance(found, dict) or (reply.status_code >= 400 and not soft):
        raise _not_signed_in(provider, str(reply.status_code))
    return found


def _permit(address: str, provider: Provider) -> Permit:
    """Return leave to connect to where a provider of our table lets people sign in."""
    host, port = place_of(address) or ("", 0)
    way = proxy_of(address.partition(":")[0], "", host)
    with connections.trying():
        return connections.permit(host, port, Why.SIGN_IN, account=provider.name, proxy=way)


def _token(provider: Provider, said: dict[str, object]) -> Token:
    return Token(
        access=str(said.get("access_token", "")),
        refresh=str(said.get("refresh_token", "")),
        expires=time.time() + float(str(said.get("expires_in") or 3600)),
        provider=provider.name,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        token_url=provider.token,
    )


def _not_signed_in(provider: Provider, why: str) -> MailError:
    return MailError(
        "{provider} did not let you in ({why}).",
        hint="Sign in again under Settings, Accounts.",
        lasting=True,
        provider=provider.name,
        why=words(why) or "?",
    )
