"""People looked for while somebody types: without diacritics, by pinyin, by initials.

For search and completion alone: what acts on a name goes by `assistant.skill.lookup`, where a name
is one match or a question.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

from assistant.domain.contacts import Contact
from assistant.domain.mail import Address
from assistant.domain.words import fold

_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_MOST_READINGS = 8
_SHORTEST_NUMBER, _COMPARED = 7, 9  # digits


def bare(text: str) -> str:
    """Return `text` folded and without diacritics."""
    parts = unicodedata.normalize("NFKD", fold(text).translate(_STROKES))
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


@lru_cache(maxsize=20_000)
def spelled(text: str) -> str:
    """Return all ways in which `text` may be typed: bare, with ae for ä, in pinyin, by initials."""
    folded = fold(text)
    ways = [folded, bare(text)]
    if any(mark in "äöü" for mark in folded):
        ways.append(bare(folded.translate(_UMLAUTS)))
    if any("\u3400" <= mark <= "\u9fff" for mark in text):
        ways += _pinyin(folded)
    initials = "".join(word[0] for word in bare(text).split())
    if len(initials) > 1:
        ways.append(initials)
    return "\n".join(dict.fromkeys(ways))


def _pinyin(text: str) -> Iterator[str]:
    """Yield the readings of a Chinese name: with blanks, without, and its initials."""
    from pypinyin import Style, pinyin

    readings = pinyin(text, style=Style.NORMAL, heteronym=True)
    for one in islice(product(*readings), _MOST_READINGS):
        syllables = [part.strip().replace("ü", "v") for part in one]
        yield " ".join(syllables)
        yield "".join(syllables)
        yield "".join(part[:1] for part in syllables)


def find(contacts: Iterable[Contact], words: str) -> list[Contact]:
    """Return contacts in which all of `words` occur, those whose name begins with them first."""
    parts = [bare(part) for part in words.split()]
    found = [(rank, one) for one in contacts if (rank := _rank(one, parts)) is not None]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _rank(one: Contact, parts: Sequence[str]) -> int | None:
    """Return 0 where the name begins so, 1 where a word does, 2 elsewhere; None where it does not.

    All that an entry holds is looked through.
    """
    if not parts:
        return 0
    name = spelled(one.name)
    rest = spelled("\n".join((one.nickname, one.organization, *one.groups, *one.emails)))
    text = "\n".join((name, rest, "".join(mark for mark in "".join(one.phones) if mark.isdigit())))
    if not all(part in text for part in parts):
        return None
    if any(way.startswith(parts[0]) for way in name.split("\n")):
        return 0
    return 1 if any(word.startswith(parts[0]) for word in text.split()) else 2


def complete(
    words: str, contacts: Iterable[Contact], written_to: Sequence[Address], most: int = 8
) -> list[Address]:
    """Return mailboxes for what was begun: contacts first, then those that were written to.

    Among equals those written to last come first. Each address once.
    """
    if not words.strip():
        return []
    last = {one.email.casefold(): at for at, one in enumerate(written_to)}
    parts = [bare(part) for part in words.split()]
    found: list[tuple[int, int, Address]] = []
    seen: set[str] = set()
    for one in contacts:
        rank = _rank(one, parts)
        for email in one.emails if rank is not None else ():
            seen.add(email.casefold())
            found.append(
                (rank or 0, last.get(email.casefold(), len(last)), Address(email, one.name))
            )
    for at, person in enumerate(written_to):
        text = spelled(f"{person.name}\n{person.email}")
        if person.email.casefold() not in seen and all(part in text for part in parts):
            begins = any(way.startswith(parts[0]) for way in text.split())
            found.append((1 if begins else 2, at, person))
    found.sort(key=lambda one: one[:2])
    return [address for _, _, address in found[:most]]


def duplicates(contacts: Sequence[Contact]) -> list[tuple[Contact, ...]]:
    """Return groups of entries that look like one person: an equal address, number or whole name.

    A guess for the user to look at; nothing is ever done about it by itself.
    """
    leader = list(range(len(contacts)))

    def root(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    first: dict[str, int] = {}
    for at, one in enumerate(contacts):
        for key in _keys(one):
            leader[root(at)] = root(first.setdefault(key, at))
    groups: dict[int, list[Contact]] = defaultdict(list)
    for at, one in enumerate(contacts):
        groups[root(at)].append(one)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _keys(one: Contact) -> Iterator[str]:
    yield from (f"mail {email.casefold()}" for email in one.emails)
    for phone in one.phones:
        digits = "".join(mark for mark in phone if mark.isdigit())
        if len(digits) >= _SHORTEST_NUMBER:
            yield f"phone {digits[-_COMPARED:]}"
    name = " ".join(bare(one.name).split())
    if len(name) > 1:
        yield f"name {name}"


def merged(group: Sequence[Contact]) -> Contact:
    """Return one entry that holds everything of `group`; it has the id of the first."""
    from dataclasses import replace

    first, *others = group

    def all_of(name: str) -> tuple[str, ...]:
        values = (value for one in group for value in getattr(one, name))
        return tuple({value.casefold(): value for value in reversed(list(values))}.values())[::-1]

    def one_of(name: str) -> str:
        return next((value for one in group if (value := getattr(one, name))), "")

    notes = [one.notes for one in group if one.notes]
    same = bare(first.name).split()
    kept = [one.name for one in others if bare(one.name).split() != same]
    return replace(
        first,
        emails=all_of("emails"),
        phones=all_of("phones"),
        addresses=all_of("addresses"),
        urls=all_of("urls"),
        groups=all_of("groups"),
        notes="\n".join(dict.fromkeys([*notes, *kept])),
        nickname=one_of("nickname"),
        organization=one_of("organization"),
        birthday=one_of("birthday"),
        kinds=tuple(dict.fromkeys(kind for one in group for kind in one.kinds)),
        raw="\n".join(dict.fromkeys(line for one in group for line in one.raw.split("\n") if line)),
    )
