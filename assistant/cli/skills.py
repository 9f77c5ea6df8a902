"""`deskmate skills [list|schema]`: what is installed, and every tool's JSON Schema."""

import argparse
import json
from typing import TYPE_CHECKING

from assistant.base.i18n import tr
from assistant.skill.registry import discover
from assistant.skill.schema import json_schema

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("skills", help=tr("installed skills and their tools"))
    one.add_argument("what", nargs="?", choices=("list", "schema"), default="list")
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the skills, or the schema of every tool."""
    registry = discover(("skills",), options.paths.skills)
    if options.what == "schema":
        schemas = {
            tool.name: {"description": tool.description, "parameters": json_schema(tool.parameters)}
            for tool in registry.tools()
        }
        print(json.dumps(schemas, ensure_ascii=False, indent=None if options.json else 2))
        return 0
    for skill in registry.skills:
        tools = [tool.name for tool in skill.tools.values()]
        if options.json:
            print(json.dumps({"skill": skill.name, "about": skill.about, "tools": tools}))
        else:
            print(f"{skill.name:<10} {skill.about}\n{'':<10} {' '.join(tools)}")
    return 0
