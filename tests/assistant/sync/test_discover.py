"""Servers found by DNS: a real resolver, a real name server on the loopback."""

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from dns.resolver import Resolver

from assistant.sync.discover import discover

ZONE = {
    "_submissions._tcp.example.org.": ["20 1 465 backup.example.org.", "10 5 465 out.example.org."],
    "_imaps._tcp.example.org.": ["0 1 993 in.example.net."],
    "_submissions._tcp.old.example.": ["0 0 0 ."],
    "_submission._tcp.old.example.": ["0 1 587 smtp.old.example."],
}


@pytest.fixture
def resolver() -> Iterator[Resolver]:
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    server.settimeout(0.2)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                data, who = server.recvfrom(4096)
            except TimeoutError:
                continue
            query = dns.message.from_wire(data)
            reply = dns.message.make_response(query)
            reply.flags |= dns.flags.RA
            name = query.question[0].name
            records = ZONE.get(name.to_text().lower())
            if records:
                reply.answer.append(dns.rrset.from_text(name, 60, "IN", "SRV", *records))
            else:
                reply.set_rcode(dns.rcode.NXDOMAIN)
            server.sendto(reply.to_wire(), who)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    made = Resolver(configure=False)
    made.nameservers = ["127.0.0.1"]
    made.port = server.getsockname()[1]
    yield made
    stop.set()
    thread.join(5)
    server.close()


def test_by_priority_and_encrypted_from_the_start(resolver: Resolver) -> None:
    found = discover("example.org", resolver)
    assert found is not None
    assert (found.smtp_host, found.smtp_port, found.security) == ("out.example.org", 465, "tls")
    assert (found.imap_host, found.imap_port) == ("in.example.net", 993)


def test_a_service_that_is_said_not_to_be_there(resolver: Resolver) -> None:
    found = discover("old.example", resolver)
    assert found is not None
    assert (found.smtp_host, found.smtp_port, found.security) == (
        "smtp.old.example",
        587,
        "starttls",
    )
    assert found.imap_host == ""


def test_a_domain_that_names_none(resolver: Resolver) -> None:
    assert discover("nothing.example", resolver) is None
    assert discover("not a domain..", resolver) is None
