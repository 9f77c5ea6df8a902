"""Words to moments, English and Chinese: pure, no model, rules as data."""

from assistant.when.grain import Grain
from assistant.when.parts import PARTS, PartsOfDay
from assistant.when.reading import Found, Kind, Reading
from assistant.when.resolve import find, find_first, render, resolve

__all__ = [
    "PARTS",
    "Found",
    "Grain",
    "Kind",
    "PartsOfDay",
    "Reading",
    "find",
    "find_first",
    "render",
    "resolve",
]
