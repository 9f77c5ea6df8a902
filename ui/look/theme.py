"""The theme as data: colours from `resources/themes`, sizes from the text size, one template."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

from assistant.base.paths import resources

USUAL = 10.5  # points: 14 pixels on a 96 dpi screen
# Steps of the type scale, as multiples of the body size.
STEPS = {"tiny": 0.7, "small": 0.86, "body": 1.0, "lead": 1.14, "heading": 1.3, "title": 1.75}


@dataclass(frozen=True, slots=True)
class Theme:
    """A set of colours by name ("#RRGGBB"), and the body text's size in points."""

    name: str
    colors: dict[str, str]
    points: float = USUAL

    @property
    def dark(self) -> bool:
        """Whether the ground is darker than the text."""
        return QColor(self.colors["window"]).lightness() < QColor(self.colors["text"]).lightness()

    def color(self, name: str) -> QColor:
        """Return one colour."""
        return QColor(self.colors[name])

    def size(self, step: str) -> float:
        """Return a step of the type scale in points."""
        return round(self.points * STEPS[step] * 4) / 4

    def at(self, points: float) -> "Theme":
        """Return the same colours with another body size."""
        return replace(self, points=points)

    @property
    def scale(self) -> float:
        """How many times as large as usual the text is: what stands beside it grows with it."""
        return max(1.0, self.points / USUAL)

    def pixels(self, usual: int) -> int:
        """Return a length that is `usual` pixels at the usual size of text."""
        return round(usual * self.scale)

    def sheet(self) -> str:
        """Return the Qt style sheet."""
        folder = (resources() / "icons" / self.name).as_posix()
        sizes = {f"size_{step}": f"{self.size(step)}pt" for step in STEPS}
        lengths = {
            "side": self.pixels(34),
            "side_focus": self.pixels(34) - 2,
            "tick": self.pixels(18),
            "arrow": self.pixels(14),
        }
        pixels = {name: f"{length}px" for name, length in lengths.items()}
        return _template().substitute(self.colors, icons=folder, **sizes, **pixels)


@cache
def load(name: str) -> Theme:
    """Return the theme called `name` ("light" or "dark")."""
    data = tomllib.loads((resources() / "themes" / f"{name}.toml").read_text("utf-8"))
    return Theme(name, data["colors"])


@cache
def _template() -> Template:
    return Template((resources() / "themes" / "window.qss").read_text("utf-8"))


class Look(QObject):
    """The theme in use; widgets that paint for themselves listen to `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._theme or load("light")

    def use(self, theme: Theme) -> None:
        """Switch to `theme` and tell everyone."""
        self._theme = theme
        self.changed.emit()


look = Look()


def color(name: str) -> QColor:
    """Return a colour of the theme in use."""
    return look.theme.color(name)
