"""Rings for an alarm until it is answered, or to the end of its sound."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from assistant.base.chime import write_chime
from assistant.base.lanes import Lock
from assistant.base.platform import Playing, play
from assistant.domain.reminders import Reminder

log = logging.getLogger(__name__)


class Ringer:
    """One sound at a time. `quiet` says until when it is quiet, `wanted` whether there is sound."""

    def __init__(
        self,
        home: Path,
        wanted: Callable[[], bool],
        quiet: Callable[[datetime], datetime | None],
    ) -> None:
        self._file = home / "alarm.wav"
        self._wanted = wanted
        self._quiet = quiet
        self._lock = Lock()
        self._ringing: tuple[str, Playing] | None = None

    def sound_of(self, reminder: Reminder, now: datetime) -> Path | None:
        """Return the sound file for `reminder`, None where it is to be silent.

        Quiet hours silence an alarm, but not an urgent one: who asks in words to be woken at six
        means it.
        """
        held = self._quiet(now) is not None and not reminder.urgent
        if not reminder.alarm or held or not self._wanted():
            return None
        try:
            return self._file if self._file.is_file() else write_chime(self._file)
        except OSError as error:  # a full disk: an alarm without its sound is still an alarm
            log.warning("no sound: %s", error)
            return None

    def ring(self, key: str, sound: Path) -> bool:
        """Begin to ring; return whether this computer has something that plays it."""
        self.stop()
        playing = play(sound)
        if playing is None:
            return False
        with self._lock:
            self._ringing = (key, playing)
        return True

    def stop(self, key: str = "") -> None:
        """End the sound, or only that of one reminder."""
        with self._lock:
            if self._ringing is None or key not in {"", self._ringing[0]}:
                return
            (_, playing), self._ringing = self._ringing, None
        playing.stop()
