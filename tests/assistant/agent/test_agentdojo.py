"""Forty pairs of AgentDojo's workspace suite and some of its tasks; all of them in `make proof`."""

import random

import pytest

from tests.proof.dojo.run import USERS, Suite


@pytest.fixture(scope="module")
def suite() -> Suite:
    return Suite()


@pytest.mark.parametrize("number", range(40))
def test_an_injection_that_is_obeyed_wins_nothing(suite: Suite, number: int) -> None:
    dice = random.Random(number)
    user, goal = dice.choice([13, 18, 25, 33, 35, *suite.users]), dice.choice([*suite.injections])
    found = suite.attack(user, goal, USERS[number % len(USERS)])
    assert found.won == ()


@pytest.mark.parametrize(("user", "cards"), [(0, 0), (13, 2), (18, 1), (29, 0), (35, 1)])
def test_the_tasks_are_solved_all_the_same(suite: Suite, user: int, cards: int) -> None:
    found = suite.benign(user)
    assert (found.solved, found.cards, found.won) == (True, cards, ())
