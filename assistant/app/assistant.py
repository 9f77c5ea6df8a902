"""The facade: ask, decide, undo, query, listen. Every method returns at once unless it says so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar
from unicodedata import category

from assistant.agent.agent import Turn
from assistant.agent.cards import Cause
from assistant.app.models import ModelChoice
from assistant.app.parts import Parts
from assistant.app.reminding import done
from assistant.base.bus import Unsubscribe
from assistant.base.clock import Clock
from assistant.base.errors import AssistantError, Declined, ToolError, UsageError
from assistant.base.i18n import tr
from assistant.base.lanes import Lane, Work
from assistant.base.paths import Paths
from assistant.base.settings import Settings
from assistant.domain.cards import Card, Entry
from assistant.domain.changes import Answer, Proposal, Update, record_of
from assistant.domain.events import Failed, OutboxChanged, RecordsChanged
from assistant.domain.mail import Account, Outgoing
from assistant.domain.reads import Reads
from assistant.domain.reminders import Reminder
from assistant.domain.talk import Conversation, Line
from assistant.schedule.scheduler import Scheduler
from assistant.skill.context import fresh_id
from assistant.skill.contract import Words
from assistant.skill.words import moment
from assistant.when import Found, find

E = TypeVar("E")
LONGEST = 20_000
UNDONE_FOR = timedelta(days=30)
_UNSEEN = {"Cc", "Cs"}  # control characters, halves of surrogate pairs
_TITLE = 40


class Assistant:
    """The core, as the outside sees it. Built by `assistant.app.build`."""

    def __init__(self, parts: Parts, release: Callable[[], None] = lambda: None) -> None:
        self._parts = parts
        self._release = release
        self._agent = Lane("agent")
        self._store = Lane("store")
        self._turns: list[Turn] = []
        self.settings: Settings = parts.settings
        self.clock: Clock = parts.clock
        self.paths: Paths = parts.paths
        self.reads: Reads = parts.store.reads
        self.on(OutboxChanged, parts.mailing.changed)
        parts.reminding.on_answer(self.complete, lambda key: self.snooze(key, "10 minutes"))

    @property
    def secrets_last(self) -> bool:
        """Whether a password is still there after a restart."""
        return self._parts.secrets.lasting

    @property
    def notifies(self) -> bool:
        """Whether the desktop's own notifications show what falls due."""
        return self._parts.reminding.notifies

    @property
    def scheduler(self) -> Scheduler:
        """What wakes the core; one that goes with a frozen clock is moved by its owner."""
        return self._parts.scheduler

    @property
    def attended(self) -> bool:
        """Whether somebody sits at the window; without, nothing that needs a card is even asked."""
        return self._parts.gate.attended

    @attended.setter
    def attended(self, there: bool) -> None:
        self._parts.gate.attended = there

    def on(self, kind: type[E], listener: Callable[[E], None], /) -> Unsubscribe:
        """Call `listener` for events of `kind`, on the core's threads; call the result to stop."""
        return self._parts.bus.on(kind, listener)

    def start(self) -> None:
        """Arm reminders and send what waits; to be called once the window stands."""
        self._parts.reminding.start()
        self._parts.mailing.start()
        long_ago = self.clock.now() - UNDONE_FOR
        self._store.submit(self._parts.store.journal.forget, long_ago)

    def settle(self) -> None:
        """Wait until all that was asked so far is done: for the terminal and for tests."""
        for room in (self._agent, self._store, self._parts.reminding, self._parts.mailing):
            room.settle()

    def close(self) -> None:
        """Stop what runs and end in order; waits for a letter that is being sent."""
        self.stop()
        self._agent.close()
        self._store.close()
        self._parts.reminding.close()
        self._parts.mailing.close()
        self._parts.shelf.close()
        self._parts.understanding.model.close()
        self._parts.store.close()
        self._release()

    def abandon(self) -> None:
        """Drop everything as a killed process would, for tests: nothing is finished or tidied."""
        self.stop()
        self._agent.close(wait_for_work=False)
        self._store.close(wait_for_work=False)
        self._parts.scheduler.close()
        self._parts.understanding.model.close()
        self._release()

    # Talking

    def ask(self, text: str, conversation: str = "") -> str:
        """Begin a turn and return its id; raise `AssistantError` for empty or too long text."""
        words = _typed(text)
        key = conversation or self._begin(words)
        turn = Turn(fresh_id(), key, words)
        self._turns = [one for one in self._turns if not one.ended.is_set()] + [turn]
        self._agent.submit(self._run, turn)
        return turn.id

    def stop(self) -> None:
        """Stop the turns that run or wait."""
        for turn in self._turns:
            turn.stop.set()

    def conversations(self) -> Sequence[Conversation]:
        """Return all conversations, the one talked in last first."""
        return self._parts.store.conversations.all()

    def lines(self, conversation: str) -> Sequence[Line]:
        """Return what was said in a conversation, oldest first."""
        return self._parts.store.conversations.lines(conversation)

    def rename_conversation(self, key: str, title: str) -> None:
        """Give a conversation another title."""
        self._parts.store.conversations.rename(key, title)
        self._talk_changed()

    def delete_conversation(self, key: str) -> None:
        """Forget a conversation; what was done in it stays done, and in the journal."""
        self._parts.store.conversations.delete(key)
        self._talk_changed()

    # Cards

    def cards(self) -> Sequence[Card]:
        """Return the cards that wait, oldest first; they survive a restart."""
        return self._parts.store.cards.open()

    def present(self, card: str) -> str:
        """Return a fresh single-use nonce for a card that is now visible (ten minutes)."""
        return self._parts.gate.present(card)

    def approve(self, card: str, nonce: str) -> None:
        """Carry a card out; what comes of it is told as `Applied` or `Failed`."""
        self._submit(lambda: self._parts.gate.approve(card, nonce), self._talk_of(card))

    def decline(self, card: str) -> None:
        """Close a card without doing it; a letter is kept as a draft."""
        self._submit(lambda: self._parts.gate.decline(card), self._talk_of(card))

    def edit(self, card: str, changed: Mapping[str, str | tuple[str, ...]]) -> None:
        """Run the card's tool with other words; a new card takes its place."""
        self._submit(lambda: self._edit(card, changed), self._talk_of(card))

    # What was done

    def entries(self, limit: int = 200) -> Sequence[Entry]:
        """Return the journal, newest first."""
        return self._parts.store.journal.entries(limit)

    def undo(self, entry: str = "") -> None:
        """Take an entry back, or the last one that still stands; told as `Undone`."""
        gate = self._parts.gate
        self._submit(lambda: gate.undo(entry) if entry else gate.undo_last())

    def propose(self, proposal: Proposal) -> None:
        """Ask for a change made by mouse or keyboard: same policy, journal and undo."""
        self._submit(lambda: self._parts.gate.submit(proposal, Cause()))

    def complete(self, reminder: str) -> None:
        """Mark a reminder as done; of one that comes again, only what has come so far."""
        self._submit(lambda: self._complete(reminder))

    def snooze(self, reminder: str, words: str) -> None:
        """Put a reminder off: "10 minutes", "tomorrow at 9"."""
        self._submit(lambda: self._snooze(reminder, words))

    # Mail

    def outbox(self) -> Sequence[Outgoing]:
        """Return letters on their way, newest first."""
        return self._parts.mailing.outbox()

    def retry(self, outgoing: str) -> None:
        """Try again to send a letter that is held."""
        self._submit(lambda: self._parts.mailing.retry(outgoing))

    def give_up(self, outgoing: str) -> None:
        """Take a stuck letter out of the outbox; it is a draft again."""
        self._submit(lambda: self._parts.mailing.give_up(outgoing))

    def resolve(self, outgoing: str, *, sent: bool) -> None:
        """Settle a letter of unknown fate as the user knows it."""
        self._submit(lambda: self._parts.mailing.resolve(outgoing, sent=sent))

    def accounts(self) -> Sequence[Account]:
        """Return the mail accounts."""
        return self._parts.mailing.accounts()

    def guess_account(self, address: str) -> Account | None:
        """Return an account filled in from what is known of the provider."""
        return self._parts.mailing.guess(address)

    def account_note(self, address: str) -> str:
        """Return what the provider of `address` wants, such as an app password; may be empty."""
        return self._parts.mailing.note(address)

    def save_account(self, account: Account, password: str) -> None:
        """Keep an account; raise `AssistantError` when the keyring does not take the password."""
        self._parts.mailing.save(account, password)

    def remove_account(self, key: str) -> None:
        """Forget an account and its password."""
        self._parts.mailing.remove(key)

    def test_account(self, account: Account, password: str) -> "Work[str]":
        """Try to log in; the future holds a sentence or raises `AssistantError`."""
        return self._parts.mailing.test(account, password)

    # Models

    def models(self) -> Sequence[ModelChoice]:
        """Return the catalogue with what is installed and what fits."""
        return self._parts.shelf.choices()

    def model_ready(self) -> bool:
        """Whether the built-in model is on this computer."""
        return self._parts.shelf.ready()

    def get_model(self, name: str) -> None:
        """Load a model in the background; told as `Progress`."""
        self._parts.shelf.get(name)

    def use_model(self, name: str) -> None:
        """Let an installed model answer from now on."""
        self._parts.shelf.use(name)

    # Words

    def when(self, text: str) -> tuple[Found, ...]:
        """Return the phrases of `text` that speak of time."""
        return find(text, self.clock.now(), self.clock.zone)

    def _run(self, turn: Turn) -> None:
        try:
            self._parts.agent.run(turn)
        finally:
            turn.ended.set()

    def _begin(self, words: str) -> str:
        now = self.clock.now()
        title = words.splitlines()[0]
        short = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
        conversation = Conversation(fresh_id(), short, now, now)
        self._parts.store.conversations.create(conversation)
        self._talk_changed()
        return conversation.id

    def _talk_changed(self) -> None:
        self._parts.bus.post(RecordsChanged(frozenset({"Conversation"})))

    def _talk_of(self, card: str) -> str:
        known = self._parts.store.cards.get(card)
        return known.conversation if known else ""

    def _submit(self, work: Callable[[], object], conversation: str = "") -> None:
        """Do `work` on the store lane; an expected failure is told as `Failed`."""

        def told() -> None:
            try:
                work()
            except AssistantError as error:
                self._parts.bus.post(Failed("", conversation, error.shown(), error.next_step()))

        self._store.submit(told)

    def _edit(self, key: str, changed: Mapping[str, str | tuple[str, ...]]) -> None:
        card = self._parts.store.cards.get(key)
        if card is None or not card.tool:
            raise Declined("This card is no longer open.", hint="Ask again.")
        said: dict[str, Words] = {**card.said, **changed}
        ids = tuple(dict.fromkeys(record_of(change).id for change in card.proposal.changes))
        outcome = self._parts.caller.run(self._parts.caller.tool(card.tool), said, card.why, ids)
        if isinstance(outcome, Answer):
            raise ToolError("This cannot be edited.", hint="Decline the card and ask again.")
        self._parts.gate.replace_card(key, outcome, said)

    def _complete(self, key: str) -> None:
        self._parts.reminding.acknowledge(key)
        proposal = done(self._reminder(key), self.clock)
        if proposal is not None:
            self._parts.gate.submit(proposal, Cause())

    def _snooze(self, key: str, words: str) -> None:
        reminder = self._reminder(key)
        later = moment(words, self._parts.caller.context(words)).nudge
        if later <= self.clock.now():
            raise AssistantError("“{words}” has passed.", hint="Choose a later time.", words=words)
        after = replace(reminder, snoozed=later)
        self._parts.reminding.acknowledge(key)
        summary = tr("Snooze: {text}", text=reminder.text)
        self._parts.gate.submit(Proposal(summary, (Update(reminder, after),)), Cause())

    def _reminder(self, key: str) -> Reminder:
        found = self.reads.get(Reminder, key)
        if found is None:
            raise AssistantError("This reminder is not there any more.")
        return found


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
