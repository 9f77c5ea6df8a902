"""The hours that the names of parts of day stand for: first, last, and the one moment meant."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

PartsOfDay: TypeAlias = Mapping[str, tuple[float, float, float]]

PARTS: PartsOfDay = MappingProxyType(
    {
        "dawn": (0, 6, 5),
        "morning": (0, 12, 9),
        "zh morning": (4, 12, 9),
        "forenoon": (8, 12, 10),
        "noon": (12, 14, 12),
        "breakfast": (7, 9, 8),
        "brunch": (10, 13, 11),
        "work": (9, 17, 9),
        "school": (8, 15, 8),
        "dinner": (18, 20, 19),
        "lunch": (12, 14, 12),
        "afternoon": (12, 19, 15),
        "dusk": (17, 19, 18),
        "evening": (18, 24, 19),
        "tonight": (18, 24, 20),
        "night": (18, 24, 21),
        "late night": (21, 26, 23),
        "midnight": (24, 25, 24),
        "midday": (10, 14, 12),
        "daytime": (8, 18, 9),
        "business hours": (9, 17, 9),
    }
)
"""Spans follow Duckling's corpora; the single moments are those of a desk day."""
