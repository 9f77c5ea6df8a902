"""The sound of an alarm: a WAV file that any player takes, loud enough, without clicks."""

import wave
from array import array
from itertools import pairwise
from pathlib import Path

from assistant.base.chime import RATE, write_chime


def test_it_is_a_wave_file_that_swells(tmp_path: Path) -> None:
    with wave.open(str(write_chime(tmp_path / "deep" / "alarm.wav")), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, RATE)
        samples = array("h", sound.readframes(sound.getnframes()))
    assert 5 < len(samples) / RATE < 15
    fifth = len(samples) // 5
    peaks = [max(map(abs, samples[at * fifth : (at + 1) * fifth])) for at in range(5)]
    assert peaks == sorted(peaks)
    assert 5_000 < peaks[0] < peaks[-1] < 32_767
    steps = max(abs(after - before) for before, after in pairwise(samples))
    assert steps < 12_000  # a click would jump by the whole of a note
    assert samples[0] == samples[-1] == 0
