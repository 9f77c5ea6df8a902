"""The real model for the tests of this room; it is got once, before the tests (`make test`)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.llm.host import HostedModel
from assistant.llm.model import Slot, ToolSpec
from assistant.llm.tokens import Tokens
from tests.conftest import MODELS

WEIGHTS = MODELS / "smollm2-135m-instruct"


@pytest.fixture(scope="session")
def hosted() -> Iterator[HostedModel]:
    """One running host for all tests that leave it as they found it."""
    model = HostedModel(MODELS)
    yield model
    model.close()


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    """The embedded model's tokenizer."""
    return Tokens(WEIGHTS)


@pytest.fixture
def remind() -> ToolSpec:
    """A tool with a text and a time that code found."""
    return ToolSpec(
        "reminders.create",
        "Remind the user.",
        (Slot("text", required=True), Slot("when", required=True, choices=("in one minute",))),
        (
            (
                "remind me to call mum tonight",
                'reminders.create {"text": "call mum", "when": "tonight"}',
            ),
            (
                "remind me to water the plants on Friday",
                'reminders.create {"text": "water the plants", "when": "on Friday"}',
            ),
        ),
    )


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder for models of its own, with links to the real ones."""
    folder = tmp_path / "models"
    folder.mkdir()
    for real in MODELS.iterdir():
        if (real / "manifest.json").is_file():
            copy = folder / real.name
            copy.mkdir()
            for file in real.iterdir():
                (copy / file.name).hardlink_to(file)
    return folder
