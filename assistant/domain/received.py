"""What a letter is that somebody else wrote (RFC 5322): all of it is text from outside."""

from dataclasses import dataclass
from datetime import datetime

from assistant.domain.labels import Label, Labels, Origin
from assistant.domain.mail import Address

SEEN, ANSWERED, FLAGGED = "\\Seen", "\\Answered", "\\Flagged"  # RFC 9051 2.3.2
INBOX = "INBOX"


@dataclass(frozen=True, slots=True)
class Attached:
    """A part that is kept beside the text; `part` is its place among the leaves of the message."""

    name: str
    content_type: str
    size: int
    part: int = 0
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that arrived: what its headers and its text say, never to be trusted.

    `date` (aware) is when the server took it. `text` is plain, also where the letter was HTML.
    `account`, `folder` and `uid` say where it lies on a server; an imported one has no account.
    `role` is what its folder is for: inbox, sent, drafts, trash, junk, archive, or empty.
    `flags` are system flags and keywords of RFC 9051, sorted.
    """

    id: str
    sender: Address
    subject: str
    text: str
    date: datetime
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    account: str = ""
    folder: str = INBOX
    uid: int = 0
    flags: tuple[str, ...] = ()
    attachments: tuple[Attached, ...] = ()
    role: str = "inbox"

    @property
    def seen(self) -> bool:
        """Whether somebody has opened it; reading by the assistant never sets this."""
        return SEEN in self.flags

    @property
    def labels(self) -> Labels:
        """Where everything in it comes from (TRUST rule 2)."""
        return frozenset({Label(Origin.MAIL, self.id)})

    def flagged(self, flag: str, *, on: bool = True) -> tuple[str, ...]:
        """Return its flags with `flag` set or taken away."""
        others = {one for one in self.flags if one != flag}
        return tuple(sorted(others | {flag} if on else others))
