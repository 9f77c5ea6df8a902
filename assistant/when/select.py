"""Which of the parts found in a run of words are phrases of time."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from assistant.when.chart import Edge
from assistant.when.combine import Moved
from assistant.when.language import Language
from assistant.when.lexer import Token
from assistant.when.moving import moves, stops
from assistant.when.series import DayOfMonth, Month, Scene, Year
from assistant.when.settle import settle
from assistant.when.share import Placed, shared
from assistant.when.spans import Range, Value

TOP = frozenset({"{date}", "{tod}", "{when}", "{range}", "{repeat}", "{len}"})
ALONE = "{alone}"
"""What is a time only where nothing else is said: a bare "May", "1974", "ten"."""
LOOSE = "{loose}"
"""What is a time unless it counts what follows: "from 6 to 7" but "from 6 to 7 people"."""
LISTED = "{listed}"
"""What is a time only beside a date of which it is another: "July 17th, 18th or 19th"."""
OPEN_WORDS = frozenset({"before", "after", "earlier", "later", "date"})
"""Words that end a phrase only where nothing follows: "2010 or after | 2018"."""
GOAL = "{goal}"
"""What is a time where a verb of moving leads to it: "move lunch | to 1"."""
Spans = dict[tuple[int, int], list[Edge]]


class Phrase(NamedTuple):
    """A stretch of the text and the values it may have, best first."""

    start: int
    end: int
    values: tuple[Value, ...]


class Surroundings(NamedTuple):
    """Where a run of words stands."""

    plain: str
    """The whole text, normalised."""
    beyond: str
    """The word after it, if there is one."""
    alone: bool
    """Whether there is nothing else in the text."""
    scene: Scene

    def readable(self, edges: list[Edge]) -> bool:
        """Whether an interval does not end before it begins; else a shorter phrase is meant."""
        return any(
            not isinstance(edge.value, Range) or next(settle(edge.value, self.scene), None)
            for edge in edges
        )


def select(
    run: list[Token], edges: tuple[Edge, ...], near: Surroundings, words: Language
) -> Iterator[Phrase]:
    """The phrases of a run, left to right: the longest parts that do not overlap."""
    spans = _candidates(run, edges, near, words)

    def size(span: tuple[int, int]) -> tuple[int, int, float, int]:
        letters = run[span[1] - 1].end - run[span[0]].start
        return span[0] - span[1], -letters, -_best(spans[span]), span[0]

    taken: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=size):
        if all(end <= s or start >= e for s, e in taken) and near.readable(spans[start, end]):
            taken.append((start, end))
    placed = [_placed(span, spans[span]) for span in sorted(taken)]
    for start, end, values, listed in shared(placed, [token.text for token in run]):
        if listed or _inside_word(near.plain, run[start].start, run[end - 1].end):
            continue
        two = stops(values[0], run, start, end)
        if two is not None and moves(near.plain, run[start].start, words.moving):
            for stop in two:
                yield Phrase(run[stop.start].start, run[stop.end - 1].end, (stop.value,))
        else:
            yield Phrase(run[start].start, run[end - 1].end, values)


def _candidates(
    run: list[Token], edges: tuple[Edge, ...], near: Surroundings, words: Language
) -> Spans:
    """The parts that may be phrases, by the tokens that they cover."""
    spans: Spans = defaultdict(list)
    for edge in edges:
        after = run[edge.end].text if edge.end < len(run) else near.beyond
        if edge.category == ALONE:
            fits = near.alone and _covers(run, edge, words)
        elif edge.category == LISTED:
            fits = True
        elif edge.category == GOAL:
            fits = not after[:1].isalnum() and moves(near.plain, run[edge.start].start, words.moves)
        else:
            fits = not _cut_short(edge, after)
            fits = fits and (near.alone or _plausible(run, edge, after, words))
        if fits:
            spans[edge.start, edge.end].append(edge)
    return spans


def _placed(span: tuple[int, int], edges: list[Edge]) -> Placed:
    best = sorted(edges, key=lambda edge: -edge.weight)
    values = tuple(dict.fromkeys(edge.value for edge in best))
    return Placed(*span, values, all(edge.category == LISTED for edge in edges))


def _inside_word(plain: str, start: int, end: int) -> bool:
    """Whether a phrase is a piece of a longer word or number: an identifier."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    return _joins(before, plain[start]) or _joins(plain[end - 1], after)


def _joins(left: str, right: str) -> bool:
    word = left.isascii() and right.isascii()
    return word and (left.isalnum() or left == "_") and (right.isalnum() or right == "_")


def _best(edges: list[Edge]) -> float:
    return max(edge.weight for edge in edges)


def _cut_short(edge: Edge, after: str) -> bool:
    """Whether words were left out that change it: February | 30, last 3 months and 2 days | ago."""
    if after == "ago":
        return True
    return isinstance(edge.value, Month) and after.isdecimal() and len(after) < 3


def _plausible(run: list[Token], edge: Edge, after: str, words: Language) -> bool:
    """Whether a bare year or "the 21st" stands alone: not before the noun that it counts."""
    if _open_ended(run, edge, after) and after[:1].isalnum() and edge.end - edge.start > 1:
        return False
    before = run[edge.start - 1].text if edge.start else ""
    if isinstance(edge.value, Moved) and before in ("last", "past"):
        return False  # the last | 3 months and 2 days ago
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


def _open_ended(run: list[Token], edge: Edge, after: str) -> bool:
    """Whether a phrase ends with "or later", "and before"; "3 weeks later" ends well."""
    last, word = run[edge.end - 1].text, run[edge.end - 2].text if edge.end > 1 else ""
    if last in ("later", "earlier"):
        return word in ("or", "and") or after in ("this", "today")
    return last in OPEN_WORDS


def _covers(run: list[Token], edge: Edge, words: Language) -> bool:
    outside = run[: edge.start] + run[edge.end :]
    return all(t.text in words.trim or not t.text[0].isalnum() for t in outside)
