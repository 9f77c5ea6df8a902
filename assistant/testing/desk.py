"""A whole desk for tests and skill authors: the real agent loop, policy, cards, journal, outbox.

    desk = Desk(tmp_path, model=Script(['reminders.create {"text": "tea", "when": "in an hour"}']))
    turn = desk.say("remind me of tea in an hour")
    assert turn.applied
    desk.advance(timedelta(hours=1))
    assert desk.due == ["tea"]

Only three things are not the real ones: the clock (it moves when told to), the model (a `Script`,
unless "default"), and the mail server: letters that leave are recorded with their exact bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from assistant.app import Assistant, build
from assistant.base import i18n
from assistant.base.clock import FrozenClock, zone_named
from assistant.base.paths import Paths, find_paths
from assistant.base.secrets import MemorySecrets
from assistant.domain.cards import Card, Entry
from assistant.domain.changes import Change, Send
from assistant.domain.events import (
    Answered,
    Applied,
    Asked,
    CardShown,
    Failed,
    Refused,
    ReminderDue,
    TextDelta,
    TurnEnded,
    TurnEvent,
)
from assistant.domain.mail import Account, Outgoing
from assistant.domain.reads import Reads
from assistant.schedule.scheduler import StillScheduler
from assistant.sync.notify import NoNotifier
from assistant.sync.outbox import Route
from assistant.sync.session import Patience
from assistant.sync.smtp import Result, Verdict
from assistant.testing.script import Script
from assistant.testing.users import Careful, User

MONDAY = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - a wall time; the zone is given beside it
ME = Account("me", "me@example.org", "Me", "smtp.example.org", 465, "tls", "me")


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that left the computer.

    `message` holds the exact bytes, `recipients` the envelope; `approval` is the SHA-256 that the
    user approved, and `why` the typed words that led to it.
    """

    kind: Literal["mail"]
    message: bytes
    recipients: tuple[str, ...]
    approval: str
    why: str


@dataclass(slots=True)
class TurnRecord:
    """What one turn came to."""

    id: str
    conversation: str
    events: list[TurnEvent] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What the model said."""
        return "".join(one.text for one in self.events if isinstance(one, TextDelta))

    @property
    def answers(self) -> list[str]:
        """What reading tools answered."""
        return [one.text for one in self.events if isinstance(one, Answered)]

    @property
    def applied(self) -> list[Entry]:
        """What was carried out, cards approved after the turn included."""
        return [one.entry for one in self.events if isinstance(one, Applied)]

    @property
    def cards(self) -> list[Card]:
        """Cards that the turn ended in."""
        return [one.card for one in self.events if isinstance(one, CardShown)]

    @property
    def asked(self) -> list[str]:
        """Questions to the user."""
        return [one.question for one in self.events if isinstance(one, Asked)]

    @property
    def refused(self) -> list[Refused]:
        """What the policy refused."""
        return [one for one in self.events if isinstance(one, Refused)]

    @property
    def failed(self) -> list[Failed]:
        """What went wrong."""
        return [one for one in self.events if isinstance(one, Failed)]

    @property
    def end(self) -> str:
        """How it ended: "done", "stopped", "waiting" or "failed"."""
        ends = [one.reason for one in self.events if isinstance(one, TurnEnded)]
        return ends[-1] if ends else ""


class Desk:
    """One user's desk in `home`. Close it, or use it as a context manager."""

    def __init__(  # noqa: PLR0913 - the small world's knobs
        self,
        home: Path,
        *,
        now: datetime = MONDAY,
        zone: str = "Europe/Berlin",
        locale: str = "en",
        model: "Script | Literal['default']" = "default",
        user: User | None = None,
        account: Account | None = ME,
        skills: Sequence[str] = ("skills",),
    ) -> None:
        i18n.use(locale)
        self.paths: Paths = find_paths(home)
        self.clock = FrozenClock(now, zone_named(zone))
        self.user: User = user or Careful(lambda _: True)
        self.model = model
        self.cards: list[Card] = []
        """Every card that was shown."""
        self.refusals: list[tuple[str, str]] = []
        """(rule, sentence) of everything that was refused."""
        self.failures: list[str] = []
        """The sentences of everything that went wrong, after a click on a card too."""
        self.due: list[str] = []
        """The texts of the reminders that fired."""
        self._letters: list[Outgoing] = []
        self._secrets = MemorySecrets()
        self._skills = tuple(skills)
        self._turns: dict[str, TurnRecord] = {}
        self._conversation = ""
        self.assistant: Assistant
        self._open()
        if account is not None and not self.assistant.accounts():
            self.assistant.save_account(account, "secret").result()

    def say(self, text: str, *, new: bool = False) -> TurnRecord:
        """Type `text` and let the user decide about the cards; return what the turn came to."""
        conversation = "" if new else self._conversation
        key = self.assistant.ask(text, conversation)
        self.settle()
        turn = self._turns[key]
        self._conversation = turn.conversation
        for card in turn.cards:
            self._decide(card)
        return turn

    def approve(self, card: Card) -> None:
        """Click on the card's button."""
        picked = [one.what for one in card.picks] if self.user.picks else []
        self.assistant.approve(card.id, self.assistant.present(card.id), picked)
        self.settle()

    def decline(self, card: Card) -> None:
        """Click on Decline."""
        self.assistant.decline(card.id)
        self.settle()

    def undo(self, entry: str = "") -> None:
        """Take an entry back, the last one without a name."""
        self.assistant.undo(entry)
        self.settle()

    def receive(self, message: bytes) -> None:
        """Let a letter arrive, as if it came from a server."""
        self.assistant.take_in("received.eml", message)

    def advance(self, by: timedelta) -> None:
        """Move the clock, from one thing that falls due to the next, each at its time."""
        end = self.clock.now().astimezone(UTC) + by
        scheduler = self.assistant.scheduler
        assert isinstance(scheduler, StillScheduler)  # noqa: S101 - the clock stands still
        while (moment := scheduler.next_due()) is not None and moment <= end:
            self.clock.advance(max(moment - self.clock.now(), timedelta(0)))
            scheduler.run_due()
            self.settle()
        self.clock.advance(end - self.clock.now())

    def restart(self) -> None:
        """Close everything in order and open it again."""
        self.assistant.close()
        self._open()

    def kill(self) -> None:
        """Let everything fall as kill -9 would: nothing is finished, nothing tidied up."""
        self.assistant.abandon()
        self._open()

    def close(self) -> None:
        """Close the desk."""
        self.assistant.close()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def store(self) -> Reads:
        """Everything kept, read-only."""
        return self.assistant.reads

    @property
    def effects(self) -> list[Effect]:
        """Every external effect that was carried out, in order."""
        return [self._effect(one) for one in self._letters]

    @property
    def changes(self) -> list[Change]:
        """Every local change that was carried out and recorded, oldest first."""
        entries = reversed(self.assistant.entries(10_000))
        return [change for entry in entries for change in entry.proposal.changes]

    def settle(self) -> None:
        """Wait until everything asked so far is done."""
        self.assistant.settle()

    def _open(self) -> None:
        self.assistant = build(
            self.paths,
            clock=self.clock,
            secrets=self._secrets,
            skills=self._skills,
            model=None if self.model == "default" else self.model,
            notifier=NoNotifier(),
            route=Route(deliver=self._deliver),
        )
        self.assistant.attended = self.user.present
        self.assistant.on(TurnEvent, self._heard)
        self.assistant.on(ReminderDue, lambda event: self.due.append(event.reminder.text))
        self.assistant.start()
        self.settle()

    def _heard(self, event: TurnEvent) -> None:
        record = self._turns.setdefault(event.turn, TurnRecord(event.turn, event.conversation))
        record.events.append(event)
        if isinstance(event, CardShown):
            self.cards.append(event.card)
        if isinstance(event, Refused):
            self.refusals.append((event.rule, event.text))
        if isinstance(event, Failed):
            self.failures.append(event.text)

    def _decide(self, card: Card) -> None:
        if not self.user.present:
            return
        if self.user.accepts(card):
            self.approve(card)
        else:
            self.decline(card)

    def _deliver(
        self,
        outgoing: Outgoing,
        account: Account,  # noqa: ARG002 - the protocol's
        password: str,  # noqa: ARG002
        *,
        patience: Patience,  # noqa: ARG002
        ca_file: Path | None,  # noqa: ARG002
    ) -> Result:
        self._letters.append(outgoing)
        return Result(Verdict.SENT)

    def _effect(self, letter: Outgoing) -> Effect:
        entry = next(one for one in self.assistant.entries(10_000) if _sends(one, letter.draft))
        return Effect("mail", letter.message, letter.recipients, entry.approval, entry.cause)


def _sends(entry: Entry, draft: str) -> bool:
    sends = (one for one in entry.proposal.changes if isinstance(one, Send))
    return any(one.draft.id == draft for one in sends)
