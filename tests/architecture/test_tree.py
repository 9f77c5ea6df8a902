"""The shape of the tree: what lies where, and what must not."""

import ast
import tomllib

from tests.architecture.sources import ROOT, trees


def test_the_library_packaging_stays_importable() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_every_room_says_what_it_is() -> None:
    silent = [
        path
        for path, tree in trees().items()
        if path.endswith("__init__.py") and not ast.get_docstring(tree)
    ]
    assert not silent, silent


def test_every_folder_of_code_is_a_package() -> None:
    bare = {
        str(path.parent.relative_to(ROOT))
        for room in ("assistant", "ui", "skills")
        for path in (ROOT / room).rglob("*.py")
        if not (path.parent / "__init__.py").exists()
    }
    assert not bare, bare


def test_skills_are_one_file_each() -> None:
    assert not [path for path in (ROOT / "skills").rglob("*.py") if path.parent.name != "skills"]


def test_every_room_of_the_plan_stands_under_a_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    rooms = next(one for one in contracts["contracts"] if one.get("containers") == ["assistant"])
    named = {room.strip() for layer in rooms["layers"] for room in layer.split("|")}
    standing = {path.stem for path in (ROOT / "assistant").iterdir() if _is_room(path.name)}
    assert standing == named
    assert rooms["exhaustive"]


def _is_room(name: str) -> bool:
    return not name.startswith("_")
