"""Text to tokens: words, numbers, single Chinese characters, signs; nothing is lost or moved."""

import re
from typing import NamedTuple

from assistant.when.chart import Edge
from assistant.when.numbers import chinese_figures, chinese_number, number_words

_TOKEN = re.compile(
    r"[a-z]+(?:['’](?!s\b)[a-z]+)*|['’]s\b|[0-9]+|[^\s\w]|[^\W0-9_a-z]|_", re.IGNORECASE
)


class Token(NamedTuple):
    """A word, number, character or sign at `text[start:end]`, in lower case."""

    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """All tokens in order. `text` is normalised: lower case, simplified characters."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def _fraction(text: str, at: int) -> bool:
    """Whether the figures before `at` and a point make these the decimals of a number."""
    return at >= 2 and text[at - 1] == "." and "0" <= text[at - 2] <= "9"


def number_edges(tokens: list[Token], text: str) -> list[Edge]:
    """Numbers in digits, in English words and in Chinese characters, positions in tokens."""
    edges: list[Edge] = []
    for index, token in enumerate(tokens):
        first = token.text[0]
        if "0" <= first <= "9":
            if len(token.text) <= 9 and not _fraction(text, token.start):
                edges.append(Edge(index, index + 1, "{num}", int(token.text)))
                edges.append(Edge(index, index + 1, "{digits}", token.text))
        elif first >= "一" or first in "〇零":
            for size, value in chinese_number(text, token.start):
                edges.append(Edge(index, index + size, "{num}", value))
            if figures := chinese_figures(text, token.start):
                edges.append(Edge(index, index + figures[0], "{digits}", figures[1]))
        else:
            for size, value in number_words(tokens, index):
                edges.append(Edge(index, index + size, "{num}", value))
                edges.append(Edge(index, index + size, "{wordnum}", value))
    return edges
