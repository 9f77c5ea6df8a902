"""Signing in at a real OAuth server, and logging in with its tokens at a real mailbox server."""

import ssl
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.base.secrets import MemorySecrets
from assistant.domain.codec import loads
from assistant.domain.mail import Account
from assistant.sync.failures import MailError
from assistant.sync.imap import mailbox
from assistant.sync.logins import MOST, Logins
from assistant.sync.oauth import Token, by_browser, by_code, provider_of
from tests.fakes.dovecot import PROGRAM, USER, Dovecot
from tests.fakes.oauth import OAuthServer

ACCOUNT = Account("a", USER, "Mara", "localhost", 1, "tls", USER, "localhost", 1, oauth=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[OAuthServer]:
    with OAuthServer(tmp_path, USER) as running:
        yield running


def browse(server: OAuthServer, address: str) -> None:
    """Do what a browser does, on a thread of its own."""
    context = ssl.create_default_context(cafile=str(server.ca_file))

    def go() -> None:
        with urllib.request.urlopen(address, context=context, timeout=20) as reply:
            assert b"go back to Deskmate" in reply.read()

    threading.Thread(target=go, daemon=True).start()


def test_by_the_browser_with_proof(server: OAuthServer) -> None:
    opened: list[str] = []

    def show(address: str) -> None:
        opened.append(address)
        browse(server, address)

    token = by_browser(server.provider(), show, ca_file=server.ca_file, hint=USER)
    assert token.access in server.tokens
    assert token.fresh
    assert "code_challenge_method=S256" in opened[0]
    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A" in opened[0]
    assert server.asked[-1]["code_verifier"]


def test_a_code_of_somebody_else_is_not_taken(server: OAuthServer) -> None:
    def show(address: str) -> None:
        browse(server, address.replace("state=", "state=x"))

    with pytest.raises(MailError, match="nobody came back"):
        by_browser(server.provider(), show, ca_file=server.ca_file, patience=2)
    assert not server.tokens


def test_the_user_says_no(server: OAuthServer) -> None:
    server.deny = True
    with pytest.raises(MailError, match="access_denied"):
        by_browser(server.provider(), lambda one: browse(server, one), ca_file=server.ca_file)
    with pytest.raises(MailError, match="access_denied"):
        by_code(server.provider(), lambda *_: None, ca_file=server.ca_file)


def test_by_a_code_typed_elsewhere(server: OAuthServer) -> None:
    told: list[tuple[str, str]] = []
    token = by_code(server.provider(), lambda *said: told.append(said), ca_file=server.ca_file)
    assert told == [(f"{server.url}/type", "AB-CD")]
    assert token.access in server.tokens
    assert len([one for one in server.asked if "device_code" in one]) == 2


def test_a_token_is_renewed_and_kept(server: OAuthServer) -> None:
    secrets = MemorySecrets()
    logins = Logins(secrets, server.ca_file)
    server.lifetime = 1
    token = by_code(server.provider(), lambda *_: None, ca_file=server.ca_file)
    logins.keep(ACCOUNT, token)
    server.lifetime = 3600
    first = logins.password(ACCOUNT)
    assert first != token.access
    assert logins.password(ACCOUNT) == first
    assert loads(secrets.get(ACCOUNT.secret) or "", Token).access == first
    server.refreshes.clear()
    logins.keep(ACCOUNT, replace(token, expires=0))
    with pytest.raises(MailError, match="revoked") as caught:
        logins.password(ACCOUNT)
    assert caught.value.lasting


@pytest.mark.skipif(PROGRAM is None, reason="dovecot is not installed")
def test_a_mailbox_is_opened_with_a_token(server: OAuthServer, tmp_path: Path) -> None:
    with Dovecot(tmp_path, introspect=server.introspect) as dovecot:
        account = replace(ACCOUNT, imap_port=dovecot.port)
        token = str(server.grant()["access_token"])
        with mailbox(account, token, ca_file=dovecot.ca_file) as client:
            assert client.select_folder("INBOX")[b"EXISTS"] == 0
        with (
            pytest.raises(MailError, match="did not accept"),
            mailbox(account, "wrong", ca_file=dovecot.ca_file),
        ):
            pass


@pytest.mark.skipif(PROGRAM is None, reason="dovecot is not installed")
def test_a_wrong_password_is_tried_ten_times_and_no_more(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    logins = Logins(secrets)
    account = replace(ACCOUNT, oauth=False)
    secrets.set(account.secret, "wrong")
    refused = MailError(
        "The mail server {host} did not accept the name or the password of {address} ({reply}).",
        host="h", address="a", reply="r",
    )  # fmt: skip
    for _ in range(MOST):
        assert logins.password(account) == "wrong"
        logins.told(account, refused)
    with pytest.raises(MailError, match="ten times") as caught:
        logins.password(account)
    assert caught.value.lasting
    logins.anew(account.id)
    assert logins.password(account) == "wrong"


def test_who_can_be_signed_in() -> None:
    google = provider_of("x@GMAIL.com")
    assert google is not None
    assert google.token.startswith("https://")
    assert provider_of("x@example.org") is None
