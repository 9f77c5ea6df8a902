"""Address files (vCard 2.1, RFC 2426, RFC 6350) to contacts and back, nothing lost on the way."""

from assistant.domain.vcard.reading import Found, read_cards
from assistant.domain.vcard.writing import write_cards

__all__ = ["Found", "read_cards", "write_cards"]
