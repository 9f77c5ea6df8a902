"""The lines of the journal as rows: appended, chained, read; what undo needs lies beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from assistant.domain.cards import Audit, Damage, Entry, Fault
from assistant.domain.changes import Proposal
from assistant.domain.codec import dumps, loads
from assistant.domain.labels import Label, Labels
from assistant.store.chain import START, digest, linked
from assistant.store.database import Transaction
from assistant.store.driver import Row, Value
from assistant.store.stamps import moment_of, stamp
from assistant.store.tables import read_labels, write_labels

_CHAINED = (
    "id", "at", "conversation", "turn", "tool", "cause", "summary", "labels", "approval",
    "undo_of", "depth", "proposal",
)  # fmt: skip
_SELECT = (
    "SELECT line.id, line.at, line.conversation, line.turn, line.tool, line.cause, line.labels,"
    " line.approval, line.undo_of, line.depth, coalesce(back.id, ''), line.summary, kept.proposal"
    " FROM journal AS line LEFT JOIN journal AS back ON back.undo_of = line.id"
    " LEFT JOIN journal_kept AS kept ON kept.entry = line.id "
)


class Source(Protocol):
    """Where rows come from: what is committed, or a transaction's own view."""

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """Return the rows of a query."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with what the journal alone needs to know of it.

    `depth` counts the undos: 0 done, 1 undone, 2 done again. `kept` is False where the changes
    were thrown away after their time: `proposal` then holds the summary alone.
    """

    id: str
    at: datetime
    conversation: str
    turn: str
    tool: str
    cause: str
    labels: Labels
    approval: str
    proposal: Proposal
    undo_of: str = ""
    depth: int = 0
    undone_by: str = ""
    kept: bool = True

    def entry(self, zone: tzinfo) -> Entry:
        """Return it as everyone else sees it, in the user's zone."""
        return Entry(
            id=self.id,
            at=self.at.astimezone(zone),
            conversation=self.conversation,
            turn=self.turn,
            tool=self.tool,
            cause=self.cause,
            proposal=self.proposal,
            approval=self.approval,
            undo_of=self.undo_of,
            undone_by=self.undone_by,
            labels=tuple(sorted(self.labels)),
        )

    def inverse(self, key: str, at: datetime, cause: str) -> "Line":
        """Return the line that takes this one back."""
        return Line(
            id=key,
            at=at,
            conversation=self.conversation,
            turn=self.turn,
            tool=self.tool,
            cause=cause,
            labels=self.labels,
            approval="",
            proposal=self.proposal.inverse(),
            undo_of=self.id,
            depth=self.depth + 1,
        )


def append(change: Transaction, line: Line) -> None:
    """Write a line at the end of the chain."""
    last = change.row("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1")
    values: dict[str, str | int] = {
        "id": line.id,
        "at": stamp(line.at),
        "conversation": line.conversation,
        "turn": line.turn,
        "tool": line.tool,
        "cause": line.cause,
        "summary": line.proposal.summary,
        "labels": write_labels(line.labels),
        "approval": line.approval,
        "undo_of": line.undo_of,
        "depth": line.depth,
        "proposal": digest(dumps(line.proposal)),
    }
    change.execute(
        f"INSERT INTO journal ({', '.join(_CHAINED)}, hash)"  # noqa: S608
        f" VALUES ({', '.join('?' * len(_CHAINED))}, ?)",
        *(values[name] for name in _CHAINED),
        linked(last[0] if last else START, values),
    )


def keep(change: Transaction, line: Line, found: Sequence[Labels | None]) -> None:
    """Keep what undo needs: the proposal, and the labels that each of its changes found."""
    change.execute(
        "INSERT INTO journal_kept (entry, proposal, former) VALUES (?, ?, ?)",
        line.id,
        dumps(line.proposal),
        dumps([labels and sorted(labels) for labels in found], list[list[Label] | None]),
    )


def former(change: Transaction, line: Line) -> Sequence[Labels | None]:
    """Return the labels that each change of `line` found, None where there was no record."""
    row = change.row("SELECT former FROM journal_kept WHERE entry = ?", line.id)
    found = loads(row[0], list[list[Label] | None]) if row else []
    return [None if labels is None else frozenset(labels) for labels in found]


def lines(source: Source, clause: str, *values: Value) -> Sequence[Line]:
    """Return the lines that `clause` selects; it speaks of `line`, `back` and `kept`."""
    return tuple(_line(row) for row in source.rows(_SELECT + clause, *values))


def find(source: Source, key: str) -> Line | None:
    """Return one line, or None."""
    found = lines(source, "WHERE line.id = ?", key)
    return found[0] if found else None


def forget(change: Transaction, before: datetime) -> int:
    """Throw away what undo keeps of lines older than `before`; return how many."""
    return change.execute(
        "DELETE FROM journal_kept WHERE entry IN (SELECT id FROM journal WHERE at < ?)",
        stamp(before),
    )


def audited(source: Source) -> Audit:
    """Look at the hash of every line; each is held against the stored hash of the line before."""
    last, number, count = START, 0, 0
    faults: list[Fault] = []
    columns = ", ".join(f"journal.{name}" for name in _CHAINED)
    for seq, *values, proposal, found in source.rows(
        f"SELECT journal.seq, {columns}, kept.proposal, hash FROM journal"  # noqa: S608
        " LEFT JOIN journal_kept AS kept ON kept.entry = journal.id ORDER BY journal.seq"
    ):
        line = dict(zip(_CHAINED, values, strict=True))
        damage = None
        if found != linked(last, line):
            damage = Damage.MISSING if seq != number + 1 else Damage.CHANGED
        elif proposal is not None and digest(proposal) != line["proposal"]:
            damage = Damage.KEPT
        if damage is not None:
            faults.append(Fault(seq, line["id"], line["summary"], damage))
        last, number, count = found, seq, count + 1
    return Audit(count, tuple(faults))


def _line(row: Row) -> Line:
    key, at, conversation, turn, tool, cause, labels, approval, undo_of, depth, back, *rest = row
    summary, proposal = rest
    return Line(
        id=key,
        at=moment_of(at),
        conversation=conversation,
        turn=turn,
        tool=tool,
        cause=cause,
        labels=read_labels(labels),
        approval=approval,
        proposal=loads(proposal, Proposal) if proposal else Proposal(summary, ()),
        undo_of=undo_of,
        depth=depth,
        undone_by=back,
        kept=proposal is not None,
    )
