"""The sound of an alarm, made by code: three rising notes, again and again, louder each time."""

import math
import wave
from array import array
from pathlib import Path

RATE = 22_050  # samples a second, mono, 16 bits
_NOTES = (880.0, 1_108.73, 1_318.51)  # Hz: a, c sharp, e
_NOTE, _PAUSE = 0.22, 1.1  # seconds
_ROUNDS = 5
_SOFTEST, _LOUDEST = 0.25, 0.8  # of full scale
_EDGE = 0.02  # seconds in which a note swells and fades, so that nothing clicks


def write_chime(path: Path) -> Path:
    """Write the sound as a RIFF WAVE file of about nine seconds; return `path`."""
    samples = array("h")
    for number in range(_ROUNDS):
        loud = _SOFTEST + (_LOUDEST - _SOFTEST) * number / (_ROUNDS - 1)
        for hertz in _NOTES:
            samples.extend(_note(hertz, loud))
        samples.extend([0] * int(_PAUSE * RATE))
    new = path.with_suffix(".new")
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(new), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    new.replace(path)
    return path


def _note(hertz: float, loud: float) -> list[int]:
    count, edge = int(_NOTE * RATE), _EDGE * RATE
    step = 2 * math.pi * hertz / RATE
    return [
        int(32_767 * loud * min(1.0, n / edge, (count - n) / edge) * math.sin(step * n))
        for n in range(count)
    ]
