"""Doing what the user asked, and telling them plainly when it cannot be done."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from assistant.base.errors import AssistantError


class Complaints(QObject):
    """Where failures of anything clicked are told; the window shows them."""

    heard = Signal(object)


complaints = Complaints()


def attempt(work: Callable[[], object]) -> bool:
    """Do `work`; an expected failure is shown to the user. Return whether it went through."""
    try:
        work()
    except AssistantError as error:
        complaints.heard.emit(error)
        return False
    return True
