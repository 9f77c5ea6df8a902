"""Turns and conversations, as the facade offers them."""

from collections.abc import Callable, Sequence
from unicodedata import category

from assistant.agent.agent import Agent, Turn
from assistant.base.clock import Clock
from assistant.base.errors import UsageError
from assistant.base.lanes import Lane
from assistant.domain.events import RecordsChanged
from assistant.domain.labels import Labels
from assistant.domain.talk import Conversation, Line
from assistant.skill.context import fresh_id
from assistant.store.conversations import Conversations

LONGEST = 20_000
_UNSEEN = {"Cc", "Cs"}  # control characters, halves of surrogate pairs
_TITLE = 40


class Talking:
    """Takes what is typed to the agent, one turn after another, and keeps the conversations."""

    def __init__(
        self,
        agent: Agent,
        conversations: Conversations,
        clock: Clock,
        post: Callable[[object], None],
    ) -> None:
        self._agent = agent
        self._conversations = conversations
        self._clock = clock
        self._post = post
        self._lane = Lane("agent")
        self._turns: list[Turn] = []

    def ask(self, text: str, conversation: str = "") -> str:
        """Begin a turn and return its id; raise `AssistantError` for empty or too long text."""
        words = _typed(text)
        key = conversation or self._begin(words)
        turn = Turn(fresh_id(), key, words)
        self._keep(turn)
        self._lane.submit(self._run, turn)
        return turn.id

    def prepare(self, work: Callable[[], object]) -> None:
        """Do something that the first turn would have to wait for, before it."""
        self._lane.submit(work)

    def begin_with(self, title: str, labels: Labels, work: Callable[[Turn], None]) -> str:
        """Let the program speak first, in the conversation of this title; return its id at once.

        `work` tells what it has to say, on the lane of the turns; `labels` say where that is from.
        """
        known = next((one for one in self._conversations.all() if one.title == title), None)
        key = known.id if known else self._create(title)
        self._conversations.taint(key, labels)
        turn = Turn(fresh_id(), key, "")
        self._keep(turn)
        self._lane.submit(self._do, work, turn)
        return key

    def stop(self) -> None:
        """Stop the turns that run or wait."""
        for turn in self._turns:
            turn.stop.set()

    def all(self) -> Sequence[Conversation]:
        """Return all conversations, the one talked in last first."""
        return self._conversations.all()

    def lines(self, conversation: str) -> Sequence[Line]:
        """Return what was said in a conversation, oldest first."""
        return self._conversations.lines(conversation)

    def rename(self, key: str, title: str) -> None:
        """Give a conversation another title."""
        self._conversations.rename(key, title)
        self._changed()

    def delete(self, key: str) -> None:
        """Forget a conversation; what was done in it stays done, and in the journal."""
        self._conversations.delete(key)
        self._changed()

    def settle(self) -> None:
        """Wait until the turns asked for so far are over."""
        self._lane.settle()

    def close(self, *, wait_for_work: bool = True) -> None:
        """Stop what runs and take no more turns."""
        self.stop()
        self._lane.close(wait_for_work=wait_for_work)

    def _keep(self, turn: Turn) -> None:
        self._turns = [one for one in self._turns if not one.ended.is_set()] + [turn]

    def _run(self, turn: Turn) -> None:
        try:
            self._agent.run(turn)
        finally:
            turn.ended.set()

    def _begin(self, words: str) -> str:
        title = words.splitlines()[0]
        return self._create(title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…")

    def _create(self, title: str) -> str:
        now = self._clock.now()
        conversation = Conversation(fresh_id(), title, now, now)
        self._conversations.create(conversation)
        self._changed()
        return conversation.id

    def _do(self, work: Callable[[Turn], None], turn: Turn) -> None:
        try:
            work(turn)
        finally:
            turn.ended.set()

    def _changed(self) -> None:
        self._post(RecordsChanged(frozenset({"Conversation"})))


def _typed(text: str) -> str:
    """Return the typed words without what no keyboard writes; raise for none or too many."""
    if len(text) > LONGEST:
        raise UsageError(
            "That is {count} characters; {most} are the most I can read at once.",
            hint="Send a shorter piece.",
            count=len(text),
            most=LONGEST,
        )
    words = "".join(mark for mark in text if mark in "\n\t" or category(mark) not in _UNSEEN)
    if not words.strip():
        raise UsageError("There is nothing to read.", hint="Type what you would like.")
    return words.strip()
