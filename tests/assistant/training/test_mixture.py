from collections import Counter

from assistant.llm.adapters import Turn
from assistant.training.mixture import kind_of, mixed
from assistant.training.rows import Row


def test_rare_kinds_and_rare_tools_are_not_drowned() -> None:
    rows = [Row(f"play {n}", "", source="clinc") for n in range(900)]
    rows += [Row(f"add {n}", "tasks.add", source="clinc") for n in range(90)]
    rows += [Row(f"move {n}", "calendar.update", source="clinc") for n in range(10)]
    drawn = Counter(row.tool for row in mixed(rows, 1000, seed=1))
    assert drawn["tasks.add"] + drawn["calendar.update"] > 500
    assert drawn["calendar.update"] > drawn["tasks.add"] / 5


def test_nothing_comes_twice_before_all_have_come() -> None:
    rows = [Row(f"play {n}", "", source="clinc") for n in range(10)]
    drawn = Counter(row.text for row in mixed(rows, 25, seed=1))
    assert set(drawn.values()) == {2, 3}


def test_the_same_seed_draws_the_same() -> None:
    rows = [Row(f"{n}", "" if n % 2 else "clock.now", source="slurp") for n in range(20)]
    assert mixed(rows, 50, seed=3) == mixed(rows, 50, seed=3)
    assert mixed(rows, 50, seed=3) != mixed(rows, 50, seed=4)


def test_kinds_part_corpora_languages_and_context() -> None:
    before: tuple[Turn, ...] = (("user", "tea"), ("assistant", "When?"))
    assert kind_of(Row("a", "", source="clinc")) == "corpus talk"
    assert kind_of(Row("a", "b", source="sgd", before=before)) == "corpus tool in context"
    assert kind_of(Row("a", "b", language="zh", source="templates")) == "own zh tool"
    assert kind_of(Row("a", "b", source="follow-ups", before=before)) == "follow-ups"
