"""Tasks from words."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.domain.changes import Add, Remove, Risk, Update
from assistant.domain.tasks import Task, TaskStatus
from assistant.skill.questions import NeedsAnswer
from tests.assistant.skill.world import NOW, at
from tests.skills.hands import answer, propose

MILK = Task("1", "milk", "shopping", order=1)
EGGS = Task("2", "eggs", "shopping", order=2)
TAX = Task("3", "hand in the tax form", due=date(2026, 11, 27), order=3)
FORMS = Task("4", "print the forms", parent="3", order=4)
BINS = Task("5", "bins out", due=date(2026, 11, 23), repeat="FREQ=WEEKLY", order=5)


def added(*known: Task, **said: Any) -> list[Task]:
    changes = propose("tasks.add", *known, **said).changes
    return [one.record for one in changes if isinstance(one, Add) and isinstance(one.record, Task)]


def test_several_things_go_on_the_list_that_is_known() -> None:
    made = added(MILK, items=("butter", "jam"), list="my Shopping list")
    assert [(one.title, one.list, one.order) for one in made] == [
        ("butter", "shopping", 2.0),
        ("jam", "shopping", 3.0),
    ]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("holiday", "holiday"),
        ("the holiday list", "holiday"),
        ("to-do list", ""),
        ("旅行清单", "旅行"),
    ],
)
def test_a_new_list_has_the_name_alone(said: str, name: str) -> None:
    assert [one.list for one in added(items=("book",), list=said)] == [name]


def test_days_and_moments() -> None:
    assert added(items=("a",), due="by Friday")[0].due == date(2026, 11, 27)
    assert added(items=("a",), due="tomorrow at 3 pm")[0].due == at("2026-11-24T15:00")
    assert added(items=("a",), due="every Monday")[0].repeat == "FREQ=WEEKLY;BYDAY=MO"
    assert added(items=("a",))[0].due is None


def test_find_by_list_day_and_words() -> None:
    known = (MILK, EGGS, TAX, BINS)
    assert answer("tasks.find", *known).text.splitlines()[0].startswith("hand in the tax form")
    assert answer("tasks.find", *known, list="the shopping list").records == (MILK, EGGS)
    assert answer("tasks.find", *known, due="this week").records == (TAX, BINS)
    assert answer("tasks.find", *known, due="today").records == (BINS,)
    assert answer("tasks.find", *known, query="tax").records == (TAX,)
    assert answer("tasks.find", query="tax").text == "No tasks."


def test_done_with_its_parts() -> None:
    changes = propose("tasks.complete", TAX, FORMS, MILK, items=("the tax form",)).changes
    assert changes == tuple(
        Update(one, replace(one, status=TaskStatus.COMPLETED, completed=NOW, sequence=1))
        for one in (TAX, FORMS)
    )


def test_one_that_repeats_waits_for_its_next_day() -> None:
    (change,) = propose("tasks.complete", BINS, items=("bins",)).changes
    assert change == Update(BINS, replace(BINS, due=date(2026, 11, 30), sequence=1))


def test_all_of_a_list() -> None:
    known = (MILK, EGGS, TAX)
    changes = propose("tasks.complete", *known, items=("everything",), list="shopping").changes
    assert [one.before for one in changes if isinstance(one, Update)] == [MILK, EGGS]


def test_removing_asks() -> None:
    proposal = propose("tasks.remove", MILK, TAX, items=("milk",), list="shopping list")
    assert (proposal.changes, proposal.risk) == ((Remove(MILK),), Risk.DESTRUCTIVE)


def test_several_are_asked_about_and_none_is_said() -> None:
    other = replace(MILK, id="9", title="oat milk")
    with pytest.raises(NeedsAnswer, match="Which task") as caught:
        propose("tasks.complete", replace(MILK, title="whole milk"), other, items=("milk", "tea"))
    assert (caught.value.argument, caught.value.instead) == ("items", "milk")
    assert caught.value.choices == ("oat milk", "whole milk")
    with pytest.raises(NeedsAnswer, match="no open task"):
        propose("tasks.complete", MILK, items=("cheese",))
