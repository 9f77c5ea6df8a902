"""The list of connections: who has no permit is refused, whatever library opens the socket."""

import subprocess
import sys

import pytest

from assistant.base.connections import Allowed, Connections, NotAllowed, Why, place, place_of
from tests.architecture.sources import ROOT, trees

# Libraries that open sockets, and the modules that may use them: each asks for a permit.
OPENS = {"smtplib", "imaplib", "imapclient", "httpx2", "caldav", "urllib.request", "http.client",
         "requests", "aiohttp", "websockets", "ftplib", "telnetlib", "poplib"}  # fmt: skip
TALKS_OF_ERRORS = {"assistant/sync/failures.py", "assistant/sync/mirror.py",
                   "assistant/sync/drafts.py", "assistant/sync/watch.py"}  # fmt: skip
GUARDED = """
import imaplib, smtplib, socket, sys, threading, urllib.request
sys.path.insert(0, {root!r})
from assistant.base.connections import Allowed, NotAllowed, Why, connections

server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
other = socket.create_server(("127.0.0.1", 0))
connections.allow(lambda: [Allowed("localhost", port, Why.MAIL_OUT)])
connections.guard()

def tried(work):
    try:
        work()
        return "done"
    except (OSError, NotAllowed) as error:
        return type(error).__name__

def through(host, at):
    with connections.permit(host, at, Why.MAIL_OUT):
        socket.create_connection((host, at), 5).close()

def elsewhere():
    with connections.permit("localhost", port, Why.MAIL_OUT):
        socket.create_connection(other.getsockname(), 5)

def in_a_thread():
    found = []
    with connections.permit("localhost", port, Why.MAIL_OUT):
        work = lambda: found.append(tried(lambda: socket.create_connection(("localhost", port))))
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    if found != ["done"]:
        raise PermissionError

def lent():
    with connections.trying():
        through("127.0.0.1", other.getsockname()[1])

print(tried(lambda: through("localhost", port)))
print(tried(lent))
for work in (
    lambda: socket.create_connection(("localhost", port), 5),
    lambda: socket.create_connection(("127.0.0.1", port), 5),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 53)),
    lambda: urllib.request.urlopen("http://127.0.0.1:%d/" % port, timeout=5),
    lambda: smtplib.SMTP("localhost", port, timeout=5),
    lambda: imaplib.IMAP4("localhost", port, timeout=5),
    lambda: through("example.org", 443),
    lambda: through("localhost", other.getsockname()[1]),
    elsewhere,
    in_a_thread,
):
    print(tried(work))
print(sum(one.refused for one in connections.uses()))
"""


def test_what_has_no_permit_is_refused() -> None:
    code = GUARDED.format(root=str(ROOT))
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    *said, count = ended.stdout.split()
    assert said[:2] == ["done", "done"], "what is listed, and what the user tries out"
    refused = {"PermissionError", "URLError", "NotAllowed"}
    assert len(said) == 13
    assert set(said[2:]) <= refused, said
    assert int(count) >= 5, "each refusal is shown"


def test_the_program_is_guarded_from_its_first_line() -> None:
    code = (
        "import sys; sys.argv = ['deskmate', '--version']\n"
        "from ui.shell.main import entry\n"
        "try:\n    entry()\nexcept SystemExit:\n    pass\n"
        "import socket\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9), 1)\n"
        "except PermissionError:\n    print('refused')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ended.stdout.splitlines()[-1] == "refused"


def test_all_that_opens_sockets_asks_for_a_permit() -> None:
    import ast

    silent = []
    for path, tree in trees("assistant", "ui", "skills").items():
        named = {
            name
            for node in ast.walk(tree)
            for name in (
                [one.name for one in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        opens = {one for one in named if one in OPENS or one.partition(".")[0] in OPENS}
        if opens and "assistant.base.connections" not in named and path not in TALKS_OF_ERRORS:
            silent.append((path, opens))
    allowed = {"assistant/base/connections.py", "assistant/sync/smtp.py"}  # smtp uses a session's
    assert not [one for one in silent if one[0] not in allowed], silent


def test_the_list_is_what_the_user_set_up() -> None:
    mine = Connections()
    stop = mine.allow(lambda: [Allowed("Mail.Example.org", 465, Why.MAIL_OUT, "me@example.org")])
    mine._guarded = True
    with mine.permit("mail.example.org", 465, Why.MAIL_OUT) as permit:
        assert permit.reaches(("mail.example.org", 465))
        assert permit.names("mail.example.org")
        assert not permit.names("mail.example.org.evil.example")
        (use,) = mine.uses()
        assert (use.now, use.times) == (1, 1)
    (use,) = mine.uses()
    assert (use.now, use.times, use.error) == (0, 1, "")
    with pytest.raises(NotAllowed):
        mine.permit("mail.example.org", 25, Why.MAIL_OUT)
    assert [one.port for one in mine.uses() if one.refused] == [25]
    stop()
    assert not mine.allowed()


def test_a_failure_stays_to_be_seen() -> None:
    mine = Connections()

    def fail() -> None:
        with mine.permit("a.example", 1, Why.MODEL):
            raise OSError("no way")

    with pytest.raises(OSError, match="no way"):
        fail()
    assert mine.uses()[0].error == "no way"
    with mine.permit("a.example", 1, Why.MODEL):
        pass
    assert mine.uses()[0].error == ""


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("https://example.org", ("example.org", 443)),
        ("http://127.0.0.1:3128", ("127.0.0.1", 3128)),
        ("http://[::1]:8080/v1", ("::1", 8080)),
        ("proxy.example:3128", ("proxy.example", 3128)),
        ("https://bücher.example/x", ("xn--bcher-kva.example", 443)),
        ("", None),
        ("http://a:b:c", None),
    ],
)
def test_an_address_is_a_place(said: str, found: object) -> None:
    assert place_of(said) == found


def test_places_are_compared_as_they_are_reached() -> None:
    assert place("EXAMPLE.org.", 1) == place("example.org", 1)
    assert place("0:0:0:0:0:0:0:1", 1) == place("[::1]", 1)
