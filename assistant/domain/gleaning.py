"""Which sentences of a letter say what it is about: chosen by code, word for word its own."""

import re
from collections.abc import Sequence

from assistant.domain.received import Received

_SENTENCE = re.compile(r"[^.!?。！？\n]+(?:[.!?。！？]+|\n|$)")
_MOST = 3
_LONGEST = 240
_GREETING = re.compile(
    r"^(?:(?:dear|hi|hello|hey|good (?:morning|afternoon|evening))\b|尊敬的|亲爱的|您好|你好)"
    r".{0,30}$",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"^(?:(?:kind|best|warm)?\s*regards|best wishes|all the best|cheers|yours|sincerely|thanks"
    r"|thank you|many thanks|此致|敬礼|祝好|谢谢|顺颂商祺)\W*$",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\?|？|\d|\b(?:please|could you|can you|would you|need|must|deadline|due|until|by|tomorrow"
    r"|today|monday|tuesday|wednesday|thursday|friday|meeting|invoice|confirm|cancel|moved|attached)\b"
    r"|请|需要|必须|截止|之前|明天|今天|下周|周[一二三四五六日天]|会议|确认|取消|改到|附件",
    re.IGNORECASE,
)


_ASKS = re.compile(
    r"\?|？|\b(?:please|could you|can you|would you|let me know|waiting for|get back to me)\b"
    r"|请|麻烦|能否|可否|吗|等你|告诉我|回复我",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Return whether a letter wants an answer, by its own words; quotes do not count."""
    return bool(_ASKS.search(_own(text)))


def own_text(letter: Received) -> str:
    """Return what its author wrote: quoted lines, and what stands below "-- ", left out."""
    return _own(letter.text)


def _own(text: str) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        if line.rstrip() == "--":
            break
        if not line.lstrip().startswith(">"):
            lines.append(line)
    return "\n".join(lines).strip()


def key_sentences(letter: Received, most: int = _MOST) -> Sequence[str]:
    """Return at most `most` sentences of `letter`, in their order: what asks, dates and figures.

    The first sentence counts for more than later ones; greetings and closes do not count.
    """
    found = [one.strip(" \t-*•>") for one in _SENTENCE.findall(own_text(letter))]
    kept = [one for one in found if len(one) > 1 and not _GREETING.match(one)]
    names = set(letter.sender.name.casefold().split())
    kept = [one for one in kept if not _CLOSE.match(one) and not set(_bare(one)) <= names]
    weights = {at: _weight(at, one) for at, one in enumerate(kept)}
    best = sorted(weights, key=lambda at: (-weights[at], at))[:most]
    return tuple(_cut(kept[at]) for at in sorted(best))


def _bare(text: str) -> Sequence[str]:
    return text.casefold().strip(" .,-–—").split()


def _weight(at: int, text: str) -> float:
    return min(len(_TELLING.findall(text)), 4) + (1.5 if at == 0 else 1 / (2 + at))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
