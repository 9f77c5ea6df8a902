"""Words to one received letter: "Anna's mail about the budget", "安娜的邮件", or an id."""

import re
from collections.abc import Callable, Sequence

from assistant.domain.message import plain_line
from assistant.domain.received import Received
from assistant.domain.words import fold
from assistant.domain.writing import bare_subject
from assistant.skill.context import Context
from assistant.skill.questions import NeedsAnswer
from assistant.skill.values import LetterRef

_MOST = 6
# What speaks of a letter as such, and not of this one.
_FILLERS = re.compile(
    r"'s\b|’s\b|\b(?:the|my|that|this|it|a|an|one|last|latest|newest|recent|most|new|unread|mails?"
    r"|emails?|e-mails?|messages?|letters?|from|of|about|on|regarding|concerning|by|sent|me|to"
    r"|what|wrote|inbox)\b"
    r"|那封|这封|最新|最近|最后|上一|一封|新的|未读|电子邮件|邮件|来信|信件|关于|发来|发给我|写来|写的"
    r"|发的|的|它|信$|封",
    re.IGNORECASE,
)


def caption(letter: Received) -> str:
    """Return how a letter is named where one of several is to be picked."""
    return f"{letter.sender.name or letter.sender.email}: {bare_subject(letter.subject)}"


def letter(words: str, context: Context) -> LetterRef:
    """Return the letter that `words` name; asks where they fit several people or subjects.

    Among the letters of one person, or of one subject, it is the newest.
    """
    reads = context.reads
    by_id = reads.get(Received, words)
    if by_id is not None:
        return LetterRef(words, by_id)
    said = plain_line(words)
    newest = reads.letters()
    if not newest:
        raise NeedsAnswer("No mail has arrived yet.")
    picked = [one for one in newest if caption(one) == said]
    rest = " ".join(_FILLERS.sub(" ", said).split())
    if picked or not rest:
        return LetterRef(words, (picked or newest)[0])
    return LetterRef(words, _one(words, _from(rest, context) or _about(rest, context)))


def _from(rest: str, context: Context) -> Sequence[Received]:
    """Return the letters whose sender `rest` names, whole names before parts of names."""
    found = context.reads.letters(sender=rest)
    wanted = fold(rest)
    whole = [one for one in found if wanted in (fold(one.sender.name), fold(one.sender.email))]
    part = [one for one in found if wanted in fold(one.sender.name).split()]
    return _each_once(whole or part or found, lambda one: one.sender.email.casefold())


def _about(rest: str, context: Context) -> Sequence[Received]:
    """Return the letters that hold the words, those that have them in the subject before others."""
    found = context.reads.letters(rest)
    parts = fold(rest).split()
    titled = [one for one in found if all(word in fold(one.subject) for word in parts)]
    return _each_once(titled or found, lambda one: fold(bare_subject(one.subject)))


def _each_once(found: Sequence[Received], key: Callable[[Received], str]) -> tuple[Received, ...]:
    """Return the newest letter of each `key`, in the order of `found`."""
    first: dict[str, Received] = {}
    for one in found:
        first.setdefault(key(one), one)
    return tuple(first.values())


def _one(words: str, found: Sequence[Received]) -> Received:
    if not found:
        raise NeedsAnswer("There is no mail that fits “{words}”.", words=plain_line(words)[:80])
    if len(found) > 1:
        choices = tuple(dict.fromkeys(map(caption, found)))[:_MOST]
        raise NeedsAnswer("Which mail do you mean?", choices=choices)
    return found[0]
