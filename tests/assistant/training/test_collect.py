import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.base.errors import UsageError
from assistant.skill.registry import Registry
from assistant.training.collect import Sources, collect
from assistant.training.rows import Row, distinct, key_of, read_rows

TEMPLATES = """
[noise]
before = ["please "]
after = []
end = ["."]
[values]
task = ["stretch", "drink water", "call Jo", "sleep", "read"]
[[tool]]
name = "reminders.create"
templates = {ours}
[[tool]]
name = ""
templates = {talk}
"""


def templates(folder: Path, *, talk: bool = True) -> Path:
    ours = [f"{verb} me to <text|{{task}}>" for verb in ("remind", "nudge", "tell", "ask", "order")]
    for language in ("en", "zh"):
        text = TEMPLATES.format(ours=json.dumps(ours), talk='["hello", "thanks"]' if talk else "[]")
        (folder / f"{language}.toml").write_text(text, "utf-8")
    return folder


def test_a_folder_with_a_card(registry: Registry, tmp_path: Path) -> None:
    sources = Sources(each=5, templates=templates(tmp_path))
    counts = collect(registry, sources, tmp_path / "data")
    train = read_rows(tmp_path / "data" / "train.jsonl")
    assert counts["train"] == len(train) > 100  # the skills' own examples too
    card = (tmp_path / "data" / "card.md").read_text("utf-8")
    assert "| reminders.create |" in card
    assert "| templates |" in card


def test_what_is_held_out_never_comes_into_training(registry: Registry, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    records = [{"text": "Hello!", "intent": "greeting"}, {"text": "who made tea", "intent": "oos"}]
    corpus.write_text("\n".join(map(json.dumps, records)), "utf-8")
    sources = Sources(
        each=2,
        templates=templates(tmp_path),
        corpora=[("clinc", corpus)],
        held_out=[("clinc", corpus)],
    )
    collect(registry, sources, tmp_path / "data")
    parts = {
        part: {key_of(row.text) for row in read_rows(tmp_path / "data" / f"{part}.jsonl")}
        for part in ("train", "dev", "test")
    }
    assert {"hello", "whomadetea"} <= parts["test"]
    assert not parts["test"] & (parts["train"] | parts["dev"])


def test_one_kind_only_cannot_be_learned(tmp_path: Path) -> None:
    from assistant.skill.registry import Registry

    folder = tmp_path / "templates"
    folder.mkdir()
    for language in ("en", "zh"):
        text = TEMPLATES.format(ours="[]", talk='["hello {task}"]')
        (folder / f"{language}.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match="one kind"):
        collect(Registry(()), Sources(each=3, templates=folder), tmp_path / "data")


def test_contradictions_are_left_out_and_counted() -> None:
    counts: Counter[str] = Counter()
    rows = [Row("hello", ""), Row("Hello!", "mail.find"), Row("bye", ""), Row("bye.", "")]
    assert [row.text for row in distinct(rows, counts)] == ["bye"]
    assert counts == {"contradictory": 1, "duplicate": 1}


def test_a_folder_without_data_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_rows(tmp_path / "train.jsonl")
    assert "deskmate collect" in caught.value.next_step()


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_text('{"a": 1}\n', "utf-8")
    with pytest.raises(UsageError):
        read_rows(tmp_path / "train.jsonl")
