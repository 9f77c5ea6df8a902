"""The user's own turns as lessons, only with their consent: what they approved, masked.

A card that was approved says that sentence, tool and words belong together; where it was edited
before, the edited words count, as far as they stand in the sentence.
"""

import re
from collections.abc import Iterable, Iterator

from assistant.base.errors import ToolError
from assistant.domain.cards import Card, CardState
from assistant.skill.registry import Registry
from assistant.training.fitting import Unfit, fitted
from assistant.training.rows import Row

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_NUMBER = re.compile(r"\+?\d[\d ()/.-]{5,18}\d")


def mine(cards: Iterable[Card], registry: Registry) -> Iterator[Row]:
    """Yield a lesson for every approved card whose words stand in its sentence."""
    for card in cards:
        if card.state is not CardState.APPROVED or not card.why or "\n" in card.why:
            continue
        pairs = [
            (name, masked(str(word)))
            for name, words in card.said.items()
            for word in (words if isinstance(words, tuple) else (words,))
        ]
        text = masked(card.why)
        language = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en"
        try:
            said = fitted(registry.tool(card.tool), text, pairs, language)
        except (Unfit, ToolError):
            continue
        yield Row(text, card.tool, said, language, "mine", f"mine/{text}")


def masked(text: str) -> str:
    """Return the text with addresses and long numbers replaced by made-up ones (RFC 2606)."""
    text = _ADDRESS.sub(lambda found: f"person{_digits(found[0])}@example.org", text)
    return _NUMBER.sub(lambda found: f"555-01{_digits(found[0])}", text)


def _digits(text: str) -> str:
    """Return two digits that are the same for the same text."""
    return f"{sum(text.encode()) % 100:02}"
