"""Words in the user's language: English in the source, other languages in `resources/i18n`.

A catalogue is a TOML table from the English sentence to its translation, placeholders included.
The language is one per process, as with gettext, and can be switched while running.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "简体中文"}
_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "i18n"
_current = "en"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the translations into `language`; empty for English, the language of the source."""
    path = _FOLDER / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def use(language: str) -> None:
    """Switch this process to `language` ("en" or "zh"); unknown ones fall back to English."""
    global _current  # noqa: PLW0603 - one language a process, as with gettext
    _current = language if language in LANGUAGES else "en"


def language() -> str:
    """Return the language in use."""
    return _current


def tr(text: str, /, **values: object) -> str:
    """Return `text` in the language in use, with `{name}` placeholders filled from `values`."""
    translated = catalogue(_current).get(text, text)
    return translated.format(**values) if values else translated
