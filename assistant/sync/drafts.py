"""Drafts kept in the server's folder of drafts, so that another computer can go on with them.

A draft's Message-ID names it on every computer. A copy that was taken away and laid down anew was
edited elsewhere: its text is taken over where nothing was changed here; where both were changed,
the other one becomes a draft of its own. Nothing that was written is ever lost.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.base.clock import Clock
from assistant.base.i18n import tr
from assistant.domain.mail import Account, Address, Draft
from assistant.domain.message import compose
from assistant.domain.mime.opening import open_letter
from assistant.domain.received import Received
from assistant.store.serverdrafts import Copy, ServerDrafts, digest_of

if TYPE_CHECKING:
    from imapclient import IMAPClient

_DOMAIN = "draft.deskmate.invalid"  # RFC 2606: nobody's; the letter that leaves gets its own


@dataclass(frozen=True, slots=True)
class DraftMirror:
    """The drafts of an account, here and there."""

    account: Account
    kept: ServerDrafts
    clock: Clock

    def run(self, client: "IMAPClient", folder: str) -> bool:
        """Bring both sides in line; return whether drafts changed here."""
        state = client.select_folder(folder)
        validity = int(state.get(b"UIDVALIDITY", 0))
        there = set(client.search(["UNDELETED"]))
        copies = self.kept.copies(self.account.id)
        mine = {one.id: one for one in self.kept.mine()}
        changed = False
        for key, copy in copies.items():
            if key not in mine:
                self._take_away(client, copy, there, validity)
        for key, draft in mine.items():
            one = copies.get(key)
            if one is None:
                self._lay_down(client, folder, draft, validity)
            elif one.validity == validity and one.uid in there:
                if digest_of(draft) != one.digest:
                    self._lay_down(client, folder, draft, validity)
                    self._delete(client, one.uid)
            else:
                changed |= self._elsewhere(client, folder, draft, one, validity)
        return changed

    def _lay_down(self, client: "IMAPClient", folder: str, draft: Draft, validity: int) -> None:
        sender = Address(self.account.address, self.account.name)
        name = f"{draft.id}@{_DOMAIN}"
        raw = compose(draft, sender, name, self.clock.now(), self.kept.content)
        if draft.bcc:  # kept for the user's own eyes; the letter that leaves has no such header
            people = ", ".join(one.email for one in draft.bcc)
            raw = f"Bcc: {people}\r\n".encode("ascii", "replace") + raw
        client.append(folder, raw, ["\\Draft", "\\Seen"])
        found = client.search(["HEADER", "Message-ID", f"<{name}>", "UNDELETED"])
        uid = max(found, default=0)
        self.kept.keep_copy(self.account.id, Copy(draft.id, validity, uid, digest_of(draft)))

    def _elsewhere(
        self, client: "IMAPClient", folder: str, draft: Draft, copy: Copy, validity: int
    ) -> bool:
        """The copy of here is gone: see whether another one took its place."""
        name = f"{draft.id}@{_DOMAIN}"
        found = client.search(["HEADER", "Message-ID", f"<{name}>", "UNDELETED"])
        if not found:
            if digest_of(draft) != copy.digest or (copy.uid and copy.validity != validity):
                self._lay_down(client, folder, draft, validity)
                return False
            self.kept.keep_copy(self.account.id, replace(copy, uid=0))
            return False
        uid = max(found)
        raw = bytes(client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"])
        other = _draft(raw, draft, self.clock.now())
        if _said(other) == _said(draft):
            self.kept.keep_copy(self.account.id, Copy(draft.id, validity, uid, digest_of(draft)))
            return False
        if digest_of(draft) == copy.digest and self.kept.take(other, copy.digest):
            self.kept.keep_copy(self.account.id, Copy(draft.id, validity, uid, digest_of(other)))
            return True
        twin = replace(
            other,
            id=f"{draft.id}-{uid}",
            subject=tr("{subject} (from another computer)", subject=other.subject),
        )
        self.kept.take(twin, "")
        self._lay_down(client, folder, draft, validity)
        self._delete(client, uid)
        return True

    def _take_away(self, client: "IMAPClient", copy: Copy, there: set[int], validity: int) -> None:
        """A draft that was sent or thrown away here lies there no more."""
        if copy.validity == validity and copy.uid in there:
            self._delete(client, copy.uid)
        self.kept.forget_copy(copy.draft)

    def _delete(self, client: "IMAPClient", uid: int) -> None:
        client.add_flags([uid], ["\\Deleted"], silent=True)
        client.expunge([uid])


def _draft(raw: bytes, before: Draft, now: datetime) -> Draft:
    """Return the draft that a copy holds; files are those of here, as far as it names them."""
    letter: Received = open_letter(raw, "draft", now).letter
    names = {one.name for one in letter.attachments}
    return replace(
        before,
        to=letter.to,
        cc=letter.cc,
        subject=letter.subject,
        body=letter.text.strip("\n"),
        enclosed=tuple(one for one in before.enclosed if one.name in names),
    )


def _said(draft: Draft) -> tuple[object, ...]:
    people = tuple(one.email.casefold() for one in (*draft.to, *draft.cc))
    return people, draft.subject.strip(), " ".join(draft.body.split())
