"""Sentences written by hand for measuring, as `[text, tool, {argument = words}]` in a TOML file."""

import tomllib
from pathlib import Path

from assistant.base.errors import UsageError
from assistant.llm.nearest import is_cjk
from assistant.training.rows import Row


def read_spoken(path: Path) -> list[Row]:
    """Return the rows of a file; only the words that it names are compared."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))["rows"]
        return [_row(text, tool, dict(said)) for text, tool, said in found]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            "{file} does not hold sentences to measure with.",
            hint="Write them as in tests/evals/spoken_zh.toml.",
            file=path.name,
        ) from error


def _row(text: str, tool: str, said: dict[str, object]) -> Row:
    words = {
        name: tuple(map(str, one)) if isinstance(one, list) else one for name, one in said.items()
    }
    language = "zh" if is_cjk(text) else "en"
    return Row(text, tool, words, language, "spoken", partial=True)  # type: ignore[arg-type]
