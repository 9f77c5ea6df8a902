"""One mailbox brought in line with its server, both ways; cut off anywhere, it goes on there.

What was changed here is told first. Then, folder by folder: what is gone, what has other flags,
what is new; heads first, whole letters after, the newest before the oldest, in small committed
steps. Reading marks nothing as seen (BODY.PEEK, RFC 9051 6.4.5).
"""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from assistant.base.clock import Clock
from assistant.base.i18n import tr
from assistant.domain.events import Progress, RecordsChanged
from assistant.domain.mail import Account
from assistant.domain.mime.opening import open_letter
from assistant.domain.received import Received
from assistant.store.mailboxes import Arrival, Folder, Mailboxes, Placed
from assistant.store.serverdrafts import ServerDrafts
from assistant.sync.drafts import DraftMirror
from assistant.sync.imap import Found, flags_of, folders_of

if TYPE_CHECKING:
    from imapclient import IMAPClient

log = logging.getLogger(__name__)
HEADS, BODIES = 200, 50  # letters a step
WINDOW = timedelta(days=365)
LARGEST = 40 * 1024 * 1024
_STEP_BYTES = 16 * 1024 * 1024
# Servers that file what they send by themselves.
_FILES_ITSELF = ("gmail.com", "googlemail.com", "outlook.com", "office365.com", "live.com")


@dataclass(frozen=True, slots=True)
class Mirror:
    """The two sides of an account, and whom to tell."""

    account: Account
    kept: Mailboxes
    clock: Clock
    post: Callable[[object], None]
    stopped: Callable[[], bool] = lambda: False
    settled: Callable[[str], None] = lambda _: None
    """Is told the id of a letter of unknown fate that was found among the sent ones."""

    drafts: ServerDrafts | None = None
    """The drafts of here, where this account is the one that they leave by."""
    trouble: list[str] = field(default_factory=list)
    """What could not be done the last time though the rest was, in the user's language."""

    def run(self, client: "IMAPClient") -> int:
        """Bring everything in line; return how many letters were new."""
        self.trouble.clear()
        found = folders_of(client)
        known = {one.name: one for one in self.kept.folders(self.account.id)}
        self._tell_server(client, found)
        total = 0
        for one in found:
            if self.stopped():
                break
            total += self._folder(client, one, known.get(one.name))
        self._file_sent(client, found)
        self._bring_drafts(client, found)
        return total

    def count(self, folder: str) -> int:
        """Return how many letters of a folder are known here."""
        return len(self.kept.placed(self.account.id, folder))

    def _folder(self, client: "IMAPClient", one: Found, before: Folder | None) -> int:
        state = client.select_folder(one.name)
        validity = int(state.get(b"UIDVALIDITY", 0))
        modseq = _number(state.get(b"HIGHESTMODSEQ"))
        placed = dict(self.kept.placed(self.account.id, one.name))
        anew = before is not None and before.validity != validity
        if anew:
            self.kept.lost([letter.id for letter in placed.values()], forget=False)
            placed = {}
        there = set(client.search("ALL"))
        gone = [letter.id for uid, letter in placed.items() if uid not in there]
        self.kept.lost(gone, forget=True)
        placed = {uid: letter for uid, letter in placed.items() if uid in there}
        since = before.modseq if before and not anew else 0
        changed = self._flags(client, placed, since, modseq)
        new = sorted(there - set(placed), reverse=True)
        self._heads(client, one, validity, new)
        if anew and not self.stopped():
            self.kept.lost(self.kept.unplaced(self.account.id, one.name), forget=True)
        self._bodies(client, one, validity)
        if not self.stopped():
            self.kept.keep_folder(Folder(self.account.id, one.name, one.role, validity, modseq))
        if gone or new or changed or anew:
            self.post(RecordsChanged(frozenset({"Received"})))
        return len(new)

    def _flags(
        self, client: "IMAPClient", placed: Mapping[int, Placed], since: int, modseq: int
    ) -> bool:
        """Take over the flags that changed there; with CONDSTORE only those are asked for."""
        if not placed or (since and since == modseq):
            return False
        asked = f"{min(placed)}:{max(placed)}"
        answers = (
            client.fetch(asked, ["FLAGS"], [f"CHANGEDSINCE {since}"])
            if since and client.has_capability("CONDSTORE")
            else client.fetch(asked, ["FLAGS"])
        )
        found = {
            placed[uid].id: flags_of(data)
            for uid, data in answers.items()
            if uid in placed and flags_of(data) != placed[uid].flags
        }
        self.kept.flagged(found)
        return bool(found)

    def _heads(self, client: "IMAPClient", one: Found, validity: int, uids: Sequence[int]) -> None:
        for done in range(0, len(uids), HEADS):
            if self.stopped():
                return
            step = uids[done : done + HEADS]
            answers = client.fetch(step, ["FLAGS", "INTERNALDATE", "BODY.PEEK[HEADER]"])
            self.kept.arrived(
                self._arrival(one, validity, uid, data, b"BODY[HEADER]", whole=False)
                for uid, data in answers.items()
            )
            self._progress(done + len(step), len(uids))

    def _bodies(self, client: "IMAPClient", one: Found, validity: int) -> None:
        """Load the whole letters of the last year; older ones when they are opened."""
        since = (self.clock.now() - WINDOW).date()
        heads = [u for u, p in self.kept.placed(self.account.id, one.name).items() if not p.whole]
        if not heads:
            return
        recent = set(client.search(["SINCE", since])) & set(heads)
        uids = sorted(recent, reverse=True)
        sizes = _sizes(client, uids)
        done = 0
        for step in _steps([uid for uid in uids if sizes.get(uid, 0) <= LARGEST], sizes):
            if self.stopped():
                return
            self._load(client, one, validity, step)
            done += len(step)
            self._progress(done, len(uids))

    def _load(self, client: "IMAPClient", one: Found, validity: int, uids: Sequence[int]) -> None:
        answers = client.fetch(uids, ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"])
        self.kept.arrived(
            self._arrival(one, validity, uid, data, b"BODY[]", whole=True)
            for uid, data in answers.items()
        )

    def load(self, client: "IMAPClient", placed: Placed, role: str) -> None:
        """Load one whole letter, however old or large."""
        state = client.select_folder(placed.folder, readonly=True)
        found = Found(placed.folder, role)
        self._load(client, found, int(state.get(b"UIDVALIDITY", 0)), [placed.uid])

    def _arrival(  # noqa: PLR0913 - what one answer says
        self,
        one: Found,
        validity: int,
        uid: int,
        data: Any,  # noqa: ANN401 - what a server answers
        name: bytes,
        *,
        whole: bool,
    ) -> Arrival:
        raw = bytes(data.get(name) or b"")
        came = data.get(b"INTERNALDATE")
        arrived = came.replace(tzinfo=came.tzinfo or UTC) if isinstance(came, datetime) else None
        key = key_there(self.account.id, one.name, validity, uid)
        opened = open_letter(raw, key, arrived or self.clock.now())
        letter = replace(
            opened.letter,
            date=arrived or opened.letter.date,
            account=self.account.id,
            folder=one.name,
            role=one.role,
            uid=uid,
            flags=flags_of(data),
        )
        if not whole:
            letter = replace(letter, text="", attachments=())
        return Arrival(letter, raw, whole, opened.trouble if whole else "")

    def _tell_server(self, client: "IMAPClient", found: Sequence[Found]) -> None:
        """Tell the server what was changed here: flags, and folders."""
        names = {one.name for one in found}
        by_folder: dict[str, list[tuple[Received, Placed]]] = {}
        for letter, there in self.kept.changed_here(self.account.id):
            by_folder.setdefault(there.folder, []).append((letter, there))
        known = {one.name: one for one in self.kept.folders(self.account.id)}
        for folder, changes in by_folder.items():
            if folder not in names:
                continue
            state = client.select_folder(folder)
            if known.get(folder, Folder("", "")).validity != int(state.get(b"UIDVALIDITY", 0)):
                continue  # counted anew: these UIDs are not the letters' any more
            for letter, there in changes:
                self._tell_flags(client, letter, there)
                if letter.folder != folder and letter.folder in names:
                    self._tell_place(client, letter, there)

    def _tell_flags(self, client: "IMAPClient", letter: Received, there: Placed) -> None:
        more, less = set(letter.flags) - set(there.flags), set(there.flags) - set(letter.flags)
        if more:
            client.add_flags([there.uid], sorted(more), silent=True)
        if less:
            client.remove_flags([there.uid], sorted(less), silent=True)
        self.kept.told(letter.id, letter.flags)

    def _tell_place(self, client: "IMAPClient", letter: Received, there: Placed) -> None:
        if client.has_capability("MOVE"):
            client.move([there.uid], letter.folder)
        else:
            client.copy([there.uid], letter.folder)
            client.add_flags([there.uid], ["\\Deleted"], silent=True)
            client.expunge([there.uid])
        self.kept.lost([letter.id], forget=False)

    def _file_sent(self, client: "IMAPClient", found: Sequence[Found]) -> None:
        """Put what left into the folder of sent letters, once; find there what is in doubt."""
        sent = next((one.name for one in found if one.role == "sent"), "")
        if not sent:
            return
        unfiled, doubtful = self.kept.unfiled(self.account.id), self.kept.doubtful(self.account.id)
        if not unfiled and not doubtful:
            return
        client.select_folder(sent)
        itself = self.account.smtp_host.endswith(_FILES_ITSELF)
        for key, message_id, raw in unfiled:
            lies = itself or _there(client, message_id)
            if not lies and not self._append(client, sent, raw, ["\\Seen"]):
                return
            self.kept.file(key)
        for key, message_id in doubtful:
            if _there(client, message_id):
                self.settled(key)
                self.kept.file(key)

    def _bring_drafts(self, client: "IMAPClient", found: Sequence[Found]) -> None:
        folder = next((one.name for one in found if one.role == "drafts"), "")
        if (
            self.drafts is not None
            and folder
            and not self.stopped()
            and DraftMirror(self.account, self.drafts, self.clock).run(client, folder)
        ):
            self.post(RecordsChanged(frozenset({"Draft"})))

    def _append(self, client: "IMAPClient", folder: str, raw: bytes, flags: Sequence[str]) -> bool:
        """Put a letter into a folder; where it is full (RFC 9208), say so and go on."""
        from imapclient.exceptions import IMAPClientError

        try:
            client.append(folder, raw, flags)
        except IMAPClientError as error:
            if "quota" not in str(error).lower():
                raise
            told = tr("The mailbox of {address} is full.", address=self.account.address)
            hint = tr("Delete letters or empty the trash there; nothing is lost here.")
            self.trouble.append(f"{told} {hint}")
            return False
        return True

    def _progress(self, done: int, total: int) -> None:
        self.post(Progress(f"mail:{self.account.id}", done, total))


def key_there(account: str, folder: str, validity: int, uid: int) -> str:
    """Return the id of a letter by its place, which no other letter ever has (RFC 9051 2.3.1)."""
    place = f"{account}\0{folder}\0{validity}\0{uid}"
    return hashlib.sha256(place.encode()).hexdigest()[:24]


def _number(said: object) -> int:
    """Return a number of a response code, however it was taken apart."""
    one = said[0] if isinstance(said, list | tuple) and said else said
    return int(one) if isinstance(one, int | bytes | str) and one else 0


def _there(client: "IMAPClient", message_id: str) -> bool:
    return bool(client.search(["HEADER", "Message-ID", f"<{message_id}>"]))


def _sizes(client: "IMAPClient", uids: Sequence[int]) -> dict[int, int]:
    if not uids:
        return {}
    answers = client.fetch(uids, ["RFC822.SIZE"])
    return {uid: int(data.get(b"RFC822.SIZE", 0)) for uid, data in answers.items()}


def _steps(uids: Sequence[int], sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """Yield the UIDs in steps that are neither many nor large."""
    step: list[int] = []
    size = 0
    for uid in uids:
        if step and (len(step) >= BODIES or size + sizes.get(uid, 0) > _STEP_BYTES):
            yield step
            step, size = [], 0
        step.append(uid)
        size += sizes.get(uid, 0)
    if step:
        yield step
