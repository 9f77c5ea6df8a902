"""The functions that rule files call: from the parts of a phrase to a value.

A function returns None where its parts do not fit together; the rule then does not apply.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from assistant.when import lunar, zones
from assistant.when.meaning import among, clocks, dates, numbers, ranges, repeats, spans


def _functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The functions that a module itself defines."""
    return {
        name: value
        for name, value in vars(module).items()
        if callable(value) and getattr(value, "__module__", "") == module.__name__
    }


MEANINGS: dict[str, Callable[..., Any]] = {**lunar.MEANINGS, **zones.MEANINGS}
"""All of them by name."""
for _module in (numbers, dates, among, clocks, ranges, repeats, spans):
    MEANINGS.update(_functions(_module))
