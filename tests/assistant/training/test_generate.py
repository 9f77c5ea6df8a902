from collections import Counter

import pytest

from assistant.skill.registry import Registry
from assistant.training.generate import generated
from assistant.training.rows import Row, dealt, distinct


@pytest.fixture(scope="module")
def rows(registry: Registry) -> list[Row]:
    counts: Counter[str] = Counter()
    return list(dealt(distinct(generated(registry, 2, 1, counts), counts)))


def test_every_tool_is_taught_in_both_languages(rows: list[Row], registry: Registry) -> None:
    taught = {(row.tool, row.language) for row in rows}
    names = {tool.name for tool in registry.tools()}
    wanted = {(name, language) for name in names for language in ("en", "zh")}
    assert wanted <= taught
    assert {("", "en"), ("", "zh")} <= taught


def test_every_argument_is_copied_from_its_sentence(rows: list[Row]) -> None:
    for row in rows:
        told = "\n".join([*(text for role, text in row.before if role == "user"), row.text])
        for words in row.said.values():
            for word in words if isinstance(words, tuple) else (words,):
                assert isinstance(word, bool) or word in told


def test_follow_ups_know_what_was_said_before(rows: list[Row]) -> None:
    follow = [row for row in rows if row.source == "follow-ups"]
    assert {row.language for row in follow} == {"en", "zh"}
    assert all([role for role, _ in row.before] == ["user", "assistant"] for row in follow)
    assert not any(" // " in row.text or "<" in row.text for row in rows)


def test_some_facts_are_missing_on_purpose(rows: list[Row], registry: Registry) -> None:
    missing = {
        row.tool
        for row in rows
        if row.tool and not row.named
        for one in registry.tool(row.tool).parameters
        if one.required and one.name not in row.said
    }
    assert {"calendar.create", "reminders.create", "mail.draft"} <= missing


def test_no_template_is_in_two_parts(rows: list[Row]) -> None:
    parts: dict[str, set[str]] = {}
    for row in rows:
        parts.setdefault(row.group, set()).add(row.split)
    assert all(len(found) == 1 for found in parts.values())
    assert {row.split for row in rows} == {"train", "dev", "test"}


def test_the_same_seed_gives_the_same_sentences(registry: Registry, rows: list[Row]) -> None:
    counts: Counter[str] = Counter()
    again = list(dealt(distinct(generated(registry, 2, 1, counts), counts)))
    assert again == rows
