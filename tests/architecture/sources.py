"""The program's own source, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("assistant", "ui", "skills")


@cache
def trees(*rooms: str) -> dict[str, ast.Module]:
    """Return the syntax tree of every module of `rooms`, by its path."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
        for room in rooms or ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
    }


def calls(*rooms: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call with the place where it stands ("path:line")."""
    for path, tree in trees(*rooms).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield f"{path}:{node.lineno}", node


def callee(call: ast.Call) -> str:
    """Return the last name of what is called: `tr` for `i18n.tr(...)`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def literal(node: ast.expr | None) -> str | None:
    """Return the text of a plain string literal; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None
