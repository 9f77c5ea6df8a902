"""vCard files to contacts and back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.contacts import Contact, Kind
from assistant.domain.message import plain_line
from assistant.domain.vcard import read_cards, write_cards
from assistant.domain.vcard.writing import Version

APPLE = b"""BEGIN:VCARD\r
VERSION:3.0\r
N:Berg;Anna;;Dr.;\r
FN:Dr. Anna Berg\r
ORG:Acme\\, Inc.;Sales;\r
EMAIL;type=INTERNET;type=HOME:anna@home.example\r
item1.EMAIL;type=INTERNET;type=WORK;type=pref:anna@acme.example\r
item1.X-ABLabel:_$!<Work>!$_\r
TEL;type=CELL;type=VOICE:+49 170 5550100\r
BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-12\r
NOTE:first line\\nsecond\\, line\r
CATEGORIES:Friends,Acme\\, old\r
PHOTO;ENCODING=b;TYPE=JPEG:AAAA\r
 BBBB\r
UID:u1\r
END:VCARD\r
"""


def test_what_an_address_book_wrote() -> None:
    (one,) = read_cards(APPLE).contacts
    assert (one.name, one.organization) == ("Dr. Anna Berg", "Acme, Inc., Sales")
    assert one.emails == ("anna@acme.example", "anna@home.example")
    assert one.kinds == (
        Kind("anna@acme.example", "work"),
        Kind("anna@home.example", "home"),
        Kind("+49 170 5550100", "cell"),
    )
    assert (one.birthday, one.notes) == ("--05-12", "first line\nsecond, line")
    assert (one.groups, one.uid) == (("Friends", "Acme, old"), "u1")
    assert "PHOTO;ENCODING=b;TYPE=JPEG:AAAABBBB" in one.raw


def test_version_two_with_bare_types_and_quoted_printable() -> None:
    data = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
        b"=E6=9D=8E;=E5=A8=9C\r\n"
        b"NOTE;ENCODING=QUOTED-PRINTABLE:a long=\r\ner line=0Atwo\r\n"
        b"TEL;CELL;VOICE:13800000000\r\n"
        b"END:VCARD\r\n"
    )
    (one,) = read_cards(data).contacts
    assert (one.name, one.phones) == ("李娜", ("13800000000",))
    assert one.notes == "a longer line\ntwo"


def test_version_four_and_its_groups() -> None:
    data = (
        'BEGIN:VCARD\nVERSION:4.0\nKIND:individual\nFN:Zoë\nTEL;VALUE=uri;TYPE="home,cell":tel:+1-555\n'
        "BDAY:--0229\nUID:urn:uuid:aa\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Choir\nMEMBER:urn:uuid:AA\nEND:VCARD\n"
    ).encode()
    (one,) = read_cards(data).contacts
    assert (one.phones, one.birthday, one.groups) == (("+1-555",), "--02-29", ("Choir",))


def test_what_cannot_be_read_is_set_aside_and_its_neighbours_live() -> None:
    good = "BEGIN:VCARD\nVERSION:4.0\nFN:Ben\nEND:VCARD\n"
    bad = "BEGIN:VCARD\nVERSION:4.0\nthis is no line\nEND:VCARD\n"
    nameless = "BEGIN:VCARD\nVERSION:4.0\nTEL:1\nEND:VCARD\n"
    found = read_cards((bad + good + nameless + "junk\n").encode())
    assert [one.name for one in found.contacts] == ["Ben"]
    assert len(found.aside) == 3
    assert found.aside[0][0].startswith("BEGIN:VCARD")


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_there_and_back(version: Version) -> None:
    (one,) = read_cards(APPLE).contacts
    data = write_cards([one], version)
    assert f"VERSION:{version}".encode() in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (again,) = read_cards(data).contacts
    assert again == one


names = st.text(min_size=1, max_size=20).map(plain_line).filter(bool)
versions = st.sampled_from(("3.0", "4.0"))
days = st.sampled_from(("", "1990-05-12", "--02-29"))


@given(names, names, versions, days)
def test_any_name_and_note_come_back(name: str, note: str, version: Version, day: str) -> None:
    one = Contact("", name, ("a@b.org",), notes=f"{note}\n{note}", groups=(name,), birthday=day)
    (again,) = read_cards(write_cards([replace(one, id="k")], version)).contacts
    assert replace(again, uid="") == one


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    read_cards(b"BEGIN:VCARD\n" + data + b"\nEND:VCARD\n")
