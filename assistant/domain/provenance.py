"""Why a line of the journal is there, in words: what was typed, what was read, who said yes."""

from assistant.base.i18n import tr
from assistant.domain.cards import Damage, Entry, Fault
from assistant.domain.changes import Risk
from assistant.domain.labels import Label, Origin
from assistant.domain.reads import Reads
from assistant.domain.received import Received

_BY_HAND = {"", "clicked"}
_LONGEST = 120  # characters of foreign words in one line
_KINDS = {
    Origin.INVITE: "an invitation",
    Origin.FILE: "a file",
    Origin.WEB: "a page of the web",
    Origin.MODEL: "words of the model",
}


def say_cause(entry: Entry) -> str:
    """Return what led to it: the typed words, a click, undo, or the clock."""
    if entry.undo_of:
        return tr("undone by you")
    if entry.cause in _BY_HAND:
        return tr("by hand")
    if entry.cause == "schedule" and not entry.turn:
        return tr("by the clock")
    return tr("you wrote: “{words}”", words=_short(entry.cause))


def say_sources(entry: Entry, reads: Reads) -> tuple[str, ...]:
    """Return what from outside had been read before, one phrase each: which letter, which file."""
    return tuple(dict.fromkeys(_source(one, reads) for one in entry.labels if not one.trusted))


def say_approval(entry: Entry) -> str:
    """Return who approved it, and of what bytes; or why nobody was asked."""
    if entry.approval:
        return tr(
            "you approved the card, SHA-256 {hash}…",
            hash=entry.approval[:12],
        )
    if entry.undo_of or entry.cause in _BY_HAND:
        return tr("your own click; no card was needed")
    if entry.proposal.risk > Risk.REVERSIBLE:
        return tr("no card is kept of it")
    return tr("stays here and can be undone: no card was needed")


def say_fault(fault: Fault) -> str:
    """Return what is wrong with a line, and which line it is."""
    sentences = {
        Damage.CHANGED: tr(
            "Line {line} of the journal, or the line before it, was changed: {what}",
            line=fault.line,
            what=_short(fault.summary),
        ),
        Damage.MISSING: tr(
            "Lines before line {line} of the journal are missing: {what}",
            line=fault.line,
            what=_short(fault.summary),
        ),
        Damage.KEPT: tr(
            "What undo keeps of line {line} is not what was done: {what}",
            line=fault.line,
            what=_short(fault.summary),
        ),
    }
    return sentences[fault.damage]


def _source(label: Label, reads: Reads) -> str:
    letter = reads.get(Received, label.source) if label.origin is Origin.MAIL else None
    if letter is not None:
        return tr(
            "the mail “{subject}” from {sender}",
            subject=_short(letter.subject),
            sender=_short(str(letter.sender)),
        )
    if label.origin is Origin.MAIL:
        return tr("a mail that is not here any more") if label.source else tr("a mail")
    if label.origin is Origin.SKILL:
        return tr("words of the skill {name}", name=_short(label.source))
    return tr(_KINDS[label.origin])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
