import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.base.errors import OutsideError
from assistant.domain.mail import Outgoing
from assistant.sync.session import Patience, trust
from assistant.sync.smtp import Result, Verdict, send
from tests.assistant.sync.world import (
    ADDRESS,
    HASTY,
    MESSAGE,
    PASSWORD,
    PATIENT,
    USERS,
    account_on,
    letter,
)
from tests.fakes.smtp import SmtpServer


def hand_over(
    server: SmtpServer,
    outgoing: Outgoing | None = None,
    *,
    password: str = PASSWORD,
    patience: Patience = PATIENT,
    ca_file: Path | None = None,
) -> Result:
    return send(
        outgoing or letter(),
        account_on(server),
        password,
        patience=patience,
        ca_file=ca_file or server.ca_file,
    )


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_the_server_receives_exactly_the_bytes(
    tmp_path: Path, security: str, mechanism: str
) -> None:
    with SmtpServer(tmp_path, security=security, users=USERS, mechanisms=[mechanism]) as server:
        result = hand_over(server)
    assert result == Result(Verdict.SENT, reply="2.0.0 Taken")
    (received,) = server.letters
    assert received.message == MESSAGE
    assert received.sender == ADDRESS
    assert received.recipients == ("anna@example.org", "bob@example.org")
    assert received.user == ADDRESS
    assert f"SIZE={len(MESSAGE)}" in received.options


ON_PURPOSE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
HEAD = b"Subject: x\r\n\r\n"
CARRIED = {
    "dots": b".\r\n..\r\n.\r\n. \r\n.x\r\n",
    "a dot at the very end": b"last words.\r\n.\r\n",
    "no body": b"",
    "blank lines": b"\r\n\r\n\r\n",
    "the longest line": b"x" * 998 + b"\r\n",
    "the longest line, beginning with a dot": b"." + b"x" * 997 + b"\r\n",
    "eight bits": "Grüße, 你好, שלום 🙂\r\n".encode(),
    "not even UTF-8": bytes(range(128, 256)) + b"\r\n",
    "a megabyte": b"0123456789abcdef" * 4 + b"\r\n",
}
CARRIED["a megabyte"] *= 16_000


@pytest.mark.parametrize("body", CARRIED.values(), ids=CARRIED)
def test_bytes_arrive_unchanged(tmp_path: Path, body: bytes) -> None:
    with SmtpServer(tmp_path) as server:
        assert hand_over(server, letter(HEAD + body)).verdict is Verdict.SENT
    assert server.letters[0].message == HEAD + body


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmtpServer]:
    with SmtpServer(tmp_path_factory.mktemp("authority")) as server:
        yield server


LINES = st.lists(st.binary(max_size=40).map(lambda one: one.translate(None, b"\r\n\0")))
DOTTY = st.lists(st.text(". ax", max_size=4).map(str.encode))


@settings(max_examples=60, deadline=None, suppress_health_check=ON_PURPOSE)
@given(lines=LINES | DOTTY)
def test_any_lines_arrive_unchanged(lines: list[bytes], open_server: SmtpServer) -> None:
    message = HEAD + b"".join(line + b"\r\n" for line in lines)
    assert hand_over(open_server, letter(message)).verdict is Verdict.SENT
    assert open_server.letters[-1].message == message


NOT_CARRIED = {
    "a lone line feed": b"x\ny\r\n",
    "a smuggled end": b"x\n.\r\nMAIL FROM:<evil@example.org>\r\n",
    "a smuggled end, the other way": b"x\r.\r\nMAIL FROM:<evil@example.org>\r\n",
    "a lone carriage return": b"x\ry\r\n",
    "NUL": b"x\0y\r\n",
    "no end of line": b"x",
    "too long a line": b"x" * 999 + b"\r\n",
}


@pytest.mark.parametrize("body", NOT_CARRIED.values(), ids=NOT_CARRIED)
def test_what_cannot_travel_unchanged_is_not_sent(tmp_path: Path, body: bytes) -> None:
    with SmtpServer(tmp_path) as server:
        result = hand_over(server, letter(HEAD + body))
    assert result.verdict is Verdict.REFUSED
    assert server.steps == []


@pytest.mark.parametrize(
    "address",
    ["a@b.org>\r\nRCPT TO:<evil@example.org", "a@b.org> BODY=X", "<a@b.org>", "", "a", "a@b.org\n"],
)
def test_an_address_cannot_carry_a_command(tmp_path: Path, address: str) -> None:
    with SmtpServer(tmp_path) as server:
        to = hand_over(server, letter(recipients=["anna@example.org", address]))
        by = hand_over(server, letter(sender=address))
        nobody = hand_over(server, letter(recipients=[]))
    assert {to.verdict, by.verdict, nobody.verdict} == {Verdict.REFUSED}
    assert server.steps == []


def test_addresses_and_headers_beyond_ascii_need_smtputf8(tmp_path: Path) -> None:
    message = "Subject: Grüße\r\n\r\nx\r\n".encode()
    outgoing = letter(message, recipients=["zoë@example.org"])
    with SmtpServer(tmp_path) as server:
        assert hand_over(server, outgoing).verdict is Verdict.SENT
    (received,) = server.letters
    assert received.recipients == ("zoë@example.org",)
    assert received.message == message
    assert "SMTPUTF8" in received.options
    with SmtpServer(tmp_path, without=["SMTPUTF8"]) as server:
        result = hand_over(server, outgoing)
    assert result.verdict is Verdict.REFUSED
    assert "SMTPUTF8" in said(result)
    assert "MAIL" not in server.steps


def test_eight_bits_are_not_recoded_for_an_old_server(tmp_path: Path) -> None:
    with SmtpServer(tmp_path, without=["8BITMIME"]) as server:
        result = hand_over(server, letter(HEAD + "ü\r\n".encode()))
    assert result.verdict is Verdict.REFUSED
    assert "8BITMIME" in said(result)


def test_a_letter_too_big_for_the_server_stays(tmp_path: Path) -> None:
    with SmtpServer(tmp_path, size_limit=100) as server:
        result = hand_over(server)
    assert result.verdict is Verdict.REFUSED
    assert "at most 100" in said(result)
    assert "MAIL" not in server.steps


# Where the connection breaks, or an answer stays away, and what is known then.
BREAKS = [
    ("CONNECT", Verdict.LATER),
    ("EHLO", Verdict.LATER),
    ("AUTH", Verdict.LATER),
    ("MAIL", Verdict.LATER),
    ("RCPT", Verdict.LATER),
    ("RCPT bob@example.org", Verdict.LATER),
    ("DATA", Verdict.LATER),
    ("BODY", Verdict.UNKNOWN),
    ("END", Verdict.UNKNOWN),
    ("TAKEN", Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("step", "verdict"), BREAKS)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_broken_connection(tmp_path: Path, step: str, verdict: Verdict, security: str) -> None:
    with SmtpServer(tmp_path, security=security, users=USERS, drop=[step]) as server:
        result = hand_over(server)
    assert result.verdict is verdict
    assert said(result)
    assert len(server.letters) == (step == "TAKEN")


@pytest.mark.parametrize(("step", "verdict"), BREAKS)
def test_a_silent_server(tmp_path: Path, step: str, verdict: Verdict) -> None:
    patience = HASTY if verdict is Verdict.LATER else replace(PATIENT, final=0.5, goodbye=0.1)
    with SmtpServer(tmp_path, users=USERS, hang=[step]) as server:
        result = hand_over(server, patience=patience)
    assert result.verdict is verdict
    assert verdict is Verdict.UNKNOWN or "did not answer in time" in said(result)


@pytest.mark.parametrize(
    ("step", "reply", "verdict"),
    [
        ("CONNECT", "421 4.3.2 not now", Verdict.LATER),
        ("CONNECT", "554 5.7.1 blocked", Verdict.REFUSED),
        ("EHLO", "421 4.3.2 not now", Verdict.LATER),
        ("EHLO", "550 5.7.1 no", Verdict.REFUSED),
        ("AUTH", "454 4.7.0 not now", Verdict.LATER),
        ("AUTH", "535 5.7.8 wrong", Verdict.REFUSED),
        ("MAIL", "451 4.3.0 not now", Verdict.LATER),
        ("MAIL", "550 5.7.1 not yours", Verdict.REFUSED),
        ("RCPT", "450 4.2.1 greylisted", Verdict.LATER),
        ("RCPT", "550 5.1.1 nobody here", Verdict.REFUSED),
        ("DATA", "421 4.3.2 not now", Verdict.LATER),
        ("DATA", "554 5.7.1 no", Verdict.REFUSED),
        ("DATA", "250 odd", Verdict.LATER),
        ("END", "452 4.3.1 disk full", Verdict.LATER),
        ("END", "554 5.7.1 spam", Verdict.REFUSED),
        ("END", "552-5.3.4 too\r\n552 5.3.4 big", Verdict.REFUSED),
        ("TAKEN", "250-2.0.0 Taken\r\n250 queued as 7", Verdict.SENT),
        ("TAKEN", "251 odd but good", Verdict.SENT),
        ("TAKEN", "354 what?", Verdict.UNKNOWN),
        ("TAKEN", "what?", Verdict.UNKNOWN),
        ("TAKEN", "", Verdict.UNKNOWN),
        ("TAKEN", "250 " + "x" * 20_000, Verdict.UNKNOWN),
    ],
)
def test_a_reply_decides(tmp_path: Path, step: str, reply: str, verdict: Verdict) -> None:
    with SmtpServer(tmp_path, users=USERS, replies={step: reply}) as server:
        result = hand_over(server)
    assert result.verdict is verdict
    assert (result.error is None) == (verdict is Verdict.SENT)


def test_one_refused_recipient_stops_the_letter_for_all(tmp_path: Path) -> None:
    replies = {"RCPT bob@example.org": "550 5.1.1 no such\x1b[31m user <b>here</b>"}
    with SmtpServer(tmp_path, replies=replies) as server:
        result = hand_over(server)
    assert result.verdict is Verdict.REFUSED
    assert "bob@example.org" in said(result)
    assert "anna@example.org" not in said(result)
    assert "\x1b" not in said(result)
    assert server.letters == []
    assert "DATA" not in server.steps


def test_a_wrong_password_is_said_so(tmp_path: Path) -> None:
    with SmtpServer(tmp_path, users=USERS) as server:
        result = hand_over(server, password="wrong")
    assert result.verdict is Verdict.REFUSED
    assert "password" in said(result)
    assert "wrong" not in said(result)
    assert server.steps.count("AUTH") == 1


def test_a_password_with_nul_cannot_become_another_login(tmp_path: Path) -> None:
    with SmtpServer(tmp_path, users=USERS) as server:
        assert hand_over(server, password="a\0b").verdict is Verdict.REFUSED
    assert "AUTH" not in server.steps


def test_no_known_way_of_logging_in(tmp_path: Path) -> None:
    with SmtpServer(tmp_path, users=USERS, mechanisms=[]) as server:
        result = hand_over(server)
    assert result.verdict is Verdict.REFUSED
    assert "logging in" in said(result)


def test_nothing_travels_without_encryption(tmp_path: Path) -> None:
    with SmtpServer(tmp_path, security="none", users=USERS) as server:
        result = hand_over(server)
        plain = replace(account_on(server), security="none")
        other = send(letter(), plain, PASSWORD, ca_file=server.ca_file)
    assert result.verdict is other.verdict is Verdict.REFUSED
    assert "encryption" in said(result)
    assert server.steps == ["CONNECT", "EHLO"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_an_unknown_authority(tmp_path: Path, security: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with SmtpServer(other) as stranger, SmtpServer(tmp_path, security=security) as server:
        result = hand_over(server, ca_file=stranger.ca_file)
    assert result.verdict is Verdict.LATER
    assert "prove who it is" in said(result)
    assert not {"AUTH", "MAIL"} & set(server.steps)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_for_another_host(tmp_path: Path, security: str) -> None:
    with SmtpServer(tmp_path, security=security, host="mail.example.org") as server:
        result = hand_over(server)
    assert result.verdict is Verdict.LATER
    assert "prove who it is" in said(result)


def test_the_environment_may_name_an_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SmtpServer(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
        result = send(letter(), account_on(server), PASSWORD, patience=PATIENT)
    assert result.verdict is Verdict.SENT


def test_a_system_without_authorities_gets_mozillas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = ssl.get_default_verify_paths()._replace(cafile="", capath=str(tmp_path))
    for variable in (none.openssl_cafile_env, none.openssl_capath_env):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: none)
    monkeypatch.setattr(
        ssl, "create_default_context", lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    )
    assert trust().cert_store_stats()["x509_ca"] > 50
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "chosen by the user"))
    assert trust().cert_store_stats()["x509_ca"] == 0


def test_tls_with_a_server_that_wants_starttls(tmp_path: Path) -> None:
    with SmtpServer(tmp_path, security="starttls") as server:
        account = replace(account_on(server), security="tls")
        result = send(letter(), account, PASSWORD, patience=PATIENT, ca_file=server.ca_file)
    assert result.verdict is Verdict.LATER
    assert "encrypted connection" in said(result)


def test_starttls_with_a_server_that_wants_tls(tmp_path: Path) -> None:
    with SmtpServer(tmp_path, security="tls") as server:
        account = replace(account_on(server), security="starttls")
        result = send(letter(), account, PASSWORD, patience=HASTY, ca_file=server.ca_file)
    assert result.verdict is Verdict.LATER
    assert "did not answer in time" in said(result)


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("localhost", closed_port, "takes no mail on port"),
        ("nowhere.invalid", lambda: 465, "cannot be reached"),
        ("192.0.2.1", lambda: 465, "cannot be reached"),
        ("", lambda: 465, "no mail server called"),
        ("mail..example", lambda: 465, "no mail server called"),
        ("x" * 80 + ".example", lambda: 465, "no mail server called"),
        ("localhost", lambda: 0, "no mail server called"),
        ("localhost", lambda: 70_000, "no mail server called"),
    ],
)
def test_no_server_there(tmp_path: Path, host: str, port: Callable[[], int], words: str) -> None:
    with SmtpServer(tmp_path) as server:
        account = replace(account_on(server), smtp_host=host, smtp_port=port())
    result = send(letter(), account, PASSWORD, patience=HASTY)
    assert result.verdict is Verdict.LATER
    assert words in said(result)


def test_the_session_is_tls_1_2_or_newer(tmp_path: Path) -> None:
    with SmtpServer(tmp_path) as server:
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            server.context.maximum_version = ssl.TLSVersion.TLSv1_1
        result = hand_over(server)
    assert result.verdict is Verdict.LATER
    assert server.steps == []


def test_the_computer_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getfqdn", lambda name="": "my-laptop")
    with SmtpServer(tmp_path) as server:
        hand_over(server)
    assert server.greetings == ["[127.0.0.1]"]


def said(result: Result) -> str:
    assert isinstance(result.error, OutsideError)
    assert result.error.next_step()
    return result.error.shown()
