"""What the mail window shows: folders, rows of a list, the letters of a thread."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.domain.received import Received

PAGE = 100  # rows at a time


@dataclass(frozen=True, slots=True)
class Box:
    """A folder: where it lies, what it is for, and how many letters in it are unread."""

    account: str
    folder: str
    role: str
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Glance:
    """A row of a list: the newest letter of a thread, and how many the thread has.

    `date` is aware; `text` the first of its words.
    """

    id: str
    thread: str
    sender: str
    to: str
    subject: str
    text: str
    date: datetime
    seen: bool
    attached: bool
    flagged: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter of one's own that asked for something and was not answered; `since` is aware.

    `letter` is the id of its copy in the folder of sent ones, "" where there is none.
    """

    people: str
    subject: str
    since: datetime
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Some rows, and where the next ones begin; None where there are no more."""

    rows: tuple[Glance, ...]
    after: tuple[str, int] | None


class MailReads(Protocol):
    """Read-only; every method takes the same time however many letters there are."""

    def boxes(self) -> Sequence[Box]:
        """Return the folders of all accounts, inboxes first."""
        ...

    def step(
        self,
        box: Box,
        words: str = "",
        after: tuple[str, int] | None = None,
        shown: Collection[str] = (),
    ) -> Step:
        """Return the next rows of a folder, newest first, one a thread.

        `shown` are threads that have a row already. With `words` the letters of every folder that
        hold them are looked through, each in a row of its own.
        """
        ...

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        """Return own letters of the last weeks that nobody has answered, the oldest first."""
        ...

    def thread(self, key: str) -> Sequence[Received]:
        """Return the thread of a letter, oldest first, without what was thrown away."""
        ...
