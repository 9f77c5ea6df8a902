"""From a run of words to all the parts that the rules find in it."""

from functools import lru_cache

from assistant.when.chart import Chart, Edge
from assistant.when.language import ZONE, Language, language
from assistant.when.lexer import Token, number_edges, tokens_of
from assistant.when.select import ALONE, GOAL, LISTED, LOOSE, TOP
from assistant.when.zones import IANA, iana

HAN = "⺀"
"""The first character of the Chinese script."""
NOTHING: frozenset[str] = frozenset()
WANTED = TOP | {ALONE, GOAL, LISTED, LOOSE}


def words_of(plain: str) -> list[Token]:
    """The tokens of a normalised text, each name of an IANA zone made one of them."""
    tokens = tokens_of(plain)
    for match in IANA.finditer(plain) if "/" in plain else ():
        inside = [t for t in tokens if match.start() <= t.start and t.end <= match.end()]
        first = tokens.index(inside[0])
        tokens[first : first + len(inside)] = [Token(ZONE, match.start(), match.end())]
    return tokens


@lru_cache(maxsize=2048)
def parse(before: str, said: str, behind: str, *, day_first: bool) -> tuple[Edge, ...]:
    """The parts of a run of words that may be phrases; positions count its tokens.

    `before` and `behind` are the characters around it, which tell where a number begins and
    ends. Pure, so what was read before is kept: people and letters repeat themselves.
    """
    plain = before + said + behind
    first, last = len(before), len(before) + len(said)
    run = [token for token in words_of(plain) if first <= token.start and token.end <= last]
    words = language()
    leaves = _leaves(run, plain)
    for end, edge in _figures(run, plain, words, day_first=day_first):
        leaves[end].append(edge)
    latin = max(said, default="") < HAN
    edges = Chart(words.grammar, len(run), words.han if latin else NOTHING).run(leaves)
    return tuple(edge for edge in edges if edge.category in WANTED)


def _leaves(run: list[Token], plain: str) -> list[list[Edge]]:
    """Words, zones and numbers, by where they end."""
    leaves: list[list[Edge]] = [[] for _ in range(len(run) + 1)]
    for index, token in enumerate(run):
        leaves[index + 1].append(Edge(index, index + 1, token.text, None))
        if token.text == ZONE and (zone := iana(plain[token.start : token.end])):
            leaves[index + 1].append(Edge(index, index + 1, "{zone}", zone))
    for edge in number_edges(run, plain):
        if edge.end <= len(run):
            leaves[edge.end].append(edge)
    return leaves


def _figures(
    run: list[Token], plain: str, words: Language, *, day_first: bool
) -> list[tuple[int, Edge]]:
    """The written forms made of figures, and the position where each ends."""
    found = []
    ends = {token.end: index + 1 for index, token in enumerate(run)}
    for index, token in enumerate(run):
        joined = _joined(plain, token.start)
        if not _may_begin(token.text, words) or joined in ("/", ":", "."):
            continue
        for end, edge in words.shapes.match(plain, token.start, day_first=day_first):
            if end in ends and not (joined == "-" and "-" in plain[token.start : end]):
                found.append((ends[end], edge._replace(start=index, end=ends[end])))
    return found


def _may_begin(word: str, words: Language) -> bool:
    return "0" <= word[0] <= "9" or word in "'’" or word in words.shapes.starts


def _joined(plain: str, at: int) -> str:
    """The sign that joins a number to figures before it; empty where there is none."""
    before = plain[max(0, at - 2) : at]
    return before[1] if len(before) == 2 and "0" <= before[0] <= "9" else ""
