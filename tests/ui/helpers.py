"""Finding things in the window, and waiting for them."""

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

W = TypeVar("W", bound=QObject)


def find(root: QObject, kind: type[W], name: str) -> W:
    """Return the one visible widget of this kind and object name."""
    found = shown(root, kind, name)
    assert len(found) == 1, f"{len(found)} of {name}"
    return found[0]


def shown(root: QObject, kind: type[W], name: str = "") -> list[W]:
    """Return all visible widgets of this kind and object name."""
    every = root.findChildren(kind, name) if name else root.findChildren(kind)
    return [one for one in every if isinstance(one, QWidget) and one.isVisible()]


def labels(root: QWidget) -> list[str]:
    """Return what the visible labels and buttons say."""
    said = [one.text() for one in shown(root, QLabel)]
    return [*said, *(one.text() for one in shown(root, QAbstractButton))]


def says(root: QWidget, text: str) -> bool:
    """Whether a visible label or button contains `text`."""
    return any(text in one for one in labels(root))
