"""A few of the 10,000 malformed outputs of `tests.proof.outputs`, of every kind."""

from pathlib import Path

from tests.chaos.malformed import run
from tests.chaos.outputs import SPOILS


def test_what_a_model_gets_wrong_has_no_effect(tmp_path: Path) -> None:
    found = run(tmp_path / "home", 300, seed=7)
    assert not found.faults
    assert len(found.said) == len(SPOILS)
