"""Words to look for among letters: operators, and Chinese cut into pairs for an index of words.

An index of words finds beginnings of words. Chinese has no blanks between them: each run is put
into the index as its pairs of letters, and looked for as such.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from assistant.domain.words import fold

_RUN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"\w+")
_TERM = re.compile(r'(?:(\w+):)?(?:"([^"]*)"|(\S+))')
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIELDS = {"from": "sender", "to": "people", "subject": "subject"}


@dataclass(slots=True)
class Query:
    """What is looked for: words by field ("" is any of them), and what must hold besides."""

    words: list[tuple[str, str]] = field(default_factory=list)
    unread: bool = False
    attached: bool = False
    before: date | None = None
    after: date | None = None


def query_of(text: str) -> Query:
    """Return what `text` asks for: from: to: subject: has:attachment before: after: is:unread.

    An operator that is none is a word like any other.
    """
    found = Query()
    for name, quoted, bare in _TERM.findall(text):
        value = quoted or bare
        if name.lower() in _FIELDS:
            found.words.append((_FIELDS[name.lower()], value))
        elif not _condition(found, name.lower(), value.lower()):
            found.words.append(("", f"{name} {value}" if name else value))
    return found


def _condition(found: Query, name: str, value: str) -> bool:
    if name == "is" and value == "unread":
        found.unread = True
    elif name == "has" and value in {"attachment", "attachments"}:
        found.attached = True
    elif name in {"before", "after"} and (day := _day(value)):
        setattr(found, name, day)
    else:
        return False
    return True


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def indexed(text: str) -> str:
    """Return `text` as it goes into the index: folded, runs of Chinese in pairs."""
    return _RUN.sub(lambda match: f" {' '.join(_pairs(match[0]))} ", fold(text))


def _pairs(run: str) -> Iterator[str]:
    """Yield the pairs of a run, and its last letter, so that one letter is found as a beginning."""
    yield from (run[at : at + 2] for at in range(len(run) - 1))
    yield run[-1]


def expression(field_name: str, words: str) -> str:
    """Return an FTS5 expression for `words`, each the beginning of a word, all of them needed."""
    parts = []
    for piece in fold(words).split():
        for part in re.split(f"({_RUN.pattern})", piece):
            if _RUN.fullmatch(part):
                pairs = [part[at : at + 2] for at in range(len(part) - 1)]
                parts.append(f'"{" ".join(pairs)}"' if pairs else f'"{part}" *')
            else:
                parts += [f'"{word}" *' for word in _WORD.findall(part)]
    joined = " AND ".join(parts)
    return f"{{{field_name}}} : ({joined})" if joined and field_name else joined
