"""Work on another lane, its result delivered on the window's thread."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from assistant.base.errors import AssistantError
from assistant.base.lanes import Work

T = TypeVar("T")


class _Waiter(QObject):
    ready = Signal()


def follow_work(
    owner: QObject,
    work: "Work[T]",
    done: Callable[[T], object],
    failed: Callable[[AssistantError], object],
) -> None:
    """Call `done` with the result of `work`, or `failed` with what went wrong, if `owner` lives.

    Anything but an `AssistantError` is our bug; the lane has logged it, and one sentence says so.
    """
    waiter = _Waiter(owner)

    def deliver() -> None:
        error = work.exception()
        waiter.deleteLater()
        if error is None:
            done(work.result())
        elif isinstance(error, AssistantError):
            failed(error)
        else:
            failed(
                AssistantError("Something went wrong inside Deskmate.", hint="Please try again.")
            )

    waiter.ready.connect(deliver, Qt.ConnectionType.QueuedConnection)
    work.add_done_callback(lambda _: _emit(waiter))


def _emit(waiter: _Waiter) -> None:
    """Tell the waiter, unless it has gone with its widget."""
    from shiboken6 import isValid

    if isValid(waiter):
        waiter.ready.emit()
