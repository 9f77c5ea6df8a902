"""A vCard file to contacts; what cannot be read is set aside, its neighbours live."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from quopri import decodestring

from assistant.domain.contacts import Contact, Kind
from assistant.domain.ical.lines import LONGEST, Component, components, decode, unfold
from assistant.domain.ical.values import text, texts
from assistant.domain.message import plain_line

_LINE = re.compile(
    r'(?:[\w-]+\.)?([A-Za-z0-9-]+)((?:;(?:[\w-]+=)?(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)',
    re.DOTALL,
)
_PARAMETER = re.compile(r';(?:([\w-]+)=)?((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_SOFT = re.compile(r"=\r?\n")  # vCard 2.1: a line in quoted-printable goes on below
_QUOTED = re.compile(r"^[^\r\n:]*QUOTED-PRINTABLE[^\r\n]*", re.IGNORECASE | re.MULTILINE)
_PARTS = re.compile(r"(?<!\\);")
_DAY = re.compile(r"(\d{4}|--)-?(\d{2})-?(\d{2})(?:[T ].*)?")
_NO_YEAR = {"1604", "0001"}  # what address books write where the year is not known
_HEAD = {"VERSION", "PRODID", "REV", "N", "KIND", "X-ADDRESSBOOKSERVER-KIND"}
_LISTS = {"EMAIL": "emails", "TEL": "phones", "URL": "urls", "ADR": "addresses"}
_KINDS = {"home", "work", "cell", "fax", "pager", "main", "other", "mobile"}


@dataclass(frozen=True, slots=True)
class Said:
    """One content line of a vCard; the group before its name is left out."""

    name: str
    types: tuple[str, ...]
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: contacts, of which the UID alone is known, and what is set aside."""

    contacts: tuple[Contact, ...]
    aside: tuple[tuple[str, str], ...] = ()
    """Whole cards that could not be read, each with a plain English sentence."""


def read_cards(data: bytes) -> Found:
    """Return what a vCard file holds; raises for its size alone (`AssistantError`).

    Cards for groups (KIND:group) become the groups of their members.
    """
    found: list[Contact] = []
    aside: list[tuple[str, str]] = []
    members: dict[str, list[str]] = defaultdict(list)
    for part in components(unfold(_whole(decode(data)))):
        if part.name != "VCARD":
            if part.text.strip():
                aside.append((part.text, "this is no vCard"))
            continue
        lines, trouble = _lines(part)
        if trouble:
            aside.append((part.text, trouble))
        elif _is_group(lines):
            title = _first(lines, "FN") or _named(_first(lines, "N"))
            for one in lines:
                if one.name in {"MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"}:
                    members[_bare(one.value)].append(title)
        elif (contact := _contact(lines, part)) is not None:
            found.append(contact)
        else:
            aside.append((part.text, "it has neither a name nor an address"))
    grouped = (
        replace(one, groups=tuple(dict.fromkeys((*one.groups, *members[_bare(one.uid)]))))
        if members.get(_bare(one.uid))
        else one
        for one in found
    )
    return Found(tuple(grouped), tuple(aside))


def _whole(text_: str) -> str:
    """Return the text with lines in quoted-printable joined (vCard 2.1)."""
    while True:
        joined = _QUOTED.sub(lambda found: found[0], text_)
        cut = [found for found in _QUOTED.finditer(joined) if found[0].endswith("=")]
        if not cut:
            return joined
        pieces, at = [], 0
        for found in cut:
            pieces.append(joined[at : found.end() - 1])
            at = found.end()
            while at < len(joined) and joined[at] in "\r\n":
                at += 1
        text_ = "".join((*pieces, joined[at:]))


def _lines(part: Component) -> tuple[list[Said], str]:
    if sum(map(len, part.whole)) > LONGEST * 4:
        return [], "it is too long"
    if not part.ended:
        return [], "it has no end"
    found = []
    for line in part.lines:
        said = _split(line)
        if said is None:
            return [], f"a line that is none: {line[:60]}"
        found.append(said)
    return found, ""


def _split(line: str) -> Said | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    types: list[str] = []
    parameters: dict[str, str] = {}
    for name, value in _PARAMETER.findall(match[2]):
        bare = value.strip('"')
        if name.upper() in {"", "TYPE"}:
            types += [one.strip('" ').lower() for one in value.split(",")]
        else:
            parameters[name.upper()] = bare
    value = match[3]
    encoding = parameters.get("ENCODING", "").upper()
    if encoding == "QUOTED-PRINTABLE" or "quoted-printable" in types:
        raw = decodestring(value.encode("utf-8", "replace"))
        try:
            value = raw.decode(parameters.get("CHARSET", "utf-8"), "replace")
        except LookupError:
            value = raw.decode("utf-8", "replace")
    return Said(match[1].upper(), tuple(types), parameters, value)


def _is_group(lines: Iterable[Said]) -> bool:
    return any(
        one.name in {"KIND", "X-ADDRESSBOOKSERVER-KIND"} and one.value.strip().lower() == "group"
        for one in lines
    )


def _first(lines: Iterable[Said], name: str) -> str:
    return next((plain_line(text(one.value)) for one in lines if one.name == name), "")


def _contact(lines: list[Said], part: Component) -> Contact | None:
    lists: dict[str, list[str]] = defaultdict(list)
    kinds: list[Kind] = []
    for one in sorted(lines, key=lambda one: "pref" not in one.types):
        if (into := _LISTS.get(one.name)) and (value := _value(one)) not in {"", *lists[into]}:
            lists[into].append(value)
            kind = ",".join(sorted(_KINDS & set(one.types)))
            if kind:
                kinds.append(Kind(value, kind))
    structured = next((one.value for one in lines if one.name == "N"), "")
    emails = tuple(lists["emails"])
    name = _first(lines, "FN") or _named(structured) or _organization(lines) or "".join(emails[:1])
    if not name:
        return None
    return Contact(
        id="",
        name=name,
        emails=emails,
        phones=tuple(lists["phones"]),
        notes="\n".join(text(one.value) for one in lines if one.name == "NOTE").strip(),
        nickname=_first(lines, "NICKNAME"),
        organization=_organization(lines),
        groups=tuple(
            dict.fromkeys(
                plain_line(group)
                for one in lines
                if one.name == "CATEGORIES"
                for group in texts(one.value)
            )
        ),
        birthday=next((_birthday(one) for one in lines if one.name == "BDAY"), ""),
        addresses=tuple(lists["addresses"]),
        urls=tuple(lists["urls"]),
        uid=_first(lines, "UID"),
        kinds=tuple(kinds),
        raw="\n".join(_unknown(lines, part)),
    )


def _unknown(lines: list[Said], part: Component) -> Iterator[str]:
    """Yield the lines that say what a `Contact` has no place for, as they were read."""
    known = {"FN", "NOTE", "NICKNAME", "ORG", "CATEGORIES", "UID", *_LISTS, *_HEAD}
    for said, line in zip(lines, part.lines, strict=True):
        if said.name in known or (said.name == "BDAY" and _birthday(said)):
            continue
        yield f"{said.name}:{said.value}" if "QUOTED-PRINTABLE" in line.upper() else line


def _value(one: Said) -> str:
    if one.name == "ADR":
        parts = [" ".join(texts(piece)) for piece in _PARTS.split(one.value)]
        return plain_line(", ".join(piece for piece in parts if piece))
    value = plain_line(text(one.value))
    scheme, colon, rest = value.partition(":")
    return rest if colon and scheme.lower() in {"tel", "mailto"} else value


def _named(structured: str) -> str:
    """Return a name from N: family, given, additional, prefix, suffix (RFC 6350 6.2.2)."""
    family, given, more, before, after = (
        [plain_line(text(part)) for part in _PARTS.split(structured)] + [""] * 5
    )[:5]
    chinese = any("\u4e00" <= mark <= "\u9fff" for mark in family + given)
    if chinese:
        return f"{family}{given}"
    return " ".join(part for part in (before, given, more, family, after) if part)


def _organization(lines: Iterable[Said]) -> str:
    value = next((one.value for one in lines if one.name == "ORG"), "")
    parts = (plain_line(text(part)) for part in _PARTS.split(value))
    return ", ".join(part for part in parts if part)


def _birthday(one: Said) -> str:
    match = _DAY.fullmatch(one.value.strip())
    if match is None:
        return ""
    year, month, day = match.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return ""
    known = year != "--" and year not in _NO_YEAR and "X-APPLE-OMIT-YEAR" not in one.parameters
    return f"{year}-{month}-{day}" if known else f"--{month}-{day}"


def _bare(uid: str) -> str:
    return uid.strip().lower().removeprefix("urn:uuid:")
