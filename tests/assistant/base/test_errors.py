"""Failures in words a person can read."""

import pytest

from assistant.base import i18n
from assistant.base.errors import (
    AssistantError,
    Declined,
    OutsideError,
    StaleError,
    ToolError,
    UsageError,
)


def test_a_failure_is_translated_at_the_border() -> None:
    error = UsageError("There is no time zone called {name}.", hint="Look at: {name}", name="{'x'}")
    assert error.shown() == str(error) == "There is no time zone called {'x'}."
    i18n.use("zh")
    assert error.shown() == "没有名为 {'x'} 的时区。"
    assert str(error) == "There is no time zone called {'x'}."


def test_no_hint_is_no_step() -> None:
    assert AssistantError("There is nothing to undo.").next_step() == ""


def test_braces_without_values_stay() -> None:
    assert AssistantError("{a} {").shown() == "{a} {"


@pytest.mark.parametrize(
    ("kind", "code"),
    [(AssistantError, 4), (ToolError, 4), (OutsideError, 4), (UsageError, 2), (Declined, 3),
     (StaleError, 3)],
)  # fmt: skip
def test_exit_codes(kind: type[AssistantError], code: int) -> None:
    assert kind.exit_code == code
