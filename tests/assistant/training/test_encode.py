from pathlib import Path

import pytest

from assistant.llm.installed import Installed
from assistant.llm.tokens import Tokens
from assistant.skill.contract import Words
from assistant.training.caller import lora_model
from assistant.training.encode import batch_of, call_loss, encoded, pieces_of
from assistant.training.rows import Row, read_rows
from assistant.training.run import Settings

pytestmark = pytest.mark.model


def test_the_pieces_are_the_call() -> None:
    said: dict[str, Words] = {"title": 'a "b"', "start": "noon", "attendees": ("Anna", "李娜")}
    row = Row("x", "calendar.create", said)
    assert "".join(pieces_of(row)) == row.call
    assert "".join(pieces_of(Row("x", ""))) == "talk {}"
    assert pieces_of(Row("x", "tasks.add", named=True)) == ["tasks.add {"]


def test_rows_in_one_sequence_do_not_see_each_other(base: Installed, data: Path) -> None:
    import torch

    model = lora_model(base.folder, Settings(rank=2)).eval()
    rows = encoded(read_rows(data / "train.jsonl"), Tokens(base.folder), "Write the call.")
    assert len(rows) == 8

    def loss(chosen: list[dict[str, object]]) -> float:
        batch = batch_of(chosen)
        labels = batch.pop("labels")
        with torch.inference_mode():
            return float(call_loss(model(**batch), labels, 1))

    assert loss(rows) == pytest.approx(sum(loss([row]) for row in rows), rel=0.01)


def test_only_the_call_is_learned(base: Installed) -> None:
    tokens = Tokens(base.folder)
    (row,) = encoded([Row("hello", "")], tokens, "Write the call.")
    learned = row["input_ids"][-row["learned"] :]
    assert tokens.decode(learned) == "talk {}"
    assert learned[-1] == tokens.ends[0]


def test_a_very_long_sentence_is_left_out(base: Installed) -> None:
    assert not encoded([Row("word " * 300, "")], Tokens(base.folder), "Write the call.")
