"""Puts the theme on the application: the system's choice unless the user made one."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from assistant.base.i18n import language
from ui.look.fonts import interface_font
from ui.look.theme import Theme, load, look

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.ToolTipBase: "tooltip",
    QPalette.ColorRole.ToolTipText: "tooltip_text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Accent: "accent",
}
SMALLEST, LARGEST = 80, 200


class Wardrobe(QObject):
    """Dresses the application in light or dark, and in larger or smaller type."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = "system"
        self._system: QFont = app.font()
        self.percent = 100
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(lambda _: self.apply())

    def choose(self, choice: str) -> None:
        """Wear "light" or "dark", or what the system wears."""
        self._choice = choice
        self.apply()

    def zoom(self, percent: int) -> None:
        """Set the size of the text, in percent of the usual one."""
        self.percent = max(SMALLEST, min(LARGEST, percent))
        self.apply()

    def apply(self) -> None:
        """Put everything on again."""
        font = interface_font(self._system, self.percent, latin=language() != "zh")
        theme = load(self._wanted()).at(font.pointSizeF())
        self._app.setFont(font)
        self._app.setPalette(palette(theme))
        self._app.setStyleSheet(theme.sheet())
        look.use(theme)

    def _wanted(self) -> str:
        if self._choice in {"light", "dark"}:
            return self._choice
        scheme = self._app.styleHints().colorScheme()
        return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def palette(theme: Theme) -> QPalette:
    """Return the palette for what the style sheet does not reach."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, theme.color(name))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.color("muted"))
    return made
