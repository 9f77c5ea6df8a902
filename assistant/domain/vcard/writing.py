"""Contacts to a vCard file, of version 3.0 (RFC 2426) or 4.0 (RFC 6350)."""

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from assistant.domain.contacts import Contact
from assistant.domain.ical.lines import fold
from assistant.domain.ical.values import escaped

Version: TypeAlias = Literal["3.0", "4.0"]


def write_cards(contacts: Iterable[Contact], version: Version = "4.0") -> bytes:
    """Return the bytes of a file; lines end in CRLF and are folded at 75 octets."""
    lines = (line for one in contacts for line in _card(one, version))
    return "".join(map(fold, lines)).encode("utf-8", "replace")


def _card(one: Contact, version: Version) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"FN:{escaped(one.name)}"
    yield f"N:{_structured(one.name)}"
    if one.nickname:
        yield f"NICKNAME:{escaped(one.nickname)}"
    if one.organization:
        yield f"ORG:{';'.join(escaped(part) for part in one.organization.split(', '))}"
    for name, values in (("EMAIL", one.emails), ("TEL", one.phones)):
        for value in values:
            kind = one.kind_of(value)
            types = f";TYPE={kind}" if "," not in kind or version == "3.0" else f';TYPE="{kind}"'
            yield f"{name}{types if kind else ''}:{escaped(value)}"
    for value in one.addresses:
        kind = one.kind_of(value)
        yield f"ADR{f';TYPE={kind}' if kind else ''}:;;{escaped(value)};;;;"
    for value in one.urls:
        yield f"URL:{value}"
    if one.birthday:
        yield _birthday(one.birthday, version)
    if one.groups:
        yield f"CATEGORIES:{','.join(map(escaped, one.groups))}"
    if one.notes:
        yield f"NOTE:{escaped(one.notes)}"
    yield f"UID:{one.uid or one.id}"
    yield from one.raw.split("\n") if one.raw else ()
    yield "END:VCARD"


def _structured(name: str) -> str:
    """Return N: what follows the last blank is the family name; Chinese begins with it."""
    if any("\u4e00" <= mark <= "\u9fff" for mark in name) and " " not in name:
        return f"{escaped(name[:1])};{escaped(name[1:])};;;"
    given, _, family = name.rpartition(" ")
    return f"{escaped(family)};{escaped(given)};;;"


def _birthday(day: str, version: Version) -> str:
    if version == "4.0":
        return (
            f"BDAY:--{day[2:].replace('-', '')}"
            if day[0] == "-"
            else f"BDAY:{day.replace('-', '')}"
        )
    if day.startswith("--"):  # 3.0 has no day without a year; this is how address books write it
        return f"BDAY;X-APPLE-OMIT-YEAR=1604:1604-{day[2:]}"
    return f"BDAY:{day}"
