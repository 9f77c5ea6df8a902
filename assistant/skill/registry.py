"""Finds skills: a package by name, the entry-point group, the user's own folder."""

import importlib
import importlib.util
import logging
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from assistant.base.errors import ToolError
from assistant.skill.contract import Skill, Tool

GROUP = "deskmate.skills"
log = logging.getLogger(__name__)


class Registry:
    """The installed skills; tools are called through it and in no other way.

    `guests` are the names of those that did not come with the program: what they say is labelled.
    """

    def __init__(self, skills: Sequence[Skill], guests: Iterable[str] = ()) -> None:
        self.skills = tuple(skills)
        self.guests = frozenset(guests)
        self._tools = {tool.name: tool for skill in skills for tool in skill.tools.values()}

    def tools(self) -> tuple[Tool, ...]:
        """Return every tool that a model may call, in order of skill and definition."""
        return tuple(tool for tool in self._tools.values() if tool.offered)

    def tool(self, name: str) -> Tool:
        """Return the tool called `name`; raise `ToolError` where there is none."""
        if name not in self._tools:
            raise ToolError("There is no tool called {name}.", name=repr(name[:80]))
        return self._tools[name]


def discover(packages: Sequence[str] = ("skills",), folder: Path | None = None) -> Registry:
    """Collect the skills of `packages`, of installed plugins, and of the user's `folder`.

    Ours must load; a guest that fails is logged and left out, the house stands.
    """
    own = [_skill(module) for name in packages for module in _modules(name)]
    found = {skill.name: skill for skill in own}
    for guest in _guests(folder):
        if found.setdefault(guest.name, guest) is not guest:
            log.warning("another skill is called %s already: this one is left out", guest.name)
    return Registry(tuple(found.values()), found.keys() - {skill.name for skill in own})


def _modules(package: str) -> Iterator[ModuleType]:
    home = importlib.import_module(package)
    for name in sorted(info.name for info in pkgutil.iter_modules(home.__path__, f"{package}.")):
        yield importlib.import_module(name)


def _skill(module: ModuleType) -> Skill:
    skill = module.skill
    if not isinstance(skill, Skill):
        raise TypeError(f"{module.__name__}.skill is not a Skill")
    return skill


def _guests(folder: Path | None) -> Iterator[Skill]:
    for point in entry_points(group=GROUP):
        try:
            yield _skill(point.load())
        except (Exception, SystemExit):  # a guest may fail in any way; the house stands
            log.exception("the plugin %s could not be loaded", point.name)
    for path in sorted(folder.glob("*.py")) if folder and folder.is_dir() else ():
        try:
            yield _skill(_from_file(path))
        except (Exception, SystemExit):
            log.exception("the skill file %s could not be loaded", path.name)


def _from_file(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"deskmate_user_skill_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(path.name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # type hints of its functions are looked up there
    spec.loader.exec_module(module)
    return module
