"""Whether somebody sits at the computer, as far as idle times, locks and sleep tell."""

import logging
from collections.abc import Callable
from datetime import timedelta

from assistant.base.lanes import Lock

log = logging.getLogger(__name__)
AWAY = timedelta(minutes=2)  # still for so long: nobody is there


class Presence:
    """Notices that the user has come back; `back` is called once for each absence.

    `idle` returns how long keyboard and mouse have been still, None where nothing tells. It may
    take a while: `look` is for a lane. The others may be called on any thread.
    """

    def __init__(self, idle: Callable[[], timedelta | None], back: Callable[[], object]) -> None:
        self._idle = idle
        self._back = back
        self._away = False
        self._lock = Lock()

    @property
    def away(self) -> bool:
        """Whether nobody is there, as of the last look or signal."""
        return self._away

    def look(self) -> None:
        """Compare idle time with what was known; somebody who moved after a pause is back."""
        still = self._idle()
        if still is None:
            return
        if still >= AWAY:
            self.left()
        else:
            self.returned()

    def left(self) -> None:
        """The screen was locked, the computer goes to sleep, or nothing has moved for long."""
        with self._lock:
            self._away = True

    def returned(self) -> None:
        """The screen was unlocked, or something moved."""
        with self._lock:
            was, self._away = self._away, False
        if was:
            log.info("the user is back")
            self._back()

    def woke(self) -> None:
        """The computer woke: somebody is there once something moves; at once if nothing tells.

        A computer may wake by itself, to keep its mail or its clock right.
        """
        self.left()
        if self._idle() is None:
            self.returned()
