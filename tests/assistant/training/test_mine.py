from pathlib import Path

import pytest

from assistant.skill.contract import Words
from assistant.skill.registry import Registry
from assistant.training.collect import Sources, collect
from assistant.training.mine import How, Note, Notes, mine
from assistant.training.rows import read_rows


def note(text: str, how: How = How.APPROVED, tool: str = "mail.draft", **said: Words) -> Note:
    return Note(f"n-{text}", "2026-11-23", how, text, tool, said)


def test_what_was_approved_is_a_lesson(registry: Registry) -> None:
    kept = note("email Sam that it is done", to=("Sam",), gist="it is done")
    (row,) = mine([kept], registry)
    assert (row.text, row.tool, row.wrong) == ("email Sam that it is done", "mail.draft", False)
    assert row.said == {"to": ("Sam",), "gist": "it is done"}


@pytest.mark.parametrize("how", [How.DECLINED, How.UNDONE])
def test_what_was_declined_or_undone_is_taught_as_wrong(registry: Registry, how: How) -> None:
    (row,) = mine([note("email Sam that it is done", how, to=("Sam",))], registry)
    assert row.wrong


def test_words_that_were_typed_into_the_card_are_no_lesson(registry: Registry) -> None:
    assert not list(mine([note("email Sam", to=("Sam",), gist="something else")], registry))


def test_a_tool_that_is_gone_is_no_lesson(registry: Registry) -> None:
    assert not list(mine([note("x", tool="gone.tool")], registry))


def test_lessons_are_kept_changed_and_deleted(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "new" / "lessons.jsonl")
    assert notes.all() == []
    first, second = note("one", to=("Sam",)), note("two", flag=True)
    notes.put(first)
    notes.put(second)
    with (tmp_path / "new" / "lessons.jsonl").open("a") as file:
        file.write('{"id": "cut of')
    assert notes.all() == [first, second]
    notes.forget(first.id)
    assert notes.all() == [second]
    notes.clear()
    assert notes.all() == []


def test_the_users_word_counts_more_than_a_template(registry: Registry, tmp_path: Path) -> None:
    example = "remind me to call mum tonight"
    rows = list(mine([note(example, tool="tasks.add", items=("call mum",))], registry))
    wrong = list(
        mine([note("what time is it", How.DECLINED, "clock.now")], registry)
    )  # an example of clock.now, which the sentence asks for all the same
    counts = collect(registry, Sources(each=1, mine=[*rows, *wrong]), tmp_path)
    taught = [
        row
        for part in ("train", "dev", "test")
        for row in read_rows(tmp_path / f"{part}.jsonl")
        if row.text == example
    ]
    assert [row.tool for row in taught] == ["tasks.add"]
    assert counts["known better"] >= 1
    assert not [row for row in read_rows(tmp_path / "train.jsonl") if row.wrong]
