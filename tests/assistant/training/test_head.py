from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.llm.pieces import read_head
from assistant.training.head import accuracy, train_head
from assistant.training.rows import Row, write_rows
from assistant.training.run import Run, Settings

LATIN = [f"thing {n}" for n in range(60)]
HAN = [chr(0x4E00 + 7 * n) for n in range(60)]


def blank(texts: Sequence[str]) -> "npt.NDArray[np.float32]":
    return np.zeros((len(texts), 2), np.float32)


def test_it_learns_words_in_both_languages(tmp_path: Path) -> None:
    rows = [Row(f"remind me to {word}", "reminders.create", source="slurp") for word in LATIN]
    rows += [Row(f"play {word}", "", source="slurp") for word in LATIN]
    rows += [Row(f"提醒我{n}", "reminders.create", language="zh") for n in HAN]
    rows += [Row(f"播放{n}", "", language="zh") for n in HAN]
    before = (("user", "a"), ("assistant", "b"))
    rows += [Row("no", "clock.now", source="slurp", before=before)]  # type: ignore[arg-type]
    write_rows(rows, tmp_path / "train.jsonl")
    run = Run(tmp_path / "run")
    train_head(run, tmp_path, blank, Settings(threads=1))
    unseen = [Row("remind me to sing", "reminders.create"), Row("play a song", "")]
    unseen += [Row("提醒我七", "reminders.create"), Row("播放七", "")]
    assert accuracy(unseen, run.part("head"), blank) == 1.0
    head = read_head(run.part("head"))
    assert head is not None
    assert head.labels == ("reminders.create", "talk")  # what only follows up is not learned


def test_the_same_seed_gives_the_same_weights(tmp_path: Path) -> None:
    rows = [Row(f"do {n}", "clock.now" if n % 2 else "", source="slurp") for n in range(8)]
    write_rows(rows, tmp_path / "train.jsonl")
    found = []
    for name in ("one", "two"):
        run = Run(tmp_path / name)
        train_head(run, tmp_path, blank, Settings(threads=1))
        head = read_head(run.part("head"))
        assert head is not None
        found.append(head.odds("do 7", blank))
    assert found[0] == found[1]
