from dataclasses import replace

from assistant.domain.talk import Conversation, Question
from assistant.store.store import Store
from tests.assistant.store.world import NOW

WHEN = Question(
    "talk", "reminders.create", {"text": "tea", "who": ("Anna", "Ben"), "loud": True}, "when", "",
    "remind me of tea", {"text": NOW},
)  # fmt: skip


def test_one_question_a_conversation(store: Store) -> None:
    store.conversations.create(Conversation("talk", "Tea", NOW, NOW))
    assert store.questions.take("talk") is None
    store.questions.put(replace(WHEN, argument="text"))
    store.questions.put(WHEN)
    assert store.questions.take("talk") == WHEN
    assert store.questions.take("talk") is None


def test_it_goes_with_its_conversation(store: Store) -> None:
    store.questions.put(WHEN)
    assert store.questions.take("talk") is None
    store.conversations.create(Conversation("talk", "Tea", NOW, NOW))
    store.questions.put(WHEN)
    store.conversations.delete("talk")
    assert store.questions.take("talk") is None
