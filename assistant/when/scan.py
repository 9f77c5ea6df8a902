"""Phrases in a text: runs of words that the rules know, and the best parts found in them."""

from collections.abc import Iterator

from assistant.when.decoys import hide
from assistant.when.language import Language
from assistant.when.lexer import Token
from assistant.when.numbers import WORDS
from assistant.when.parse import parse, words_of
from assistant.when.select import Phrase, Surroundings, select
from assistant.when.series import Scene

LONGEST = 64
"""Tokens of one phrase at most; nobody says more in one breath."""


def phrases(text: str, words: Language, scene: Scene, *, whole: bool) -> Iterator[Phrase]:
    """All phrases from left to right. With `whole`, the text may be one bare phrase."""
    plain = normalise(text, words)
    tokens = words_of(plain)
    for first, last in _runs(tokens, plain, words):
        run = tokens[first:last]
        if last - first == 1 and _lone_number(run[0].text):
            continue
        start, end = run[0].start, run[-1].end
        near = (plain[max(0, start - 2) : start], plain[start:end], plain[end : end + 2])
        edges = parse(*near, day_first=scene.day_first)
        beyond = tokens[last].text if last < len(tokens) else ""
        alone = whole and _alone(tokens, first, last, words)
        yield from select(run, edges, Surroundings(plain, beyond, alone, scene), words)


def _lone_number(word: str) -> bool:
    """A number by itself that is neither a year nor a date in eight figures."""
    return word in WORDS or (word.isdecimal() and len(word) not in (4, 8))


def normalise(text: str, words: Language) -> str:
    """Lower case, simplified characters and plain signs; every character keeps its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return hide(lower.translate(words.simplify), words.never)


def _runs(tokens: list[Token], plain: str, words: Language) -> Iterator[tuple[int, int]]:
    """Stretches of words that the rules know, not all of them glue; an empty line ends one."""
    known, glue = words.known, words.glue
    start, strong, done = 0, False, 0
    for index, (word, begin, end) in enumerate(tokens):
        if begin > done + 1 and plain.count("\n", done, begin) > 1:
            if strong:
                yield start, index
            start, strong = index, False
        done = end
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
