"""What a contact is (RFC 6350 vCard, the part we use)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What an address or a number of a contact is for: TYPE of RFC 6350 5.6, as "home,cell"."""

    value: str
    kind: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person in the address book.

    `birthday` is "1990-05-12", or "--05-12" where nobody knows the year (RFC 6350 4.3.1). `groups`
    are CATEGORIES. `raw` holds content lines of a vCard that mean nothing to this program, as they
    were read, one a line.
    """

    id: str
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    notes: str = ""
    nickname: str = ""
    organization: str = ""
    groups: tuple[str, ...] = ()
    birthday: str = ""
    addresses: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    uid: str = ""
    kinds: tuple[Kind, ...] = ()
    raw: str = ""

    def kind_of(self, value: str) -> str:
        """Return what one of its addresses or numbers is for; "" where nobody said."""
        return next((one.kind for one in self.kinds if one.value == value), "")
