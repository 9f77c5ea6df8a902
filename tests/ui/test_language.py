"""English and Chinese, switched live: every string is translated, none stays behind."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from assistant.base import i18n
from assistant.base.paths import resources
from assistant.domain.changes import Proposal, Remove
from tests.fakes.desk import FakeDesk
from ui.shell.rail import PAGES
from ui.shell.window import Window
from ui.shell.words import Interpreter

SOURCES = sorted(Path("ui").rglob("*.py"))
# Which argument of a call holds words to be translated.
SPOKEN = {
    "tr": 0, "words": 0, "button": 0, "say": 2, "icon_button": 1, "Fact": 1, "Field": 1,
    "_nav": 2, "_switch": 1, "_action": 0, "QuickAdd": 1, "AssistantError": 0, "UsageError": 0,
}  # fmt: skip
# Words of the outside: names, addresses, units, what the user typed, the maker's names.
OUTSIDE = re.compile(
    r"[\w.+-]+@[\w.-]+|\d+|Ctrl\+\S+|smtp\.[\w.]+|https?://\S+|TLS|STARTTLS|SmolLM2|English"
    r"|Ollama|LM Studio|llama-server|vLLM|Ray Serve|OpenAI"
    r"|Apache|MB|Europe/Berlin|Anna|Keller|Ben|Okafor|Zoë|O'Brien|Shanghai|office|Me"
)


def spoken() -> set[str]:
    """Return every string of the window's source that is meant to be read."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            at = SPOKEN.get(name)
            if at is not None and len(node.args) > at:
                found |= {one for one in _strings(node.args[at]) if one}
            found |= {
                one for key in node.keywords if key.arg == "hint" for one in _strings(key.value)
            }
    return found


def _strings(node: ast.AST) -> set[str]:
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def test_every_string_of_the_window_has_its_chinese() -> None:
    catalogue = tomllib.loads((resources() / "i18n" / "zh.toml").read_text("utf-8"))
    missing = sorted(spoken() - catalogue.keys())
    assert missing == []


def test_placeholders_survive_the_translation() -> None:
    catalogue = tomllib.loads((resources() / "i18n" / "zh.toml").read_text("utf-8"))
    holes = re.compile(r"\{\w+\}")
    for english in spoken() & catalogue.keys():
        chinese = catalogue[english]
        assert set(holes.findall(english)) == set(holes.findall(chinese)), english


def said(root: QWidget) -> list[str]:
    """Return everything in the window that is read or read aloud, visible or not."""
    texts: list[str] = []
    for one in root.findChildren(QWidget):
        texts += [one.toolTip(), one.accessibleName()]
        if isinstance(one, QLabel | QAbstractButton):
            texts.append(one.text())
        if isinstance(one, QLineEdit | QPlainTextEdit):
            texts.append(one.placeholderText())
        if isinstance(one, QComboBox):
            texts += [one.itemText(at) for at in range(one.count())]
    return [one for one in texts if one]


@pytest.mark.parametrize("page", [name for name, _, _ in PAGES])
def test_nothing_stays_english(
    qtbot: QtBot, window: Window, desk: FakeDesk, interpreter: Interpreter, page: str
) -> None:
    for key in [*desk.records]:
        if key not in {"r3", "c1", "c2", "c3", "c4", "e6"}:
            del desk.records[key]
    desk.talk.clear()
    desk.people.clear()
    desk.card(Proposal("删除", (Remove(desk.records["c3"]),)))
    window.show_page(page)
    interpreter.use("zh")
    window.show_page(page)
    qtbot.wait(50)
    for text in said(window):
        left = re.findall(r"[A-Za-z]{2,}", OUTSIDE.sub("", re.sub(r"<[^>]+>", "", text)))
        assert left == [], text


def test_the_language_is_switched_back_and_forth(window: Window, interpreter: Interpreter) -> None:
    settings = window.rail.buttons["settings"]
    assert settings.text() == "Settings"
    interpreter.use("zh")
    assert settings.text() == "设置"
    assert window.chat.composer.editor.placeholderText() == "想让我做什么？"
    interpreter.use("en")
    assert settings.text() == "Settings"


def test_qt_speaks_chinese_too(window: Window, interpreter: Interpreter) -> None:
    from PySide6.QtCore import QCoreApplication

    interpreter.use("zh")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    interpreter.use("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_the_system_language_counts_until_one_is_chosen(interpreter: Interpreter) -> None:
    interpreter.use("system")
    assert i18n.language() in {"en", "zh"}
    interpreter.use("zh")
    assert i18n.language() == "zh"
