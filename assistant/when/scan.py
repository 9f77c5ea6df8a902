"""Phrases in a text: runs of words that the rules know, and the best parts found in them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from assistant.when.chart import Chart, Edge
from assistant.when.language import ZONE, Language
from assistant.when.lexer import Token, number_edges, tokens_of
from assistant.when.numbers import WORDS
from assistant.when.series import DayOfMonth, Scene, Year
from assistant.when.share import Placed, shared
from assistant.when.spans import Value
from assistant.when.zones import IANA, iana

TOP = frozenset({"{date}", "{tod}", "{when}", "{range}", "{repeat}", "{len}"})
ALONE = "{alone}"
"""What is a time only where nothing else is said: a bare "May", "1974", "ten"."""
LOOSE = "{loose}"
"""What is a time unless it counts what follows: "from 6 to 7" but "from 6 to 7 people"."""
LONGEST = 48
"""Tokens of one phrase at most; nobody says more in one breath."""


OPEN_WORDS = frozenset({"before", "after", "earlier", "later", "date"})
"""Words that end a phrase only where nothing follows: "2010 or after | 2018"."""


class Phrase(NamedTuple):
    """A stretch of the text and the values it may have, best first."""

    start: int
    end: int
    values: tuple[Value, ...]


def _lone_number(word: str) -> bool:
    """A number by itself that is neither a year nor a date in eight figures."""
    return word in WORDS or (word.isdecimal() and len(word) not in (4, 8))


class Surroundings(NamedTuple):
    """Where a run of words stands."""

    plain: str
    """The whole text, normalised."""
    beyond: str
    """The word after it, if there is one."""
    alone: bool
    """Whether there is nothing else in the text."""


def phrases(text: str, words: Language, scene: Scene, *, whole: bool) -> Iterator[Phrase]:
    """All phrases from left to right. With `whole`, the text may be one bare phrase."""
    plain = normalise(text, words)
    tokens = _with_zones(tokens_of(plain), plain) if "/" in plain else tokens_of(plain)
    for first, last in _runs(tokens, words):
        run = tokens[first:last]
        if last - first == 1 and _lone_number(run[0].text):
            continue
        alone = whole and _alone(tokens, first, last, words)
        beyond = tokens[last].text if last < len(tokens) else ""
        found = _parse(run, plain, words, scene)
        near = Surroundings(plain, beyond, alone)
        yield from _select(run, found, near, words)


def _with_zones(tokens: list[Token], plain: str) -> list[Token]:
    """The tokens, each name of an IANA zone made one of them."""
    for match in IANA.finditer(plain):
        inside = [t for t in tokens if match.start() <= t.start and t.end <= match.end()]
        first = tokens.index(inside[0])
        tokens[first : first + len(inside)] = [Token(ZONE, match.start(), match.end())]
    return tokens


def normalise(text: str, words: Language) -> str:
    """Lower case, simplified characters and plain signs; every character keeps its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    plain = lower.translate(words.simplify)
    for pattern in words.never:
        plain = pattern.sub(_hidden, plain)
    return plain


def _hidden(match: re.Match[str]) -> str:
    return "\0" * len(match.group())


def _runs(tokens: list[Token], words: Language) -> Iterator[tuple[int, int]]:
    known, glue = words.known, words.glue
    start, strong = 0, False
    for index, (word, _, _) in enumerate(tokens):
        if word in known or "0" <= word[0] <= "9":
            if index - start == LONGEST:
                if strong:
                    yield start, index
                start, strong = index, False
            strong = strong or word not in glue or (word >= "一" and index > start)
            continue
        if strong:
            yield start, index
        start, strong = index + 1, False
    if strong:
        yield start, len(tokens)


def _alone(tokens: list[Token], first: int, last: int, words: Language) -> bool:
    outside = tokens[:first] + tokens[last:]
    return all(t.text in words.trim or not t.text[0].isalnum() for t in outside)


def _parse(run: list[Token], plain: str, words: Language, scene: Scene) -> list[Edge]:
    leaves: list[list[Edge]] = [[] for _ in range(len(run) + 1)]
    for index, token in enumerate(run):
        leaves[index + 1].append(Edge(index, index + 1, token.text, None))
        if token.text == ZONE and (zone := iana(plain[token.start : token.end])):
            leaves[index + 1].append(Edge(index, index + 1, "{zone}", zone))
    for edge in number_edges(run, plain):
        if edge.end <= len(run):
            leaves[edge.end].append(edge)
    ends = {token.end: index + 1 for index, token in enumerate(run)}
    for index, token in enumerate(run):
        if "0" <= token.text[0] <= "9" or token.text in "'’" or token.text in words.shapes.starts:
            before = plain[max(0, token.start - 2) : token.start]
            joined = before[-1:] if len(before) == 2 and "0" <= before[0] <= "9" else ""
            if joined and joined in "/:.":
                continue
            for end, edge in words.shapes.match(plain, token.start, day_first=scene.day_first):
                if end in ends and not (joined == "-" and "-" in plain[token.start : end]):
                    leaves[ends[end]].append(edge._replace(start=index, end=ends[end]))
    return Chart(words.grammar, len(run)).run(leaves)


def _select(
    run: list[Token], edges: list[Edge], near: Surroundings, words: Language
) -> Iterator[Phrase]:
    spans: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.category in TOP or edge.category == LOOSE:
            after = run[edge.end].text if edge.end < len(run) else near.beyond
            if near.alone or _plausible(run, edge, after, words):
                spans[edge.start, edge.end].append(edge)
        elif near.alone and edge.category == ALONE and _covers(run, edge, words):
            spans[edge.start, edge.end].append(edge)
    taken: list[tuple[int, int]] = []

    def size(span: tuple[int, int]) -> tuple[int, int, float, int]:
        letters = run[span[1] - 1].end - run[span[0]].start
        return span[0] - span[1], -letters, -_best(spans[span]), span[0]

    order = sorted(spans, key=size)
    for start, end in order:
        if all(end <= s or start >= e for s, e in taken):
            taken.append((start, end))
    placed = [Placed(start, end, _values(spans[start, end])) for start, end in sorted(taken)]
    for start, end, values in shared(placed, [token.text for token in run]):
        if not _inside_word(near.plain, run[start].start, run[end - 1].end):
            yield Phrase(run[start].start, run[end - 1].end, values)


def _values(edges: list[Edge]) -> tuple[Value, ...]:
    best = sorted(edges, key=lambda edge: -edge.weight)
    return tuple(dict.fromkeys(edge.value for edge in best))


def _inside_word(plain: str, start: int, end: int) -> bool:
    """Whether a phrase is a piece of a longer word or number: an identifier."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    return _joins(before, plain[start]) or _joins(plain[end - 1], after)


def _joins(left: str, right: str) -> bool:
    word = left.isascii() and right.isascii()
    return word and (left.isalnum() or left == "_") and (right.isalnum() or right == "_")


def _best(edges: list[Edge]) -> float:
    return max(edge.weight for edge in edges)


def _plausible(run: list[Token], edge: Edge, after: str, words: Language) -> bool:
    """Whether a bare year or "the 21st" stands alone: not before the noun that it counts."""
    if run[edge.end - 1].text in OPEN_WORDS and after[:1].isalnum() and edge.end - edge.start > 1:
        return False
    if edge.category == LOOSE:
        return not (after.isascii() and after.isalpha()) or after in words.followers
    if not isinstance(edge.value, DayOfMonth | Year):
        return True
    first = run[edge.start].text
    if first in words.lead:
        return True
    if isinstance(edge.value, DayOfMonth) and not run[edge.end - 1].text.isascii():
        return True
    in_words = not any(t.text.isdecimal() for t in run[edge.start : edge.end])
    if isinstance(edge.value, DayOfMonth) and in_words and edge.value.day < 10:
        return False
    return not (after.isascii() and after.isalpha()) or after in words.followers


def _covers(run: list[Token], edge: Edge, words: Language) -> bool:
    outside = run[: edge.start] + run[edge.end :]
    return all(t.text in words.trim or not t.text[0].isalnum() for t in outside)
