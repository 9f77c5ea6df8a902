"""kill -9 in the middle of asking, approving and sending, with a real mail server.

`make proof` does it at every step; here are a few, among them those around the letter itself.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain.mail import OutboxState
from tests.chaos.lives import life, lives
from tests.fakes.smtp import SmtpServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with SmtpServer(tmp_path, users={"me@example.org": "secret"}) as one:
        yield one


def test_nothing_lost_and_nothing_twice(tmp_path: Path, server: SmtpServer) -> None:
    steps = life(tmp_path / "first", server)
    assert steps is not None
    assert steps > 60
    for number, last in enumerate(range(steps // 6, steps, steps // 6)):
        left = lives(tmp_path / f"{number}", server, last)
        assert left.right, (last, left)


def test_dying_again_and_again(tmp_path: Path, server: SmtpServer) -> None:
    left = lives(tmp_path / "home", server, 30, 20)
    assert left.right, left


def test_a_letter_whose_reply_was_never_read_is_not_sent_again(
    tmp_path: Path, server: SmtpServer
) -> None:
    server.drop = {"TAKEN"}
    left = lives(tmp_path / "home", server)
    assert left.states == (OutboxState.UNKNOWN,)
    assert left.arrived == 1
    server.drop = set()
    assert life(tmp_path / "home", server) is not None
    assert len(server.letters) == 1
