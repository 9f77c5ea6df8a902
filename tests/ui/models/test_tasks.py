"""Which tasks stand where, and in which order."""

from dataclasses import replace
from datetime import date, datetime

from assistant.domain.tasks import Task, TaskStatus
from tests.fakes.desk import BERLIN
from ui.models.tasks import Shelf, between, counts, rows

NOW = datetime(2026, 11, 23, 10, tzinfo=BERLIN)
MILK = Task("milk", "Milk", "shop", order=1)
EGGS = Task("eggs", "Eggs", "shop", order=2, priority=1)
TAX = Task("tax", "Tax", due=date(2026, 11, 20), order=3)
FORMS = Task("forms", "Forms", parent="tax", order=4)
CALL = Task("call", "Call", due=datetime(2026, 11, 23, 18, tzinfo=BERLIN), order=5)
LATER = Task("later", "Later", due=date(2026, 12, 1), order=6)
ALL = (MILK, EGGS, TAX, FORMS, CALL, LATER)


def names(chosen: Shelf | str) -> list[str]:
    return [one.task.id for one in rows(ALL, chosen, NOW)]


def test_a_list_is_in_its_own_order_and_days_in_theirs() -> None:
    assert names("shop") == ["milk", "eggs"]
    assert names(Shelf.TODAY) == ["tax", "call"]
    assert names(Shelf.OVERDUE) == ["tax"]
    assert names(Shelf.COMING) == ["tax", "call", "later"]
    assert names(Shelf.ALL) == ["tax", "forms", "call", "later", "eggs", "milk"]


def test_parts_stand_below_and_those_that_are_done_are_counted() -> None:
    gone = (replace(FORMS, id="gone", status=TaskStatus.COMPLETED),)
    first, second, *_ = rows(ALL, Shelf.ALL, NOW, gone)
    assert (first.depth, first.parts_done, first.parts) == (0, 1, 2)
    assert (second.depth, second.parts) == (1, 0)


def test_a_circle_of_parts_ends() -> None:
    one, other = Task("a", "A", parent="b"), Task("b", "B", parent="a")
    assert rows((one, other), Shelf.ALL, NOW) == []


def test_the_open_ones_are_counted() -> None:
    found = counts(ALL, NOW)
    assert (found[Shelf.TODAY], found[Shelf.OVERDUE], found[Shelf.ALL]) == (2, 1, 6)
    assert (found["shop"], found[""]) == (2, 4)


def test_there_is_always_room_between_two() -> None:
    assert MILK.order < between(MILK, EGGS) < EGGS.order
    assert between(None, MILK) < MILK.order
    assert between(LATER, None) > LATER.order
