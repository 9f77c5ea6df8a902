"""Skills are found, guests may fall."""

import logging
from pathlib import Path

import pytest

from assistant.base.errors import ToolError
from assistant.skill.registry import discover

GUEST = '''
"""Guests: say hello."""

from assistant.api import Answer, Context, Skill

skill = Skill("{name}", title="Guest")


@skill.tool(examples=["hello"])
def greet_(ctx: Context, name: str = "") -> Answer:
    """Greet someone."""
    return Answer("hello " + name)
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "skills").mkdir()
    return tmp_path / "skills"


def test_ours_are_there() -> None:
    registry = discover()
    assert [one.name for one in registry.skills] == [
        "calendar", "clock", "contacts", "mail", "reminders", "tasks",
    ]  # fmt: skip
    assert all(one.about and one.title for one in registry.skills)
    assert all(one.description and one.examples for one in registry.tools())


def test_a_file_is_a_skill(folder: Path) -> None:
    (folder / "my guest.py").write_text(GUEST.format(name="guest"), "utf-8")
    registry = discover(folder=folder)
    tool = registry.tool("guest.greet")
    assert tool.description == "Greet someone."
    assert registry.skills[-1].about == "Guests: say hello."
    assert tool in registry.tools()


@pytest.mark.parametrize(
    "content",
    ["raise SystemExit(1)", "1/0", "skill = 1", "", "def (", "import no_such_thing", "\0"],
)
def test_a_guest_that_fails_is_left_out(
    folder: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "a.py").write_text(content, "utf-8")
    (folder / "b.py").write_text(GUEST.format(name="guest"), "utf-8")
    with caplog.at_level(logging.ERROR):
        names = [one.name for one in discover(folder=folder).skills]
    assert names[-1] == "guest"
    assert len(names) == 7
    assert "a.py" in caplog.text


def test_no_guest_takes_the_place_of_another_skill(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "a.py").write_text(GUEST.format(name="mail"), "utf-8")
    (folder / "b.py").write_text(GUEST.format(name="guest"), "utf-8")
    (folder / "c.py").write_text(GUEST.format(name="guest").replace("hello", "hi"), "utf-8")
    registry = discover(folder=folder)
    assert len(registry.skills) == 7
    assert registry.tool("guest.greet").examples[0].text == "hello"
    with pytest.raises(ToolError):
        registry.tool("mail.greet")
    assert caplog.text.count("left out") == 2


@pytest.mark.parametrize("name", ["", "mail", "mail.burn", "calendar.create ", "x" * 5000])
def test_an_unknown_tool_is_named(name: str) -> None:
    with pytest.raises(ToolError, match="There is no tool called") as caught:
        discover().tool(name)
    assert len(caught.value.shown()) < 120
