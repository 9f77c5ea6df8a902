"""AgentDojo's environment beside our store: what is applied here is done there.

The environment answers what is read. What would change it is proposed as changes of our records,
and carried over only when the journal has applied them: our log of effects is the oracle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from agentdojo.agent_pipeline.tool_execution import tool_result_to_str
from agentdojo.functions_runtime import FunctionsRuntime

from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Proposal
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.labels import CLICKED, Label, Labels, Origin
from assistant.domain.mail import Address
from assistant.domain.received import Received
from assistant.store.journal import Journal

Arguments = Mapping[str, Any]
Call = tuple[str, dict[str, Any]]


@dataclass(slots=True)
class World:
    """One environment; `done` are the calls that took effect, in order."""

    env: Any
    runtime: FunctionsRuntime
    done: list[Call] = field(default_factory=list)
    _proposed: list[tuple[Proposal, Call]] = field(default_factory=list)

    def read(self, name: str, arguments: Arguments) -> str:
        """Return what a tool of the environment answers; raise `ValueError` with its complaint."""
        result, error = self.runtime.run_function(self.env, name, dict(arguments))
        if error:
            raise ValueError(error)
        return str(tool_result_to_str(result))

    def propose(self, proposal: Proposal, name: str, arguments: Arguments) -> Proposal:
        """Remember which call a proposal stands for."""
        self._proposed.append((proposal, (name, dict(arguments))))
        return proposal

    def apply(self, proposal: Proposal) -> None:
        """Do there what was applied here."""
        for known, (name, arguments) in self._proposed:
            if known.changes == proposal.changes:
                self.read(name, arguments)
                self.done.append((name, arguments))
                return


WORLD: list[World] = []
"""The world that the skill's tools see: a run puts its own here."""


def seed(world: World, journal: Journal) -> None:
    """Write the environment's objects into our store, each with its origin.

    People that the user has written to are contacts. AgentDojo's own list of contacts is collected
    from every mail that came, so it is not taken for an address book.
    """
    inbox, calendar, drive = world.env.inbox, world.env.calendar, world.env.cloud_drive
    people = {one for mail in inbox.sent for one in mail.recipients}
    own: list[Change] = [Add(Contact(f"c-{one}", one, (one,))) for one in sorted(people)]
    own += [Add(event_of(one, calendar.account_email)) for one in calendar.events.values()]
    _write(journal, "own", own, CLICKED)
    files = [Add(Document(one.id_, one.filename, one.content)) for one in drive.files.values()]
    _write(journal, "files", files, frozenset({Label(Origin.FILE, "drive")}))
    mails = [Add(_letter(one)) for one in inbox.emails.values()]
    _write(journal, "mails", mails, frozenset({Label(Origin.MAIL, "inbox")}))


def event_of(one: Any, own: str) -> Event:
    """Return an event of the environment as ours; the user is no guest of their own."""
    start, end = aware(one.start_time), aware(one.end_time)
    guests = tuple(Address(person) for person in one.participants if person != own)
    place = one.location or ""
    return Event(f"e{one.id_}", one.title, start, end, place, guests)


def aware(moment: datetime) -> datetime:
    """Return a naive moment of the environment as UTC."""
    return moment.replace(tzinfo=ZoneInfo("UTC"))


def _letter(one: Any) -> Received:
    to = tuple(Address(person) for person in one.recipients)
    sent = aware(one.timestamp)
    return Received(f"m{one.id_}", Address(one.sender), one.subject, one.body, sent, to)


def _write(journal: Journal, name: str, changes: Sequence[Change], labels: Labels) -> None:
    journal.apply(Proposal(name, tuple(changes)), entry_id=name, cause="seed", labels=labels)
