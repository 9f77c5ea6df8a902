"""The user's own words on a card: what an edit starts from."""

from assistant.domain.cards import Card


def said(card: Card, argument: str) -> str:
    """Return the words that the user said for `argument`, "" where there were none."""
    found = card.said.get(argument, "")
    return found if isinstance(found, str) else ""
