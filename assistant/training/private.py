"""Takes private words out of a sentence before it is kept as a lesson, and puts others there.

Addresses, links, long numbers, streets, and names: those of contacts, those in an argument that
takes people, and what looks like one. The same word is masked alike in a sentence and in its
arguments, so that the words still stand in the sentence.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from assistant.skill.contract import Words

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d[\d ()/.-]{5,18}\d")
_BANK = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_STREET = re.compile(
    r"\b\w+(?:stra(?:ß|ss)e|str\.|weg|platz|gasse) \d+\w?\b"
    r"|\b\d+\w? [A-Z]\w+ (?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Square)\b"
)
_STREET_ZH = re.compile(r"[\u4e00-\u9fff]{2,4}(?:路|街|大道|巷|弄)\d+号(?:\d+(?:室|楼|单元))*")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_CAPITAL = re.compile(r"(?<![\w'’.-])[^\W\d_a-z][\w'’-]+")
_BEGINS = re.compile(r"(?:^|[.!?:,“\"]\s*)$")
# One of the hundred most frequent family names, where a sentence names somebody.
_NAME_ZH = re.compile(
    r"(?<=[和跟给与约找请叫问告陪帮见])"
    r"(?:欧阳|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文])"
    r"(?:老师|总|经理|医生|[\u4e00-\u9fff]{1,2}?(?=[在吃开去说发写打见，。、]|$|下|明|今|后|周|的))"
)
# Words with a capital that are nobody's name, and words for people that are no names.
_CAPITALS = """
I I'm I'd I'll I've I’m I’d I’ll I’ve OK PM AM TV Mr Mrs Ms Dr Monday Tuesday Wednesday Thursday
Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun January February March April May June July August
September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Christmas
Easter English Chinese Deskmate Re Fwd
"""
_PEOPLE = """
mum mom dad grandma grandpa boss team everyone everybody all landlord plumber accountant dentist
doctor me us him her them 妈妈 爸爸 妈 爸 奶奶 爷爷 外婆 外公 老板 老师 房东 大家 同事 医生 会计
团队 老婆 老公 妻子 丈夫 我 他 她 他们
"""
_COMMON, _ROLES = frozenset(_CAPITALS.split()), frozenset(_PEOPLE.split())
_MADE_UP = ("Alex", "Robin", "Sam", "Chris", "Jo", "Pat", "Max", "Kai", "Lee", "Toni")
_MADE_UP_ZH = ("小王", "小李", "阿明", "小陈", "阿芳", "小林", "阿杰", "小周", "阿丽", "小赵")


@dataclass(slots=True)
class Mask:
    """What was put in the place of what, within one lesson; `people` are the names of contacts."""

    people: Iterable[str] = ()
    instead: dict[str, str] = field(default_factory=dict)

    def sentence(self, text: str, named: Iterable[str] = ()) -> str:
        """Return `text` without private words; `named` are words that name people in it."""
        self._numbers(text)
        bare = self.apply(text)
        for name in _known(bare, self.people, named):
            self._name(name)
        return self.apply(bare)

    def apply(self, text: str) -> str:
        """Return `text` with the same words replaced, the longest first."""
        if not self.instead:
            return text
        longest = sorted(self.instead, key=len, reverse=True)
        pattern = "|".join(_bounded(one) for one in longest)
        return re.sub(pattern, lambda found: self.instead[found[0]], text)

    def words(self, words: Words) -> Words:
        """Return the words of an argument, masked as the sentence was."""
        if isinstance(words, bool):
            return words
        return self.apply(words) if isinstance(words, str) else tuple(map(self.apply, words))

    def _numbers(self, text: str) -> None:
        kinds: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
            (_ADDRESS, lambda word: f"person{_digits(word)}@example.org"),
            (_LINK, lambda _: "https://example.org"),
            (_BANK, lambda word: f"XX00 0000 0000 00{_digits(word)}"),
            (_STREET, lambda word: f"12 Example Street {_digits(word)}"),
            (_STREET_ZH, lambda word: f"示例路{_digits(word)}号"),
            (_NUMBER, lambda word: f"555-01{_digits(word)}"),
        )
        for pattern, made in kinds:
            for found in pattern.findall(text):
                if not _DATE.fullmatch(found) and not any(found in one for one in self.instead):
                    self.instead[found] = made(found)

    def _name(self, name: str) -> None:
        if name in self.instead:
            return
        choices = _MADE_UP_ZH if _CJK.search(name) else _MADE_UP
        start = sum(name.casefold().encode())
        taken = set(self.instead.values())
        order = [choices[(start + at) % len(choices)] for at in range(len(choices))]
        self.instead[name] = next((one for one in order if one not in taken), order[0])


def masked(text: str) -> str:
    """Return the text without private words, nobody being known."""
    return Mask().sentence(text)


def private(
    text: str, said: Mapping[str, Words], people: Iterable[str], named: Iterable[str]
) -> tuple[str, dict[str, Words]]:
    """Return a sentence and its arguments, masked alike; `named` are arguments that take people."""
    mask = Mask(people)
    values = [said.get(name, "") for name in named]
    words = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    bare = mask.sentence(text, [one for one in words if isinstance(one, str)])
    return bare, {name: mask.words(value) for name, value in said.items()}


def _known(text: str, people: Iterable[str], named: Iterable[str]) -> set[str]:
    """Return the words of `text` that name somebody."""
    found = {word for one in people for word in _parts(one)} - _ROLES
    # As it is written here: a contact's name may be typed in small letters.
    names = {
        hit[0]
        for word in found
        for hit in re.finditer(_bounded(word), text, re.IGNORECASE)
        if hit[0] not in _COMMON or not word.isascii()
    }
    names |= {word for one in named for word in _parts(one) if "@" not in one and "." not in word}
    names |= {
        hit[0]
        for hit in _CAPITAL.finditer(text)
        if not _BEGINS.search(text[: hit.start()]) and not hit[0].isupper()
    }
    names |= {hit[0] for hit in _NAME_ZH.finditer(text)}
    made = {*_MADE_UP, *_MADE_UP_ZH, "Example", "Street"}
    return {one for one in names if one.casefold() not in _ROLES and one not in _COMMON | made}


def _parts(name: str) -> list[str]:
    """Return the words of a name that somebody may be called by; a role is none."""
    if _CJK.search(name):
        bare = name.strip()
        return [bare, *([bare[1:]] if len(bare) == 3 else [])]
    words = name.split()
    if any(word.casefold() in {"my", "the", "our", "your"} for word in words):
        return []
    return [word for word in words if len(word) > 1]


def _bounded(word: str) -> str:
    """Return a pattern for a whole word; Chinese has no spaces between words."""
    escaped = re.escape(word)
    return escaped if _CJK.search(word) else rf"(?<!\w){escaped}(?!\w)"


def _digits(text: str) -> str:
    """Return two digits that are the same for the same text."""
    return f"{sum(text.encode()) % 100:02}"
