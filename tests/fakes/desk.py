"""A desk for the window's own tests: the facade in memory, no model, no threads, no disk."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from assistant.app.connecting import Overview
from assistant.base.bus import Bus
from assistant.base.clock import FrozenClock
from assistant.base.errors import AssistantError, StaleError
from assistant.base.settings import Settings
from assistant.domain.brief import brief_of, say_brief
from assistant.domain.calendar import Event
from assistant.domain.calendars import Taken
from assistant.domain.cards import Audit, Card, CardState, Entry, Letter
from assistant.domain.changes import (
    Add,
    Change,
    Proposal,
    Record,
    Remove,
    Risk,
    Send,
    Unsend,
    Update,
)
from assistant.domain.contacts import Contact
from assistant.domain.events import (
    Applied,
    BriefReady,
    CardClosed,
    CardShown,
    ModelStateChanged,
    OutboxChanged,
    RecordsChanged,
    TextDelta,
    TurnEnded,
    TurnStarted,
    Undone,
)
from assistant.domain.imported import Imported
from assistant.domain.mail import Account, Address, Draft, Enclosed, OutboxState, Outgoing
from assistant.domain.message import address, compose
from assistant.domain.reads import R
from assistant.domain.received import SEEN, Received
from assistant.domain.reminders import Firing, Reminder
from assistant.domain.talk import Conversation, Line, Role
from assistant.domain.vcard import read_cards, write_cards
from assistant.domain.vcard.writing import Version
from assistant.llm.endpoints import Endpoint
from assistant.llm.sandbox import Walls
from assistant.store.dump import Restored
from assistant.testing.memory import MemoryReads
from assistant.training.deploy import SHIPPED
from assistant.training.mine import Note
from assistant.training.stage import Found as Lessons
from assistant.training.stage import Plan, Stage
from assistant.when import Found, find
from tests.fakes.mail import MemoryMail

E = TypeVar("E")
T = TypeVar("T")
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)


@dataclass(frozen=True)
class Choice:
    """One model of the catalogue."""

    name: str
    title: str
    size_bytes: int
    licence: str = "Apache-2.0"
    languages: tuple[str, ...] = ("en",)
    installed: bool = True
    current: bool = False
    fit: bool = True
    fit_reason: str = ""
    kind: str = "chat"
    score: str = ""
    embedded: bool = False


@dataclass(frozen=True)
class Server:
    """One model server."""

    endpoint: Endpoint
    current: bool = False
    score: str = ""


class LiveReads(MemoryReads):
    """The read-only view over a dictionary of records that changes."""

    def __init__(self, records: dict[str, Record], zone: ZoneInfo) -> None:
        super().__init__((), zone)
        self._live = records

    def _all(self, kind: type[R]) -> list[R]:
        return [one for one in self._live.values() if isinstance(one, kind)]

    def myself(self) -> Sequence[Address]:
        return (Address("me@example.org", "Me"),)


@dataclass
class Asked:
    """What the window asked for, in order."""

    calls: list[tuple[object, ...]] = field(default_factory=list)

    def of(self, name: str) -> list[tuple[object, ...]]:
        return [call[1:] for call in self.calls if call[0] == name]


class FakeTeaching:
    """The four steps without a process: `now` says how far they are."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self.now = Stage()
        self.notes: list[Note] = []
        self.used = [SHIPPED]
        self.result: Future[str] = Future()

    def found(self) -> "Future[Lessons]":
        return _done(Lessons(214, 1240, 0, self.notes))

    def mine(self) -> Sequence[Note]:
        return list(self.notes)

    def forget(self, key: str = "") -> None:
        self.notes = [one for one in self.notes if key and one.id != key]

    def stage(self) -> Stage:
        return self.now

    def versions(self) -> Sequence[str]:
        return list(self.used)

    def begin(self, plan: Plan) -> None:
        self._asked.calls.append(("begin", plan))
        self.now = Stage("collecting", "1")

    def pause(self) -> None:
        self._asked.calls.append(("pause",))

    def resume(self) -> None:
        self._asked.calls.append(("resume",))
        self.now = replace(self.now, state="training")

    def discard(self) -> None:
        self.now = Stage()

    def install(self) -> "Future[str]":
        self._asked.calls.append(("install",))
        return self.result

    def rollback(self) -> "Future[str]":
        self.used.pop()
        return _done(self.used[-1])


class FakeDesk:
    """The facade in memory. `answer` plays a turn: it gets the desk, the turn and the words."""

    def __init__(self, home: Path, now: datetime = MONDAY) -> None:
        self.settings = Settings(home / "settings.toml")
        self.clock = FrozenClock(now, BERLIN)
        self.records: dict[str, Record] = {}
        self.reads = LiveReads(self.records, BERLIN)
        self.mail = MemoryMail(self.reads)
        self.sources: dict[str, bytes] = {}
        self.net: dict[str, bytes] = {}
        self.bus = Bus()
        self.asked = Asked()
        self.teaching = FakeTeaching(self.asked)
        self.notifies = True
        self.lasting = True
        self.keyring: Future[None] | None = None
        self.answer: Callable[[FakeDesk, str, str, str], None] = lambda *_: None
        self.talk: dict[str, Conversation] = {}
        self.said: dict[str, list[Line]] = {}
        self.open_cards: dict[str, Card] = {}
        self.journal: list[Entry] = []
        self.rung: dict[str, Firing] = {}
        self.letters: dict[str, Outgoing] = {}
        self.people: dict[str, Account] = {}
        self.catalogue: list[Choice] = [
            Choice(
                "smollm2-135m",
                "SmolLM2 135M",
                95_000_000,
                current=True,
                fit_reason="needs 0.5 GB of memory",
            ),
        ]
        self.servers: list[Server] = []
        self.found = Audit(0, ())
        walls = Walls(7, files=True, tcp=True, sockets=True)
        self.overview = Overview((), (), guarded=True, walls=walls)
        self.test_result: Future[str] = Future()
        self._ids = count(1)
        self._nonces: dict[str, str] = {}

    def new_id(self, kind: str) -> str:
        return f"{kind}-{next(self._ids)}"

    def on(self, kind: type[E], listener: Callable[[E], None]) -> Callable[[], None]:
        return self.bus.on(kind, listener)

    def post(self, event: object) -> None:
        self.bus.post(event)

    def start(self) -> None:
        self.asked.calls.append(("start",))

    def close(self) -> None:
        self.asked.calls.append(("close",))

    # talking
    def ask(self, text: str, conversation: str = "") -> str:
        if not text.strip():
            raise AssistantError("There is nothing to answer.", hint="Type a sentence first.")
        if len(text) > 20_000:
            raise AssistantError(
                "That is too long to read at once ({n} characters).",
                hint="Send a shorter piece.",
                n=len(text),
            )
        key = conversation or self.new_id("talk")
        turn = self.new_id("turn")
        now = self.clock.now()
        if key not in self.talk:
            self.talk[key] = Conversation(key, text[:40], now, now)
        self.line(key, Role.USER, text, turn=turn)
        self.asked.calls.append(("ask", text, conversation))
        self.post(TurnStarted(turn, key, text))
        self.answer(self, turn, key, text)
        return turn

    def line(
        self, key: str, role: Role, text: str, *, turn: str = "", card: str = "", entry: str = ""
    ) -> Line:
        line = Line(self.new_id("line"), key, turn, role, text, self.clock.now(), card, entry)
        self.said.setdefault(key, []).append(line)
        return line

    def say(self, turn: str, key: str, text: str, step: int = 4) -> None:
        for at in range(0, len(text), step):
            self.post(TextDelta(turn, key, text[at : at + step]))
        self.line(key, Role.ASSISTANT, text, turn=turn)
        self.post(TurnEnded(turn, key, "done"))

    def stop(self) -> None:
        self.asked.calls.append(("stop",))

    def conversations(self) -> Sequence[Conversation]:
        return sorted(self.talk.values(), key=lambda one: one.updated, reverse=True)

    def lines(self, conversation: str) -> Sequence[Line]:
        return list(self.said.get(conversation, []))

    def rename_conversation(self, key: str, title: str) -> None:
        self.talk[key] = replace(self.talk[key], title=title)
        self.post(RecordsChanged(frozenset({"Conversation"})))

    def delete_conversation(self, key: str) -> None:
        self.talk.pop(key)
        self.said.pop(key, None)
        self.post(RecordsChanged(frozenset({"Conversation"})))

    # cards
    def cards(self) -> Sequence[Card]:
        return list(self.open_cards.values())

    def card(
        self,
        proposal: Proposal,
        *,
        tool: str = "",
        conversation: str = "",
        warnings: tuple[str, ...] = (),
    ) -> Card:
        letters = tuple(
            self._letter(change.draft) for change in proposal.changes if isinstance(change, Send)
        )
        card = Card(
            self.new_id("card"), conversation, "", tool, {}, proposal, letters, "0" * 64,
            self.clock.now(), warnings=warnings,
        )  # fmt: skip
        self.open_cards[card.id] = card
        return card

    def show(self, turn: str, card: Card) -> None:
        self.line(card.conversation, Role.APP, card.proposal.summary, turn=turn, card=card.id)
        self.post(CardShown(turn, card.conversation, card))

    def _letter(self, draft: Draft) -> Letter:
        sender = draft.sender or Address("me@example.org", "Me")
        message = compose(draft, sender, f"{draft.id}@example.org", self.clock.now())
        recipients = tuple(one.email for one in draft.recipients)
        return Letter(message, draft.id, sender.email, recipients, "work", "smtp.example.org")

    def present(self, card: str) -> str:
        self.asked.calls.append(("present", card))
        self._nonces[card] = self.new_id("nonce")
        return self._nonces[card]

    def approve(self, card: str, nonce: str, picked: Collection[str] = ()) -> None:
        self.asked.calls.append(("approve", card, nonce))
        self.picked = list(picked)
        if self._nonces.pop(card, None) != nonce:
            raise StaleError("This card was not shown a moment ago.", hint="Look at it again.")
        found = self.open_cards.pop(card)
        self.post(CardClosed(replace(found, state=CardState.APPROVED)))
        self.apply(found.proposal, conversation=found.conversation, approval=found.sha256)

    def decline(self, card: str) -> None:
        self.asked.calls.append(("decline", card))
        self.post(CardClosed(replace(self.open_cards.pop(card), state=CardState.DECLINED)))

    def edit(self, card: str, changed: Mapping[str, str | tuple[str, ...]]) -> None:
        self.asked.calls.append(("edit", card, dict(changed)))
        old = self.open_cards[card]
        new = self.card(
            Proposal(
                old.proposal.summary, tuple(_edited(one, changed) for one in old.proposal.changes)
            ),
            tool=old.tool,
            conversation=old.conversation,
        )
        self.open_cards.pop(card)
        self.post(CardClosed(replace(old, state=CardState.REPLACED)))
        self.post(CardShown("", new.conversation, new))

    # the journal
    def apply(
        self,
        proposal: Proposal,
        *,
        conversation: str = "",
        cause: str = "clicked",
        turn: str = "",
        approval: str = "",
        undo_of: str = "",
    ) -> Entry:
        for change in proposal.changes:
            self._carry_out(change)
        entry = Entry(
            self.new_id("entry"),
            self.clock.now(),
            conversation,
            turn,
            "",
            cause,
            proposal,
            approval,
            undo_of,
        )
        self.journal.insert(0, entry)
        kinds = frozenset(type(_record(change)).__name__ for change in proposal.changes)
        self.post(RecordsChanged(kinds))
        if not undo_of:
            if conversation:
                self.line(conversation, Role.APP, proposal.summary, turn=turn, entry=entry.id)
            self.post(Applied(turn, conversation, entry, proposal.summary))
        return entry

    def _carry_out(self, change: Change) -> None:
        match change:
            case Add(record):
                self.records[record.id] = record
            case Update(after=record):
                self.records[record.id] = record
            case Remove(record):
                self.records.pop(record.id, None)
            case Send(draft):
                self._rest(draft)
            case Unsend(draft):
                self.letters.pop(f"out-{draft.id}", None)

    def _rest(self, draft: Draft) -> None:
        letter = self._letter(draft)
        due = self.clock.now() + timedelta(seconds=self.settings.number("rest_seconds"))
        self.letters[f"out-{draft.id}"] = Outgoing(
            f"out-{draft.id}", draft.id, "work", OutboxState.READY, letter.sender,
            letter.recipients, letter.message, letter.message_id, due.astimezone(UTC),
        )  # fmt: skip
        self.post(OutboxChanged(f"out-{draft.id}", "ready"))

    def entries(self, limit: int = 200) -> Sequence[Entry]:
        return self.journal[:limit]

    def audit(self) -> "Future[Audit]":
        return _done(replace(self.found, lines=len(self.journal)))

    def undo(self, entry: str = "") -> None:
        self.asked.calls.append(("undo", entry))
        standing = [one for one in self.journal if not one.undone_by and not one.undo_of]
        found = next((one for one in standing if entry in {"", one.id}), None)
        if found is None:
            raise AssistantError("There is nothing to undo.", hint="Look at the Activity page.")
        by = self.apply(found.proposal.inverse(), cause="undo", undo_of=found.id)
        at = self.journal.index(found)
        self.journal[at] = replace(found, undone_by=by.id)
        self.post(Undone(self.journal[at], by))

    def propose(self, proposal: Proposal) -> None:
        self.asked.calls.append(("propose", proposal))
        if proposal.risk >= Risk.DESTRUCTIVE:
            self.post(CardShown("", "", self.card(proposal)))
        else:
            self.apply(proposal)

    # reminders
    def complete(self, reminder: str) -> None:
        self.asked.calls.append(("complete", reminder))
        before = self.records[reminder]
        assert isinstance(before, Reminder)
        self.apply(
            Proposal(
                f"Done: {before.text}", (Update(before, replace(before, done=self.clock.now())),)
            )
        )

    def snooze(self, reminder: str, words: str) -> None:
        self.asked.calls.append(("snooze", reminder, words))

    def brief(self) -> None:
        self.asked.calls.append(("brief",))
        text = say_brief(brief_of(self.reads, self.clock.now()))
        key = "day"
        self.talk[key] = Conversation(key, "My day", self.clock.now(), self.clock.now())
        self.line(key, Role.APP, text)
        self.post(BriefReady(key, text, asked=True))

    def setting_changed(self, name: str) -> None:
        self.asked.calls.append(("setting_changed", name))

    # files
    def import_calendars(
        self, files: Sequence[Path], into: str = ""
    ) -> "Future[tuple[Taken, ...]]":
        self.asked.calls.append(("import", files, into))
        return _done(())

    def stop_import(self) -> None:
        self.asked.calls.append(("stop_import",))

    def export_calendars(self, folder: Path) -> "Future[Sequence[Path]]":
        self.asked.calls.append(("export", folder))
        return _done((folder / "Personal.ics",))

    def unanswered(self) -> Sequence[Firing]:
        return list(self.rung.values())

    def delivered(self, reminder: str) -> Firing | None:
        return self.rung.get(reminder)

    # mail
    def outbox(self) -> Sequence[Outgoing]:
        return list(self.letters.values())[::-1]

    def retry(self, outgoing: str) -> None:
        self.asked.calls.append(("retry", outgoing))

    def give_up(self, outgoing: str) -> None:
        self.asked.calls.append(("give_up", outgoing))

    def resolve(self, outgoing: str, *, sent: bool) -> None:
        self.asked.calls.append(("resolve", outgoing, sent))

    def fetch_mail(self) -> None:
        self.asked.calls.append(("fetch_mail",))

    def mark_letter(self, letter: str, *, seen: bool) -> None:
        found = self.records[letter]
        assert isinstance(found, Received)
        self.records[letter] = replace(found, flags=found.flagged(SEEN, on=seen))
        self.post(RecordsChanged(frozenset({"Received"})))

    def move_letter(self, letter: str, role: str) -> None:
        found = self.records[letter]
        assert isinstance(found, Received)
        self.records[letter] = replace(found, role=role)
        self.post(RecordsChanged(frozenset({"Received"})))

    def letter_source(self, key: str) -> bytes | None:
        if key in self.sources:
            return self.sources[key]
        return f"Source of {key}".encode() if key in self.records else None

    def enclose(self, path: Path) -> "Future[Enclosed]":
        return _done(Enclosed(path.name, "text/plain", path.stat().st_size, digest="d"))

    def load_pictures(self, addresses: Sequence[str]) -> "Future[Mapping[str, bytes]]":
        self.asked.calls.append(("load_pictures", tuple(addresses)))
        return _done({one: self.net[one] for one in addresses if one in self.net})

    def import_file(self, path: Path) -> "Future[Imported]":
        """Take an address file in."""
        found = read_cards(path.read_bytes())
        for one in found.contacts:
            key = self.new_id("contact")
            self.records[key] = replace(one, id=key)
        reason = "; ".join(reason for _, reason in found.aside)
        return _done(Imported("imported", len(found.contacts), reason))

    def export_contacts(self, target: Path, *, version: Version, group: str = "") -> "Future[int]":
        chosen = [one for one in self.reads.contacts() if not group or group in one.groups]
        target.write_bytes(write_cards(chosen, version))
        return _done(len(chosen))

    def export_all(self, folder: str | Path) -> "Future[int]":
        self.asked.calls.append(("export_all", str(folder)))
        return _done(7)

    def restore(self, folder: str | Path) -> "Future[Restored]":
        self.asked.calls.append(("restore", str(folder)))
        return _done(Restored(5, 2))

    def connections(self) -> Overview:
        return self.overview

    def accounts(self) -> Sequence[Account]:
        return list(self.people.values())

    def guess_account(self, address: str) -> Account | None:
        if address.endswith("@gmail.com"):
            return Account("", address, "", "smtp.gmail.com", 465, "tls", address)
        return None

    def account_note(self, address: str) -> str:
        return "Needs an app password." if address.endswith("@gmail.com") else ""

    def secrets_last(self) -> "Future[bool]":
        return _done(self.lasting)

    def save_account(self, account: Account, password: str) -> "Future[None]":
        """Save at once, unless `keyring` makes the caller wait, or fail."""
        self.asked.calls.append(("save_account", account, password))
        self.people[account.id] = account
        return self.keyring or _done(None)

    def remove_account(self, key: str) -> "Future[None]":
        self.people.pop(key)
        return _done(None)

    def discover_account(self, account: Account) -> "Future[Account | None]":
        return _done(replace(account, smtp_host="out.dns.example", imap_host="in.dns.example"))

    def sign_in(
        self,
        account: Account,
        client: tuple[str, str],
        show: Callable[[str, str], object],
        *,
        by_code: bool = False,
    ) -> "Future[None]":
        self.asked.calls.append(("sign_in", account.address, client, by_code))
        show("https://login.example/device", "AB-CD" if by_code else "")
        self.people[account.id] = replace(account, oauth=True)
        return _done(None)

    def test_account(self, account: Account, password: str) -> "Future[str]":
        self.asked.calls.append(("test_account", account, password))
        self.test_result = Future()
        return self.test_result

    # models
    def models(self) -> Sequence[Choice]:
        return self.catalogue

    def get_model(self, name: str) -> None:
        self.asked.calls.append(("get_model", name))

    def model_ready(self) -> bool:
        return all(one.installed for one in self.catalogue if one.current)

    def when(self, text: str) -> tuple[Found, ...]:
        return find(text, self.clock.now(), self.clock.zone)

    @property
    def leaves_for(self) -> str:
        away = (one.endpoint for one in self.servers if one.current and not one.endpoint.here)
        return next((one.host for one in away), "")

    def bring_model(self, folder: Path) -> None:
        self.asked.calls.append(("bring_model", folder))

    def remove_model(self, name: str) -> None:
        self.asked.calls.append(("remove_model", name))
        self.catalogue = [one for one in self.catalogue if one.name != name]

    def test_model(self, name: str) -> None:
        self.asked.calls.append(("test_model", name))

    def test_mirror(self, address: str, proxy: str) -> "Future[str]":
        self.asked.calls.append(("test_mirror", address, proxy))
        self.test_result = Future()
        return self.test_result

    def endpoints(self) -> Sequence[Server]:
        return self.servers

    def save_endpoint(self, endpoint: Endpoint, key: str) -> "Future[None]":
        self.asked.calls.append(("save_endpoint", endpoint, key))
        self.servers = [one for one in self.servers if one.endpoint.name != endpoint.name]
        self.servers.append(Server(endpoint))
        return self.keyring or _done(None)

    def remove_endpoint(self, name: str) -> "Future[None]":
        self.servers = [one for one in self.servers if one.endpoint.key != name]
        return _done(None)

    def test_endpoint(self, endpoint: Endpoint, key: str) -> "Future[str]":
        self.asked.calls.append(("test_endpoint", endpoint, key))
        self.test_result = Future()
        return self.test_result

    def offered_by(self, endpoint: Endpoint, key: str) -> "Future[tuple[str, ...]]":
        self.asked.calls.append(("offered_by", endpoint, key))
        return _done(("qwen3:8b", "llama3.2:3b"))

    def use_model(self, name: str) -> None:
        self.servers = [replace(one, current=one.endpoint.key == name) for one in self.servers]
        self.catalogue = [replace(one, current=one.name == name) for one in self.catalogue]
        self.post(ModelStateChanged("unloaded"))


def _record(change: Change) -> Record:
    return (
        change.record
        if isinstance(change, Add | Remove)
        else (change.after if isinstance(change, Update) else change.draft)
    )


def _edited(change: Change, changed: Mapping[str, str | tuple[str, ...]]) -> Change:
    if not isinstance(change, Send):
        return change
    draft = change.draft
    to = changed.get("to")
    people = tuple(address(one) for one in to) if isinstance(to, tuple) else draft.to
    return Send(
        replace(
            draft,
            to=people,
            subject=str(changed.get("subject", draft.subject)),
            body=str(changed.get("body", draft.body)),
        )
    )


def furnish(desk: FakeDesk) -> None:
    """Put a believable week into the desk."""

    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)

    anna = Address("anna@example.org", "Anna Keller")
    events = (
        Event("e1", "Team meeting", at(23, 9, 30), at(23, 10, 15), repeat="FREQ=WEEKLY;BYDAY=MO"),
        Event(
            "e2",
            "Lunch with Anna",
            at(24, 12),
            at(24, 13),
            location="Café Einstein",
            attendees=(anna,),
        ),
        Event("e3", "Dentist", at(24, 16, 30), at(24, 17, 15), location="Hauptstraße 12"),
        Event("e4", "Review of the quarterly report", at(25, 10), at(25, 11, 30)),
        Event("e5", "Call with Shanghai", at(25, 10, 30), at(25, 11)),
        Event("e6", "瑜伽课", at(26, 18), at(26, 19), repeat="FREQ=WEEKLY;BYDAY=TH"),
        Event("e7", "Conference in Hamburg", date(2026, 11, 26), date(2026, 11, 28)),
        Event("e8", "Concert", at(27, 20), at(27, 22, 30), location="Philharmonie"),
        Event("e9", "Run", at(28, 8), at(28, 9)),
    )
    reminders = (
        Reminder("r1", "Stretch", at(23, 10, 45), repeat="FREQ=DAILY", start=at(20, 10, 45)),
        Reminder("r2", "Send the signed contract to the landlord", at(23, 17)),
        Reminder("r3", "交季度报告", at(25, 9)),
        Reminder(
            "r4", "Water the plants", at(29, 11), repeat="FREQ=WEEKLY;BYDAY=SU", start=at(22, 11)
        ),
    )
    contacts = (
        Contact("c1", "Anna Keller", ("anna@example.org",), ("+49 30 1234567",)),
        Contact("c2", "Ben Okafor", ("ben@example.org", "ben.okafor@example.com")),
        Contact("c3", "李娜", ("li.na@example.cn",), ("+86 21 5550 1234",), "Shanghai office"),
        Contact("c4", "Zoë O'Brien", ("zoe@example.ie",)),
    )
    for record in (*events, *reminders, *contacts):
        desk.records[record.id] = record
    desk.people["work"] = Account(
        "work", "me@example.org", "Me", "smtp.example.org", 465, "tls", "me"
    )
    for key, title, hours in (
        ("t1", "Lunch with Anna", 1),
        ("t2", "Remind me to stretch", 20),
        ("t3", "提醒我交季度报告", 30),
        ("t4", "Email Ben about the quarterly report and the budget", 50),
    ):
        when = desk.clock.now() - timedelta(hours=hours)
        desk.talk[key] = Conversation(key, title, when, when)


def _done(result: T) -> "Future[T]":
    """Return work that is over."""
    work: Future[T] = Future()
    work.set_result(result)
    return work
