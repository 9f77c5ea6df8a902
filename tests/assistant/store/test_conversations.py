from dataclasses import replace

import pytest

from assistant.base.errors import AssistantError
from assistant.domain.changes import Add
from assistant.domain.labels import TYPED, Label, Origin
from assistant.domain.talk import Conversation, Line, Role
from assistant.store.store import Store
from tests.assistant.store.world import DAY, HOUR, NOW, STRETCH, proposal

MAILED = frozenset({Label(Origin.MAIL, "7")})
TALK = Conversation("talk", "Stretching", NOW, NOW)
LINE = Line("1", "talk", "turn", Role.USER, "伸展 \x00 \N{RIGHT-TO-LEFT OVERRIDE}", NOW + HOUR)


@pytest.fixture
def talk(store: Store) -> Store:
    store.conversations.create(TALK)
    return store


def test_it_comes_back(talk: Store) -> None:
    assert talk.conversations.get("talk") == TALK
    assert talk.conversations.get("nowhere") is None


def test_the_one_talked_in_last_is_first(talk: Store) -> None:
    talk.conversations.create(replace(TALK, id="other", updated=NOW + HOUR))
    assert [one.id for one in talk.conversations.all()] == ["other", "talk"]
    talk.conversations.touch("talk", NOW + DAY)
    assert [one.id for one in talk.conversations.all()] == ["talk", "other"]


def test_lines_in_their_order(talk: Store) -> None:
    answer = replace(
        LINE, id="2", role=Role.APP, card="card", entry="entry", text="Done.", model="a@1"
    )
    talk.conversations.add(LINE)
    talk.conversations.add(answer)
    assert talk.conversations.lines("talk") == (LINE, answer)
    found = talk.conversations.get("talk")
    assert found is not None
    assert found.updated == NOW + HOUR


def test_a_line_may_grow(talk: Store) -> None:
    talk.conversations.add(LINE)
    talk.conversations.add(replace(LINE, id="2"))
    longer = replace(LINE, text="more", stopped=True)
    talk.conversations.add(longer)
    assert talk.conversations.lines("talk") == (longer, replace(LINE, id="2"))


def test_rename_and_taint(talk: Store) -> None:
    talk.conversations.rename("talk", "同桌")
    talk.conversations.taint("talk", MAILED)
    assert talk.conversations.get("talk") == replace(TALK, title="同桌", labels=MAILED)
    talk.conversations.taint("talk", TYPED)
    found = talk.conversations.get("talk")
    assert found is not None
    assert (found.labels, found.tainted) == (MAILED | TYPED, True)


def test_trusted_labels_taint_nothing(talk: Store) -> None:
    talk.conversations.taint("talk", TYPED)
    found = talk.conversations.get("talk")
    assert found is not None
    assert not found.tainted


def test_delete_keeps_the_journal(talk: Store) -> None:
    talk.conversations.add(LINE)
    done = talk.journal.apply(
        proposal(Add(STRETCH)), entry_id="1", cause="typed", conversation="talk"
    )
    talk.conversations.delete("talk")
    assert talk.conversations.all() == ()
    assert talk.conversations.lines("talk") == ()
    assert talk.journal.entries() == (done,)


def test_what_is_not_there(talk: Store) -> None:
    talk.conversations.delete("talk")
    talk.conversations.delete("talk")
    talk.conversations.add(LINE)
    assert talk.conversations.lines("talk") == ()
    with pytest.raises(AssistantError, match="not there any more"):
        talk.conversations.rename("talk", "x")
    with pytest.raises(AssistantError, match="not there any more"):
        talk.conversations.touch("talk", NOW)
    with pytest.raises(AssistantError, match="not there any more"):
        talk.conversations.taint("talk", MAILED)
