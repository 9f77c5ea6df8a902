"""Words that follow the language: bound once, said again whenever the language is switched."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from assistant.base.i18n import tr
from ui.look.follow import follow


class Tongue(QObject):
    """Tells every widget that the language changed."""

    changed = Signal()


tongue = Tongue()


def say(owner: QObject, put: Callable[[str], object], words: str) -> None:
    """Call `put(tr(words))` now and after every switch of language, as long as `owner` lives."""
    follow(owner, tongue.changed, lambda: put(tr(words)))
