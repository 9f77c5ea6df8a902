"""Every sentence a user can see exists in both languages, and nothing is shown past `tr`."""

import ast
import string
from collections.abc import Iterator

import pytest

from assistant.base.i18n import LANGUAGES, catalogue
from tests.architecture.sources import ROOT, callee, calls, literal, trees

OTHER_LANGUAGES = [language for language in LANGUAGES if language != "en"]
# What Qt shows to the user: setters and widgets, with the place of their text.
SETTERS = {
    "setText",
    "setPlainText",
    "setHtml",
    "setWindowTitle",
    "setTitle",
    "setToolTip",
    "setStatusTip",
    "setWhatsThis",
    "setPlaceholderText",
    "setInformativeText",
    "setAccessibleName",
    "setAccessibleDescription",
    "setHeaderLabels",
    "setTabText",
    "setLabelText",
    "setSpecialValueText",
    "setSuffix",
    "setPrefix",
}
WIDGETS = {"QLabel", "QPushButton", "QAction", "QCheckBox", "QRadioButton", "QGroupBox", "QMenu"}
ADDERS = {"addAction", "addItem", "addTab", "addMenu", "addRow"}
NAMES = {"Deskmate", "Deskmate 同桌"}


def error_classes() -> set[str]:
    """Return the names of AssistantError and all that derive from it."""
    known = {"AssistantError"}
    classes = [
        (node.name, {base.id for base in node.bases if isinstance(base, ast.Name)})
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    while found := {name for name, bases in classes if bases & known} - known:
        known |= found
    return known


def shown() -> Iterator[tuple[str, ast.expr]]:
    """Yield every expression that is translated: of `tr`, of an error and its hint."""
    errors = error_classes()
    for place, call in calls():
        if callee(call) in {"tr", *errors} and call.args:
            yield place, call.args[0]
        if callee(call) in errors:
            yield from ((place, word.value) for word in call.keywords if word.arg == "hint")
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name in errors:
                yield from ((f"{path}:{one.lineno}", one) for one in _given_to_super(node))


def _given_to_super(owner: ast.ClassDef) -> Iterator[ast.expr]:
    """Yield what an error class passes to `super().__init__` as its own sentence and hint."""
    for node in ast.walk(owner):
        if isinstance(node, ast.Call) and callee(node) == "__init__" and node.args:
            yield node.args[0]
            yield from (word.value for word in node.keywords if word.arg == "hint")


def texts() -> dict[str, str]:
    """Return every literal that is translated, with one place where it stands."""
    found = ((literal(node), place) for place, node in shown())
    return {text: place for text, place in found if text}


def placeholders(text: str) -> set[str]:
    """Return the names of the `{name}` placeholders of `text`."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def constants() -> set[str]:
    """Return every string literal of the source."""
    return {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    known = catalogue(language)
    missing = [f"{place}: {text}" for text, place in texts().items() if text not in known]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    changed = [
        f"{english!r} -> {other!r}"
        for english, other in catalogue(language).items()
        if placeholders(english) != placeholders(other) or not other.strip()
    ]
    assert not changed, "\n".join(changed)


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    data = "\n".join(
        path.read_text("utf-8")
        for path in (ROOT / "resources").rglob("*.toml")
        if path.parent.name != "i18n"
    )
    used = constants()
    left_over = [text for text in catalogue(language) if text not in used and text not in data]
    assert not left_over, "\n".join(left_over)


def test_what_is_translated_is_whole() -> None:
    """An f-string or a sum has no entry: placeholders go into the sentence instead."""
    pieced = [place for place, node in shown() if isinstance(node, ast.JoinedStr | ast.BinOp)]
    assert not pieced, "\n".join(pieced)


def test_nothing_is_shown_past_tr() -> None:
    past = [
        f"{place}: {callee(call)}({words!r})"
        for place, call in calls("ui")
        if callee(call) in SETTERS | WIDGETS | ADDERS
        for words in map(_words, call.args)
        if words not in NAMES and any(character.isalpha() for character in words)
    ]
    assert not past, "\n".join(past)


def _words(node: ast.expr) -> str:
    """Return the words that stand literally in `node`, f-strings included."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) or "" for part in node.values)
    return literal(node) or ""
