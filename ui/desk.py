"""What the window asks of the core: the part of the `Assistant` facade that it uses."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from assistant.app.connecting import Overview
from assistant.base.clock import Clock
from assistant.base.lanes import Work
from assistant.base.settings import Settings
from assistant.domain.calendars import Taken
from assistant.domain.cards import Audit, Card, Entry
from assistant.domain.changes import Proposal
from assistant.domain.imported import Imported
from assistant.domain.mail import Account, Enclosed, Outgoing
from assistant.domain.mailview import MailReads
from assistant.domain.reads import Reads
from assistant.domain.reminders import Firing
from assistant.domain.talk import Conversation, Line
from assistant.domain.vcard.writing import Version
from assistant.llm.endpoints import Endpoint
from assistant.store.dump import Restored
from assistant.training.mine import Note
from assistant.training.stage import Found as Lessons
from assistant.training.stage import Plan, Stage
from assistant.when import Found

E = TypeVar("E")


class ModelChoice(Protocol):
    """One model of the catalogue, as the models page shows it."""

    @property
    def name(self) -> str:
        """The catalogue's name."""

    @property
    def title(self) -> str:
        """The name people know it by."""

    @property
    def size_bytes(self) -> int:
        """What a download takes."""

    @property
    def licence(self) -> str:
        """SPDX identifier."""

    @property
    def languages(self) -> Sequence[str]:
        """Language codes that it reads."""

    @property
    def installed(self) -> bool:
        """Whether its files are on this computer."""

    @property
    def current(self) -> bool:
        """Whether it is the one that answers."""

    @property
    def fit(self) -> bool:
        """Whether this computer can run it."""

    @property
    def fit_reason(self) -> str:
        """Why, in the user's language."""

    @property
    def kind(self) -> str:
        """Either "chat" or "encoder"."""

    @property
    def score(self) -> str:
        """What it reached in the self-test here, such as "18/20"; empty where it was not tried."""

    @property
    def embedded(self) -> bool:
        """Whether the program needs it to answer out of the box."""


class EndpointChoice(Protocol):
    """One model server, as the models page shows it."""

    @property
    def endpoint(self) -> Endpoint:
        """Where it is, and which model answers there."""

    @property
    def current(self) -> bool:
        """Whether it is the one that answers."""

    @property
    def score(self) -> str:
        """What it reached in the self-test, such as "18/20"; empty where it was not tried."""


class Teaching(Protocol):
    """The four steps: collect, train, evaluate, deploy. Progress events "training" tell of them."""

    def found(self) -> Work[Lessons]:
        """Count what can be learned from."""

    def mine(self) -> Sequence[Note]:
        """What the user corrected, oldest first."""

    def forget(self, key: str = "") -> None:
        """Delete one of the user's lessons, or all."""

    def stage(self) -> Stage:
        """How far the newest run is."""

    def versions(self) -> Sequence[str]:
        """Versions that were used, the one in use last."""

    def begin(self, plan: Plan) -> None:
        """Start a new run; raises AssistantError where one goes on."""

    def pause(self) -> None:
        """Let what runs save itself and end."""

    def resume(self) -> None:
        """Go on."""

    def discard(self) -> None:
        """Throw the newest run away."""

    def install(self) -> Work[str]:
        """Install the newest run; gives its version or raises AssistantError."""

    def rollback(self) -> Work[str]:
        """Go back to the version before; gives it or raises AssistantError."""


class Desk(Protocol):
    """The facade: every method returns at once, results come as events."""

    @property
    def settings(self) -> Settings:
        """The user's choices."""

    @property
    def teaching(self) -> Teaching:
        """The four steps by which the model learns."""

    @property
    def clock(self) -> Clock:
        """Now, and the user's zone."""

    @property
    def reads(self) -> Reads:
        """Everything kept, read-only."""

    @property
    def notifies(self) -> bool:
        """Whether the desktop's own notifications show what falls due."""

    def secrets_last(self) -> Work[bool]:
        """Find out whether a password is still there after a restart."""

    def on(self, kind: type[E], listener: Callable[[E], None], /) -> Callable[[], None]:
        """Listen for events of `kind`, on the core's threads; call the result to stop."""

    def start(self) -> None:
        """Arm reminders and drain the outbox."""

    def close(self) -> None:
        """End everything in order."""

    def ask(self, text: str, conversation: str = "") -> str:
        """Begin a turn and return its id; raises AssistantError for empty or too long text."""

    def stop(self) -> None:
        """Stop the turn that runs."""

    def conversations(self) -> Sequence[Conversation]:
        """All conversations, newest first."""

    def lines(self, conversation: str) -> Sequence[Line]:
        """The lines of one conversation, oldest first."""

    def rename_conversation(self, key: str, title: str) -> None:
        """Give a conversation another title."""

    def delete_conversation(self, key: str) -> None:
        """Forget a conversation."""

    def cards(self) -> Sequence[Card]:
        """Open cards, oldest first."""

    def present(self, card: str) -> str:
        """Return a fresh single-use nonce for a card that is now visible (ten minutes)."""

    def approve(self, card: str, nonce: str, picked: Collection[str] = ()) -> None:
        """Carry the card out; `picked` are what the user picked of its `picks`."""

    def decline(self, card: str) -> None:
        """Close the card without doing anything."""

    def edit(self, card: str, changed: Mapping[str, str | tuple[str, ...]]) -> None:
        """Propose again with other arguments; a new card replaces this one."""

    def entries(self, limit: int = 200) -> Sequence[Entry]:
        """The journal, newest first."""

    def audit(self) -> Work[Audit]:
        """Check the chain of the journal."""

    def undo(self, entry: str = "") -> None:
        """Take an entry back; the last one that still stands where none is named."""

    def propose(self, proposal: Proposal) -> None:
        """Ask for a change made by mouse or keyboard."""

    def complete(self, reminder: str) -> None:
        """Mark a reminder done."""

    def snooze(self, reminder: str, words: str) -> None:
        """Put a reminder off, "10 minutes" or "tomorrow at 9"."""

    def brief(self) -> None:
        """Write the brief of the day into a conversation; told as `BriefReady`."""

    def setting_changed(self, name: str) -> None:
        """Take a setting that was changed into account where something waits by it."""

    def import_calendars(self, files: Sequence[Path], into: str = "") -> Work[tuple[Taken, ...]]:
        """Take calendar files and folders in; Progress events tell how far each is."""

    def stop_import(self) -> None:
        """End the import that runs."""

    def export_calendars(self, folder: Path) -> Work[Sequence[Path]]:
        """Write a file a calendar into a folder; gives the files."""

    def unanswered(self) -> Sequence[Firing]:
        """Deliveries of reminders that nobody has reacted to."""

    def delivered(self, reminder: str) -> Firing | None:
        """Return the last delivery of a reminder."""

    def import_file(self, path: Path) -> Work[Imported]:
        """Take a file in, in the background."""

    def export_contacts(self, target: Path, *, version: Version, group: str = "") -> Work[int]:
        """Write contacts into a vCard file; gives how many."""

    def outbox(self) -> Sequence[Outgoing]:
        """Letters on their way, newest first."""

    def retry(self, outgoing: str) -> None:
        """Try again to send."""

    def give_up(self, outgoing: str) -> None:
        """Do not send."""

    def resolve(self, outgoing: str, *, sent: bool) -> None:
        """Settle a letter of unknown fate as the user knows it."""

    def fetch_mail(self) -> None:
        """Look for new mail now."""

    def mark_letter(self, letter: str, *, seen: bool) -> None:
        """Mark a received letter as seen or not."""

    def move_letter(self, letter: str, role: str) -> None:
        """Move a received letter to "trash", "archive" or "inbox"."""

    @property
    def mail(self) -> MailReads:
        """What the mail window lists and opens."""

    def enclose(self, path: Path) -> Work[Enclosed]:
        """Keep a file to go with a letter."""

    def load_pictures(self, addresses: Sequence[str]) -> Work[Mapping[str, bytes]]:
        """Load pictures that a letter points to."""

    def letter_source(self, key: str) -> bytes | None:
        """Return the bytes of a received letter as they came, or None."""

    def export_all(self, folder: str | Path) -> Work[int]:
        """Write everything into a folder; gives how many files, or raises AssistantError."""

    def restore(self, folder: str | Path) -> Work[Restored]:
        """Take in what was written so."""

    def connections(self) -> Overview:
        """Where the program may connect to, and what it connected to."""

    def accounts(self) -> Sequence[Account]:
        """Mail accounts."""

    def guess_account(self, address: str) -> Account | None:
        """Return the settings usual for an address, where they are known."""

    def account_note(self, address: str) -> str:
        """Return what the provider of an address wants, such as an app password; may be empty."""

    def save_account(self, account: Account, password: str) -> Work[None]:
        """Keep an account, and its password in the keyring, which may ask the user first."""

    def remove_account(self, key: str) -> Work[None]:
        """Forget an account and its password."""

    def discover_account(self, account: Account) -> Work[Account | None]:
        """Ask the DNS for the servers of an account's domain."""

    def sign_in(
        self,
        account: Account,
        client: tuple[str, str],
        show: Callable[[str, str], object],
        *,
        by_code: bool = False,
    ) -> Work[None]:
        """Let the user sign in by browser, or by a code."""

    def test_account(self, account: Account, password: str) -> Work[str]:
        """Connect and log in; gives a plain sentence or raises AssistantError."""

    def models(self) -> Sequence[ModelChoice]:
        """The catalogue."""

    def get_model(self, name: str) -> None:
        """Download a model; Progress events tell how far it is."""

    def model_ready(self) -> bool:
        """Whether the model that answers out of the box is on this computer."""

    def use_model(self, name: str) -> None:
        """Let another model, or "endpoint:NAME", answer."""

    def bring_model(self, folder: Path) -> None:
        """Take a model from a folder; raises AssistantError where there is none."""

    def remove_model(self, name: str) -> None:
        """Take a model off this computer."""

    def test_model(self, name: str) -> None:
        """Try twenty sentences; Progress events "test:NAME" tell how far it is."""

    def test_mirror(self, address: str, proxy: str) -> Work[str]:
        """Ask a mirror of the model hub; gives a plain sentence or raises AssistantError."""

    @property
    def leaves_for(self) -> str:
        """The host that what is typed leaves this computer for; empty while it stays."""

    def endpoints(self) -> Sequence[EndpointChoice]:
        """Model servers that the user added."""

    def save_endpoint(self, endpoint: Endpoint, key: str) -> Work[None]:
        """Keep a model server, and its key in the keyring."""

    def remove_endpoint(self, name: str) -> Work[None]:
        """Forget a model server and its key."""

    def test_endpoint(self, endpoint: Endpoint, key: str) -> Work[str]:
        """Say hello to it; gives a plain sentence or raises AssistantError."""

    def offered_by(self, endpoint: Endpoint, key: str) -> Work[tuple[str, ...]]:
        """Ask it which models it has."""

    def when(self, text: str) -> tuple[Found, ...]:
        """Return the phrases of `text` that speak of time."""
