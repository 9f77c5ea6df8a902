"""The whole store behind one name."""

from pathlib import Path

from assistant.base.clock import Clock
from assistant.store.accounts import Accounts
from assistant.store.asides import Asides
from assistant.store.cards import Cards
from assistant.store.conversations import Conversations
from assistant.store.database import Database
from assistant.store.files import Files
from assistant.store.firings import Firings
from assistant.store.journal import Journal
from assistant.store.letters import Letters
from assistant.store.mailboxes import Mailboxes
from assistant.store.mailview import MailView
from assistant.store.outbox import Outbox
from assistant.store.questions import Questions
from assistant.store.reader import Reader
from assistant.store.serverdrafts import ServerDrafts


class Store:
    """One database file (None: memory) and the doors to it; each is safe under threads.

    Raises `AssistantError` where the file cannot be used; the file is left as it is.
    """

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self.database = Database(path)
        self.journal = Journal(self.database, clock)
        self.outbox = Outbox(self.database, clock)
        self.cards = Cards(self.database)
        self.questions = Questions(self.database)
        self.conversations = Conversations(self.database, clock)
        self.firings = Firings(self.database, clock)
        self.accounts = Accounts(self.database)
        self.asides = Asides(self.database, clock)
        self.letters = Letters(self.database)
        self.mailboxes = Mailboxes(self.database)
        self.files = Files(self.database)
        self.server_drafts = ServerDrafts(self.database)
        self.mail = MailView(self.database, clock.zone)
        self.reads = Reader(self.database, clock.zone)

    def close(self) -> None:
        """Close the file."""
        self.database.close()
