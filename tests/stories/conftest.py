"""A desk of the small world for a story."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.changes import Add, Proposal
from assistant.domain.contacts import Contact
from assistant.testing import ClicksEverything, Desk, Script
from tests.stories.desks import Open


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Open]:
    """Return what opens a desk whose model says the given outputs; closed after the test."""
    opened: list[Desk] = []

    def open_desk(*outputs: str, contacts: tuple[Contact, ...] = (), **knobs: Any) -> Desk:
        knobs = {"model": Script(outputs), "user": ClicksEverything(), **knobs}
        one = Desk(tmp_path / "home", **knobs)
        opened.append(one)
        for contact in contacts:
            one.assistant.propose(Proposal("", (Add(contact),)))
        one.settle()
        return one

    yield open_desk
    for one in opened:
        one.close()
