"""The colours of calendars and lists: one chosen colour makes the ground, the edge and the words.

Of a colour only its hue and strength count: how light it is follows the theme, so that words can
be read on it (WCAG 2.1: 4.5:1) and its edge stands out (3:1).
"""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor

from ui.look.theme import color, look

# Told apart by hue and by lightness, also by those who see few colours.
COLORS = (
    "#1b6e63", "#2f6fc4", "#8a4fbf", "#c2417c", "#c2602d", "#8f7a12", "#4b8b2f", "#5f6b7a",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tint:
    """What an event is painted with."""

    ground: QColor
    edge: QColor
    words: QColor


def tint(chosen: str) -> Tint:
    """Return the colours for a calendar's `chosen` one ("#rrggbb"); "" is the theme's own."""
    if not QColor.isValidColorName(chosen):
        return Tint(color("event"), color("event_edge"), color("event_text"))
    return _tint(chosen, look.theme.color("surface").name(), look.theme.dark)


@lru_cache(maxsize=256)
def _tint(chosen: str, surface: str, dark: bool) -> Tint:  # noqa: FBT001 - a key of the cache
    base, ground = QColor(chosen), QColor(surface)
    hue, strength = max(0.0, base.hslHueF()), base.hslSaturationF()
    edge = _until(hue, strength * 0.9, ground, 3.2, dark=dark)
    soft = _mixed(ground, edge, 0.27 if dark else 0.17)
    words = _until(hue, strength * (0.55 if dark else 0.8), soft, 6.5, dark=dark)
    return Tint(soft, edge, words)


def _until(hue: float, strength: float, ground: QColor, least: float, *, dark: bool) -> QColor:
    """Return the hue, as much lighter or darker than usual as it takes to stand out."""
    light = 0.56 if dark else 0.46
    made = QColor.fromHslF(hue, strength, light)
    while contrast(made, ground) < least and 0.04 < light < 0.96:
        light += 0.02 if dark else -0.02
        made = QColor.fromHslF(hue, strength, light)
    return made


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    red, green, blue = (
        round(getattr(one, part)() + (getattr(other, part)() - getattr(one, part)()) * share)
        for part in ("red", "green", "blue")
    )
    return QColor(red, green, blue)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours (WCAG 2.1), from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(shade: QColor) -> float:
    parts = (shade.redF(), shade.greenF(), shade.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
