"""Connections that end with the widget they serve."""

from collections.abc import Callable

from PySide6.QtCore import QObject, SignalInstance


class _Follower(QObject):
    """Calls a function for a signal; a child of the widget, so that both go together."""

    def __init__(self, owner: QObject, work: Callable[[], object]) -> None:
        super().__init__(owner)
        self._work = work

    def again(self) -> None:
        """Do the work once more."""
        self._work()


def follow(owner: QObject, signal: SignalInstance, work: Callable[[], object]) -> None:
    """Do `work` now and at every `signal`, as long as `owner` lives."""
    follower = _Follower(owner, work)
    signal.connect(follower.again)
    work()
