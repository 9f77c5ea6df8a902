import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.base.errors import OutsideError
from assistant.sync import accounts
from assistant.sync.accounts import guess, providers
from tests.assistant.sync.world import PASSWORD, USERS, account_on
from tests.fakes.smtp import SmtpServer


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_good_account(tmp_path: Path, security: str) -> None:
    with SmtpServer(tmp_path, security=security, users=USERS) as server:
        account = account_on(server)
        said = accounts.test_account(account, PASSWORD, ca_file=server.ca_file)
    assert said == (
        "localhost took the name and the password of lena@example.org,"
        " over an encrypted connection."
    )
    assert server.steps[-2:] == ["AUTH", "NOOP"]
    assert server.letters == []


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ({"security": "none"}, "offers no encryption"),
        ({"host": "elsewhere.example"}, "could not prove who it is"),
        ({"drop": ["CONNECT"]}, "hung up"),
        ({"drop": ["NOOP"]}, "hung up"),
        ({"replies": {"AUTH": "535 5.7.8 no"}}, "did not accept the name or the password"),
        (
            {"replies": {"NOOP": "421 4.3.2 closing"}},
            "does not serve this computer (4.3.2 closing)",
        ),
    ],
)
def test_a_bad_account_has_a_reason_and_a_next_step(
    tmp_path: Path, trouble: dict[str, object], words: str
) -> None:
    with (
        SmtpServer(tmp_path, users=USERS, **trouble) as server,  # type: ignore[arg-type]
        pytest.raises(OutsideError) as caught,
    ):
        accounts.test_account(account_on(server), PASSWORD, ca_file=server.ca_file)
    assert words in caught.value.shown()
    assert caught.value.next_step()
    assert PASSWORD not in str(caught.value)


def test_a_host_that_cannot_be(tmp_path: Path) -> None:
    with SmtpServer(tmp_path) as server:
        account = replace(account_on(server), smtp_host="..")
    with pytest.raises(OutsideError, match="no mail server called"):
        accounts.test_account(account, PASSWORD)


@pytest.mark.parametrize(
    ("address", "host", "port", "security"),
    [
        ("lena@gmail.com", "smtp.gmail.com", 465, "tls"),
        ("Lena@GoogleMail.COM", "smtp.gmail.com", 465, "tls"),
        ("lena@outlook.com", "smtp-mail.outlook.com", 587, "starttls"),
        ("lena@me.com", "smtp.mail.me.com", 587, "starttls"),
        ("lena@gmx.de", "mail.gmx.net", 587, "starttls"),
        ("10001@qq.com", "smtp.qq.com", 465, "tls"),
        ("lina@foxmail.com", "smtp.qq.com", 465, "tls"),
        ("lina@163.com", "smtp.163.com", 465, "tls"),
        ("lina@126.com", "smtp.126.com", 465, "tls"),
    ],
)
def test_the_big_providers_are_known(address: str, host: str, port: int, security: str) -> None:
    found = guess(address)
    assert found.known
    assert (found.smtp_host, found.smtp_port, found.security) == (host, port, security)


def test_an_unknown_domain_gets_the_usual_names() -> None:
    found = guess("anna@example.org")
    assert not found.known
    assert (found.smtp_host, found.smtp_port, found.security) == ("smtp.example.org", 465, "tls")
    assert guess("anna").smtp_host == "smtp.anna"
    assert guess("").smtp_host == ""


def test_the_table_is_sound() -> None:
    domains = [domain for provider in providers() for domain in provider.domains]
    assert len(domains) == len(set(domains))
    for provider in providers():
        assert (provider.security, provider.smtp_port) in {("tls", 465), ("starttls", 587)}
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", provider.smtp_host)
        assert not provider.note or provider.note.endswith(".")
