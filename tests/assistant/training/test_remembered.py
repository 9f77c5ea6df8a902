from pathlib import Path

import pytest

from assistant.base.errors import UsageError
from assistant.training.remembered import Remembered
from assistant.training.rows import Row
from assistant.training.scoring import Given
from assistant.training.spoken import read_spoken


def test_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(row: Row) -> Given:
        asked.append(row.text)
        return Given("tasks.add", {"items": ("tea", "milk"), "flag": True}, 0.5)

    folder = tmp_path / "answers"
    first = Remembered(answer, folder, "stock@1")(Row("buy tea", ""))
    (path,) = folder.iterdir()
    with path.open("a") as file:
        file.write('["cut of')
    again = Remembered(answer, folder, "stock@1")
    assert again(Row("buy tea", "")) == first
    assert asked == ["buy tea"]
    Remembered(answer, folder, "other@2")(Row("buy tea", ""))
    again(Row("buy tea", "", before=(("user", "hello"), ("assistant", "hi"))))
    assert len(asked) == 3


def test_sentences_written_by_hand_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "spoken.toml"
    path.write_text(
        'rows = [["加茶", "tasks.add", { items = ["茶"] }], ["hello", "", {}]]', "utf-8"
    )
    first, second = read_spoken(path)
    assert (first.language, first.said, first.partial) == ("zh", {"items": ("茶",)}, True)
    assert (second.language, second.tool) == ("en", "")
    path.write_text("rows = [[1]]", "utf-8")
    with pytest.raises(UsageError, match="does not hold"):
        read_spoken(path)
