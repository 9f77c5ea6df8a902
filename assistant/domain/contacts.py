"""What a contact is (RFC 6350 vCard, the part we use)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """A person in the address book."""

    id: str
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    notes: str = ""
