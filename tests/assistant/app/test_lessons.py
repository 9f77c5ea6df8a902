"""What the user makes of a turn becomes a lesson, with their consent and without private words."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.base.paths import find_paths
from assistant.testing import Careful, Desk, Script
from assistant.training.mine import How, Note, Notes

LATE = "email anna@corp.test that I am late"
LETTER = 'mail.draft {"to": ["anna@corp.test"], "gist": "I am late"}'
LUNCH = "lunch with Vigdis tomorrow at noon"
EVENT = 'calendar.create {"title": "lunch with Vigdis", "start": "tomorrow at noon"}'
REMINDER = 'reminders.create {"text": "lunch with Vigdis", "when": "tomorrow at noon"}'
OK = "All right."
Opened = Callable[..., Desk]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Return what opens a desk with a script; the user agrees, and approves or declines."""
    with ExitStack() as stack:

        def open_(*outputs: str, yes: bool = True, agreed: bool = True) -> Desk:
            user = Careful(lambda _: yes)
            desk = stack.enter_context(Desk(tmp_path / "home", model=Script(outputs), user=user))
            desk.assistant.settings.set("learn_from_me", "yes" if agreed else "no")
            return desk

        yield open_


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[], list[Note]]:
    return lambda: Notes(find_paths(tmp_path / "home").lessons).all()


def test_without_consent_nothing_is_kept(
    opened: Opened, kept: Callable[[], list[Note]], tmp_path: Path
) -> None:
    desk = opened(LETTER, LETTER, agreed=False)
    desk.say(LATE)
    desk.user = Careful(lambda _: False)
    desk.say(LATE)
    assert kept() == []
    assert not find_paths(tmp_path / "home").lessons.exists()


def test_an_approved_card_is_kept_masked(opened: Opened, kept: Callable[[], list[Note]]) -> None:
    opened(LETTER).say(LATE)
    (note,) = kept()
    assert (note.how, note.tool, note.day) == (How.APPROVED, "mail.draft", "2026-11-23")
    assert "corp.test" not in str(note)
    assert note.said["to"] == (note.text.split()[1],)


def test_a_declined_card_says_that_the_call_was_wrong(
    opened: Opened, kept: Callable[[], list[Note]]
) -> None:
    opened(LETTER, yes=False).say(LATE)
    (note,) = kept()
    assert (note.how, note.wrong) == (How.DECLINED, True)


def test_an_edited_card_teaches_the_words_it_was_given(
    opened: Opened, kept: Callable[[], list[Note]]
) -> None:
    desk = opened('mail.draft {"to": ["anna@corp.test"], "gist": "late"}')
    desk.assistant.ask(LATE)
    desk.settle()
    (card,) = desk.assistant.cards()
    desk.assistant.edit(card.id, {"gist": "I am late"})
    desk.settle()
    (edited,) = desk.assistant.cards()
    desk.approve(edited)
    (note,) = kept()
    assert (note.how, note.said["gist"]) == (How.EDITED, "I am late")


def test_undone_soon_is_wrong_and_undone_late_is_not(
    opened: Opened, kept: Callable[[], list[Note]]
) -> None:
    desk = opened(EVENT, OK, EVENT, OK)
    desk.say(LUNCH)
    desk.advance(timedelta(minutes=11))
    desk.undo()
    assert kept() == []
    desk.say(LUNCH)
    desk.advance(timedelta(minutes=1))
    desk.undo()
    (note,) = kept()
    assert (note.how, note.tool) == (How.UNDONE, "calendar.create")
    assert "Vigdis" not in note.text
    title = note.said["title"]
    assert isinstance(title, str)
    assert title in note.text


def test_what_is_said_next_tells_what_was_meant(
    opened: Opened, kept: Callable[[], list[Note]]
) -> None:
    desk = opened(EVENT, OK, REMINDER, OK)
    desk.say(LUNCH)
    desk.undo()
    desk.say(f"remind me of {LUNCH}")
    (note,) = kept()
    assert (note.how, note.tool, note.wrong) == (How.AGAIN, "reminders.create", False)
    assert note.text.startswith("lunch with")


def test_what_is_said_next_of_something_else_tells_nothing(
    opened: Opened, kept: Callable[[], list[Note]]
) -> None:
    desk = opened(EVENT, OK, 'tasks.add {"items": ["milk"], "due": "tomorrow"}', OK)
    desk.say(LUNCH)
    desk.undo()
    desk.say("put milk on my list for tomorrow")
    (note,) = kept()
    assert note.how is How.UNDONE
