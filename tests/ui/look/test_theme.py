"""Colours can be read by everyone, both themes are complete, the text grows with its size."""

import re

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from assistant.base.paths import resources
from tests.ui.helpers import shown
from ui.look.icons import pixmap
from ui.look.theme import load, look
from ui.shell.theme import Wardrobe
from ui.shell.window import Window

ON = {
    "text": ("window", "surface", "sunken", "rail", "hover", "selection", "accent_soft"),
    "muted": ("window", "surface", "sunken", "rail"),
    "accent": ("window", "surface", "accent_soft"),
    "accent_text": ("accent", "accent_hover"),
    "bubble_text": ("bubble",),
    "danger": ("surface", "danger_soft"),
    "danger_text": ("danger", "danger_hover"),
    "warning": ("surface", "warning_soft"),
    "ok": ("surface", "accent_soft"),
    "event_text": ("event", "selection"),
    "tooltip_text": ("tooltip",),
}
CONTROLS = {"control": ("window", "surface"), "now": ("surface",), "event_edge": ("surface",)}


def luminance(color: QColor) -> float:
    """Return the relative luminance (WCAG 2.1)."""
    parts = [color.redF(), color.greenF(), color.blueF()]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours (WCAG 2.1), from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_and_controls_stand_out(name: str) -> None:
    theme = load(name)
    for table, least in ((ON, 4.5), (CONTROLS, 3.0)):
        for ink, grounds in table.items():
            for ground in grounds:
                ratio = contrast(theme.color(ink), theme.color(ground))
                assert ratio >= least, f"{name}: {ink} on {ground} is {ratio:.2f}"


def test_both_themes_know_the_same_colours_and_the_sheet_uses_no_others() -> None:
    light, dark = load("light"), load("dark")
    assert light.colors.keys() == dark.colors.keys()
    assert not light.dark
    assert dark.dark
    sheet = (resources() / "themes" / "window.qss").read_text("utf-8")
    assert not re.search(r"#[0-9A-Fa-f]{6}", sheet), "a colour outside the themes"
    assert "$" not in light.sheet()


def test_every_icon_can_be_drawn(qtbot: QtBot) -> None:
    names = [one.stem for one in (resources() / "icons").glob("*.svg")]
    assert len(names) > 40
    for name in names:
        image = pixmap(name, "text", 24).toImage()
        drawn = any(
            image.pixelColor(x, y).alpha()
            for x in range(0, image.width(), 2)
            for y in range(0, image.height(), 2)
        )
        assert drawn, name


def test_the_theme_is_switched_live(window: Window, wardrobe: Wardrobe) -> None:
    light = window.grab().toImage().pixelColor(400, 400)
    wardrobe.choose("dark")
    assert look.theme.name == "dark"
    assert luminance(window.grab().toImage().pixelColor(400, 400)) < luminance(light)


def test_text_grows_to_twice_its_size_without_being_cut(
    qtbot: QtBot, window: Window, wardrobe: Wardrobe
) -> None:
    small = window.chat.composer.editor.fontMetrics().height()
    wardrobe.zoom(200)
    qtbot.wait(50)
    assert window.chat.composer.editor.fontMetrics().height() > 1.8 * small
    window.resize(1400, 1000)
    for page in ("chat", "reminders", "contacts", "settings"):
        window.show_page(page)
        qtbot.wait(50)
        for label in shown(window.stack, QLabel):
            if not label.wordWrap() and label.text():
                assert label.width() >= label.minimumSizeHint().width(), label.text()
