"""Holidays as series, found by rules/holidays.toml."""

from dataclasses import dataclass
from typing import Any

from assistant.when.almanac import stretches
from assistant.when.grain import Grain
from assistant.when.grammar import Grammar
from assistant.when.periods import Period, day_start
from assistant.when.series import Scene, Yearly


@dataclass(frozen=True, slots=True)
class Holiday(Yearly):
    """A holiday; in some countries it falls on another day."""

    title: str
    how: str
    abroad: tuple[tuple[str, str], ...] = ()
    grain: Grain = "day"

    @property
    def extent(self) -> bool:
        """Whether it lasts longer than a day."""
        return " for " in self.how or " until " in self.how

    def of_year(self, year: int, scene: Scene) -> list[Period]:
        """See `Yearly`."""
        how = dict(self.abroad).get(scene.region, self.how)
        if not 2 < year < 9000:
            return []
        return [Period(day_start(first), day_start(last)) for first, last in stretches(how, year)]


def load(grammar: Grammar, rules: dict[str, Any]) -> None:
    """Teach the grammar the names of holidays and solar terms (parsed holidays.toml)."""
    for title, how, english, chinese, *abroad in rules["days"]:
        holiday = Holiday(title, how.strip(), tuple(abroad[0].items()) if abroad else ())
        for phrase in (*english, *chinese):
            grammar.add_word("{holiday}", holiday, phrase)
    for name in rules["terms"]:
        grammar.add_word("{holiday}", Holiday(name, f"term {name}"), name)
