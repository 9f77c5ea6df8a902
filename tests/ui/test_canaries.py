"""A few of the vectors of `python -m tests.proof.rendering`, in every place of the window."""

from pytestqt.qtbot import QtBot

from tests.proof.rendering import VECTORS, run


def test_showing_a_text_fetches_reads_and_follows_nothing(qtbot: QtBot) -> None:
    few = (VECTORS[1], VECTORS[27])
    count, wrong = run(few)
    assert wrong == []
    assert count == 10 * len(few)
