"""The rule files, read once and kept."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def rules(name: str) -> dict[str, Any]:
    """A rule file of this room by its name, as TOML tells it."""
    path = files("assistant.when").joinpath("rules", name)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def terms() -> dict[str, int]:
    """The solar terms and the longitudes of the sun, in degrees."""
    found: dict[str, int] = rules("holidays.toml")["terms"]
    return found
