"""How far a measuring is: progress.json for the window, a line for the terminal, and pausing."""

import sys
import time

from assistant.training.progress import progress
from assistant.training.rows import Row
from assistant.training.run import Run, write_json
from assistant.training.scoring import Answerer, Given

_TOLD = 10  # answers between two words of progress
PART = "measure"


class Paused(Exception):
    """Someone asked the measuring to pause."""


class Counting:
    """Counts answers; raises `Paused` between two of them where the file `pause` stands."""

    def __init__(self, run: Run, total: int) -> None:
        self._run = run
        self._total = total
        self._done = 0
        self._begun = time.monotonic()

    def counted(self, answer: Answerer) -> Answerer:
        """Return an answerer that counts."""

        def answered(row: Row) -> Given:
            given = answer(row)
            self.step()
            return given

        return answered

    def step(self) -> None:
        """Count one answer."""
        self._done += 1
        if self._run.paused:
            raise Paused
        if self._done % _TOLD and self._done < self._total:
            return
        told = progress(self._done, self._total, time.monotonic() - self._begun)
        write_json(self._run.folder / "progress.json", {**told, "part": PART})
        sys.stderr.write(f"{PART} {told['step']}/{told['steps']}  {told['left_s']:.0f} s left\n")
