"""Reports of failed delivery, tied to the letter that came back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.base.clock import FrozenClock
from assistant.domain.mime.bounces import Bounce, bounce_of
from assistant.domain.mime.opening import open_letter
from assistant.store.mailboxes import Arrival
from assistant.store.store import Store
from tests.assistant.store.world import BERLIN, NOW, letter, sending

REPORT = """From: MAILER-DAEMON@mx.example.net
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; anna@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such
 user here

--b
Content-Type: text/rfc822-headers

Subject: Late
Message-ID: <late.1@example.org>

--b--
"""
RAW = REPORT.format(action="failed").replace("\n", "\r\n").encode()


def test_who_and_why() -> None:
    assert bounce_of(RAW) == Bounce(
        "late.1@example.org", (("anna@example.org", "550 5.1.1 no such user here"),)
    )


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_what_is_no_failure(action: str) -> None:
    assert bounce_of(REPORT.format(action=action).encode()) is None
    assert bounce_of(b"Subject: x\r\n\r\nyour delivery-status\r\n") is None


def test_tied_to_the_letter_that_left() -> None:
    store = Store(None, FrozenClock(NOW, BERLIN))
    store.journal.apply(sending(), entry_id="e", cause="clicked", letters=[letter()])
    store.outbox.claim("e.1")
    store.outbox.sent("e.1")
    report = replace(open_letter(RAW, "r", NOW).letter, account="work", uid=1)
    store.mailboxes.arrived([Arrival(report, RAW, whole=True)])
    (one,) = store.outbox.all()
    assert (one.state, one.error) == ("sent", "anna@example.org (550 5.1.1 no such user here)")
    store.close()


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    bounce_of(RAW[:400] + data + b"delivery-status")
    bounce_of(data + RAW[300:])
