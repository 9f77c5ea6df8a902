"""The facade: ask, decide, undo, query, listen. Every method returns at once unless it says so."""

import mimetypes
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from assistant.agent.cards import Cause
from assistant.agent.editing import edit_card
from assistant.app.connecting import Overview, overview
from assistant.app.erasing import Erased, erase
from assistant.app.importing import take_in
from assistant.app.models import EndpointChoice, ModelChoice
from assistant.app.parts import Parts
from assistant.app.takeaway import Takeaway
from assistant.app.teaching import Teaching
from assistant.base.bus import Unsubscribe
from assistant.base.clock import Clock
from assistant.base.errors import AssistantError
from assistant.base.lanes import Lane, Work
from assistant.base.paths import Paths
from assistant.base.settings import Settings
from assistant.domain.calendars import Taken
from assistant.domain.cards import Audit, Card, Entry
from assistant.domain.changes import Proposal
from assistant.domain.events import Failed, OutboxChanged, RecordsChanged
from assistant.domain.imported import Imported
from assistant.domain.mail import Account, Enclosed, Outgoing
from assistant.domain.mailview import MailReads
from assistant.domain.reads import Reads
from assistant.domain.reminders import Firing
from assistant.domain.talk import Conversation, Line
from assistant.domain.vcard.writing import Version
from assistant.llm.endpoints import Endpoint
from assistant.schedule.scheduler import Scheduler
from assistant.skill.quick import read_line
from assistant.store.dump import Restored
from assistant.store.mailboxes import Folder
from assistant.when import Found, find

E = TypeVar("E")
_FIRST_LINES = ("lunch tomorrow at 12:30 for an hour", "明天上午九点开会")
UNDONE_FOR = timedelta(days=30)


class Assistant:
    """The core, as the outside sees it. Built by `assistant.app.build`."""

    def __init__(self, parts: Parts, release: Callable[[], None] = lambda: None) -> None:
        self._parts = parts
        self._release = release
        self._store = Lane("store")
        self.settings: Settings = parts.settings
        self.teaching: Teaching = parts.teaching
        self.clock: Clock = parts.clock
        self.paths: Paths = parts.paths
        self.reads: Reads = parts.store.reads
        self.on(OutboxChanged, parts.mailing.changed)
        self.on(RecordsChanged, self._records_changed)
        parts.reminding.on_answer(self.complete, self.snooze)

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
        self._parts.inbox.start()
        self._parts.talking.prepare(self._read_rules)
        long_ago = self.clock.now() - UNDONE_FOR
        self._store.submit(self._parts.store.journal.forget, long_ago)

    def settle(self) -> None:
        """Wait until all that was asked so far is done: for the terminal and for tests."""
        parts = self._parts
        parts.reminding.settle()  # what comes by the clock may have something to say
        parts.calendars.settle()
        for room in (parts.talking, self._store, parts.reminding, parts.mailing, parts.inbox):
            room.settle()

    def close(self) -> None:
        """Stop what runs and end in order; waits for a letter that is being sent."""
        self._parts.talking.close()
        self._parts.calendars.close()
        self._store.close()
        self._parts.reminding.close()
        self._parts.inbox.close()
        self._parts.mailing.close()
        self._parts.teaching.close()
        self._parts.shelf.close()
        self._parts.minds.close()
        self._parts.store.close()
        self._release()

    def abandon(self) -> None:
        """Drop everything as a killed process would, for tests: nothing is finished or tidied."""
        self._parts.talking.close(wait_for_work=False)
        self._store.close(wait_for_work=False)
        self._parts.scheduler.close()
        self._parts.inbox.close()
        self._parts.teaching.close()
        self._parts.minds.close()
        self._release()

    # Talking

    def ask(self, text: str, conversation: str = "") -> str:
        """Begin a turn and return its id; raise `AssistantError` for empty or too long text."""
        return self._parts.talking.ask(text, conversation)

    def stop(self) -> None:
        """Stop the turns that run or wait."""
        self._parts.talking.stop()

    def conversations(self) -> Sequence[Conversation]:
        """Return all conversations, the one talked in last first."""
        return self._parts.talking.all()

    def lines(self, conversation: str) -> Sequence[Line]:
        """Return what was said in a conversation, oldest first."""
        return self._parts.talking.lines(conversation)

    def rename_conversation(self, key: str, title: str) -> None:
        """Give a conversation another title."""
        self._parts.talking.rename(key, title)

    def delete_conversation(self, key: str) -> None:
        """Forget a conversation; what was done in it stays done, and in the journal."""
        self._parts.talking.delete(key)

    # Cards

    def cards(self) -> Sequence[Card]:
        """Return the cards that wait, oldest first; they survive a restart."""
        return self._parts.store.cards.open()

    def present(self, card: str) -> str:
        """Return a fresh single-use nonce for a card that is now visible (ten minutes)."""
        return self._parts.gate.present(card)

    def approve(self, card: str, nonce: str, picked: Collection[str] = ()) -> None:
        """Carry a card out; what comes of it is told as `Applied` or `Failed`.

        `picked` are those of the card's `picks` that the user picked by hand.
        """
        self._submit(lambda: self._parts.gate.approve(card, nonce, picked), self._talk_of(card))

    def decline(self, card: str) -> None:
        """Close a card without doing it; a letter is kept as a draft."""
        self._submit(lambda: self._parts.gate.decline(card), self._talk_of(card))

    def edit(self, card: str, changed: Mapping[str, str | tuple[str, ...]]) -> None:
        """Run the card's tool with other words; a new card takes its place."""
        parts = self._parts

        def run_again() -> None:
            edit_card(card, changed, store=parts.store, caller=parts.caller, gate=parts.gate)

        self._submit(run_again, self._talk_of(card))

    # What was done

    def entries(self, limit: int = 200) -> Sequence[Entry]:
        """Return the journal, newest first."""
        return self._parts.store.journal.entries(limit)

    def audit(self) -> "Work[Audit]":
        """Check the chain of the journal from the first line to the last."""
        return self._store.submit(self._parts.store.journal.audit)

    def undo(self, entry: str = "") -> None:
        """Take an entry back, or the last one that still stands; told as `Undone`."""
        gate = self._parts.gate
        self._submit(lambda: gate.undo(entry) if entry else gate.undo_last())

    def propose(self, proposal: Proposal) -> None:
        """Ask for a change made by mouse or keyboard: same policy, journal and undo."""
        self._submit(lambda: self._parts.gate.submit(proposal, Cause()))

    def complete(self, reminder: str) -> None:
        """Mark a reminder as done; of one that comes again, only what has come so far."""
        self._submit(lambda: self._parts.answering.complete(reminder))

    def snooze(self, reminder: str, words: str) -> None:
        """Put a reminder off: "10 minutes", "tomorrow at 9"."""
        self._submit(lambda: self._parts.answering.snooze(reminder, words))

    def brief(self) -> None:
        """Write the brief of the day into a conversation; told as `BriefReady`."""
        self._parts.briefing.ask()

    def setting_changed(self, name: str) -> None:
        """Take a setting that was changed into account where something waits by it."""
        if name in {"morning_brief", "brief_time"}:
            self._parts.reminding.submit(self._parts.briefing.changed)
        elif name == "quiet_hours":
            self._parts.reminding.wake()

    # Files

    def export(self, folder: Path) -> Sequence[Path]:
        """Write calendars, task lists and contacts into `folder`; return the files. Blocks."""
        files = [*self._parts.calendars.write(folder)]
        if self.reads.contacts():
            self._parts.contacts.write(folder / "contacts.vcf")
            files.append(folder / "contacts.vcf")
        return tuple(files)

    def export_contacts(self, target: Path, *, version: Version, group: str = "") -> "Work[int]":
        """Write contacts into a vCard file; the future holds how many."""
        return self._store.submit(self._parts.contacts.write, target, version, group)

    def import_file(self, path: Path) -> "Work[Imported]":
        """Take a file in, in the background; the future holds what became of it, or raises."""
        return self._store.submit(lambda: self.take_in(path.name, path.read_bytes()))

    def export_calendars(self, folder: Path) -> "Work[Sequence[Path]]":
        """Write calendars and task lists into `folder`; gives the files."""
        return self._parts.calendars.write_files(folder)

    def import_calendars(self, files: Sequence[Path], into: str = "") -> "Work[tuple[Taken, ...]]":
        """Take calendar files and folders in; Progress events tell how far each is."""
        return self._parts.calendars.take_files(files, into)

    def stop_import(self) -> None:
        """End the import that runs; the file that is half read leaves nothing behind."""
        self._parts.calendars.stop()

    def export_all(self, folder: str | Path) -> "Work[int]":
        """Write everything into `folder`; the future holds how many files, or raises."""
        return self._store.submit(lambda: len(self._takeaway().write(Path(folder))))

    def restore(self, folder: str | Path) -> "Work[Restored]":
        """Take in what `export_all` wrote; the future holds how much of it was new, or raises."""

        def read() -> Restored:
            found = self._takeaway().read(Path(folder))
            kinds = {"Event", "Reminder", "Contact", "Draft", "Received", "Task", "Document"}
            self._parts.bus.post(RecordsChanged(frozenset({*kinds, "Account", "Conversation"})))
            return found

        return self._store.submit(read)

    def erase(self) -> Erased:
        """Close, then erase everything that is kept; nothing can be asked after it. Blocks."""
        self.close()
        return erase(self.paths, self._parts.secrets)

    def _takeaway(self) -> Takeaway:
        parts = self._parts
        return Takeaway(parts.store, parts.clock, parts.paths, parts.calendars)

    def unanswered(self) -> Sequence[Firing]:
        """Return the deliveries of reminders that nobody has reacted to."""
        return self._parts.store.firings.unacknowledged()

    def delivered(self, reminder: str) -> Firing | None:
        """Return the last delivery of a reminder, None where it never came."""
        return self._parts.store.firings.last(reminder)

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

    def secrets_last(self) -> "Work[bool]":
        """Find out whether a password is still there after a restart."""
        return self._parts.mailing.secrets_last()

    def save_account(self, account: Account, password: str) -> "Work[None]":
        """Keep an account; the future raises `AssistantError` when the keyring says no."""
        return self._parts.mailing.save(account, password)

    def remove_account(self, key: str) -> "Work[None]":
        """Forget an account and its password; the future raises as that of `save_account`."""
        self._parts.inbox.removed(key)
        return self._parts.mailing.remove(key)

    def test_account(self, account: Account, password: str) -> "Work[str]":
        """Try to log in; the future holds a sentence or raises `AssistantError`."""
        return self._parts.mailing.test(account, password)

    def discover_account(self, account: Account) -> "Work[Account | None]":
        """Ask the DNS for the servers of an account's domain."""
        return self._parts.mailing.discover(account)

    def sign_in(
        self,
        account: Account,
        client: tuple[str, str],
        show: Callable[[str, str], object],
        *,
        by_code: bool = False,
    ) -> "Work[None]":
        """Let the user sign in by browser, or by a code; `show` gets the address and the code."""
        return self._parts.mailing.sign_in(account, client, show, by_code=by_code)

    def folders(self) -> Sequence[Folder]:
        """Return the folders of the mail accounts, the inboxes first."""
        return self._parts.inbox.folders()

    def fetch_mail(self) -> None:
        """Look for new mail now; told as `Progress` and `RecordsChanged`."""
        self._parts.inbox.fetch()

    def mark_letter(self, letter: str, *, seen: bool) -> None:
        """Mark a received letter as seen or not, here and on its server."""
        self._submit(lambda: self._parts.inbox.mark(letter, seen=seen))

    def move_letter(self, letter: str, role: str) -> None:
        """Move a received letter to "trash", "archive" or "inbox", here and on its server."""
        self._submit(lambda: self._parts.inbox.move(letter, role))

    def load_letter(self, letter: str) -> "Work[None]":
        """Load a letter of which only the head is here."""
        return self._parts.inbox.load(letter)

    def take_in(self, name: str, data: bytes) -> Imported:
        """Take a file in (.eml, .mbox ...); blocks. Raises `UsageError` for an unknown kind."""
        found = take_in(name, data, self._parts.store, self.clock, self._parts.bus.post)
        self._parts.bus.post(RecordsChanged(frozenset({"Received"})))
        return found

    @property
    def mail(self) -> MailReads:
        """What the mail window lists and opens, read-only."""
        return self._parts.store.mail

    def enclose(self, path: Path) -> "Work[Enclosed]":
        """Keep a file to go with a letter; the future raises where it is too large or gone."""
        return self._store.submit(self._enclose, path)

    def _enclose(self, path: Path) -> Enclosed:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise AssistantError(
                "The file {name} cannot be read.", hint="Choose another one.", name=path.name
            ) from error
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return self._parts.store.files.keep(path.name, kind, data)

    def load_pictures(self, addresses: Sequence[str]) -> "Work[Mapping[str, bytes]]":
        """Load pictures that a letter points to, because the user asked for them."""
        return self._parts.inbox.load_pictures(addresses)

    def letter_source(self, key: str) -> bytes | None:
        """Return the bytes of a received letter exactly as they came, or None."""
        return self._parts.store.letters.source(key)

    def connections(self) -> Overview:
        """Return where the program may connect to, what it connected to, and what was refused."""
        return overview()

    # Models

    @property
    def leaves_for(self) -> str:
        """The host that what is typed leaves this computer for; "" while it stays here."""
        return self._parts.minds.host()

    def models(self) -> Sequence[ModelChoice]:
        """Return the catalogue with what is installed and what fits."""
        return self._parts.shelf.choices()

    def model_ready(self) -> bool:
        """Whether what answers is there: the built-in model, or an endpoint that was chosen."""
        return self._parts.shelf.ready()

    def get_model(self, name: str) -> None:
        """Load a model in the background; told as `Progress`."""
        self._parts.shelf.get(name)

    def use_model(self, name: str) -> None:
        """Let an installed model, or "endpoint:NAME", answer from now on."""
        self._parts.shelf.use(name)

    def bring_model(self, folder: Path) -> None:
        """Take a model from a folder in the background; raises UsageError where there is none."""
        self._parts.shelf.bring(folder)

    def remove_model(self, name: str) -> None:
        """Take a model off this computer."""
        self._parts.shelf.remove(name)

    def test_model(self, name: str) -> None:
        """Try twenty sentences with a model or "endpoint:NAME"; told as `Progress` "test:NAME"."""
        self._parts.shelf.test(name)

    def test_mirror(self, address: str, proxy: str) -> "Work[str]":
        """Ask a mirror of the model hub; the future holds a sentence or raises."""
        return self._parts.shelf.test_mirror(address, proxy)

    def endpoints(self) -> Sequence[EndpointChoice]:
        """Return the model servers that the user added."""
        return self._parts.shelf.endpoints()

    def save_endpoint(self, endpoint: Endpoint, key: str) -> "Work[None]":
        """Keep a model server; an empty key leaves the kept one as it is."""
        return self._parts.shelf.save_endpoint(endpoint, key)

    def remove_endpoint(self, name: str) -> "Work[None]":
        """Forget a model server and its key."""
        return self._parts.shelf.remove_endpoint(name)

    def offered_by(self, endpoint: Endpoint, key: str) -> "Work[tuple[str, ...]]":
        """Ask a model server which models it has."""
        return self._parts.shelf.offered_by(endpoint, key)

    def test_endpoint(self, endpoint: Endpoint, key: str) -> "Work[str]":
        """Say hello to a model server; the future holds a sentence or raises `AssistantError`."""
        return self._parts.shelf.test_endpoint(endpoint, key)

    # Words

    def when(self, text: str) -> tuple[Found, ...]:
        """Return the phrases of `text` that speak of time."""
        return find(text, self.clock.now(), self.clock.zone)

    def _read_rules(self) -> None:
        """Load the rules of time, so that the first key in a field does not wait for them."""
        for line in _FIRST_LINES:
            read_line(line, self.clock.now())

    def _talk_of(self, card: str) -> str:
        known = self._parts.store.cards.get(card)
        return known.conversation if known else ""

    def _records_changed(self, event: RecordsChanged) -> None:
        if "Account" in event.kinds:
            self._parts.inbox.accounts_changed()
        elif "Draft" in event.kinds:
            self._parts.inbox.fetch()

    def _submit(self, work: Callable[[], object], conversation: str = "") -> None:
        """Do `work` on the store lane; an expected failure is told as `Failed`."""

        def told() -> None:
            try:
                work()
            except AssistantError as error:
                self._parts.bus.post(Failed("", conversation, error.shown(), error.next_step()))

        if not self._store.closed:  # a note may be clicked while the program ends
            self._store.submit(told)
