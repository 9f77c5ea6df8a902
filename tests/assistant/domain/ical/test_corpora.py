"""Calendar files that others wrote: nothing raises, nothing is lost, nothing changes by itself."""

from pathlib import Path

import pytest

from tests.conftest import CORPORA
from tests.proof.calendars import EXPLAINED, rules, score, wheels


@pytest.mark.parametrize(("name", "folder"), list(wheels()))
def test_the_files_of_the_libraries(name: str, folder: Path) -> None:
    found = score(folder)
    assert found.files > 50, name
    assert (found.uncaught, found.lost, found.changed) == ([], [], [])
    unlike = [one for one in found.unlike if not any(known in one for known in EXPLAINED)]
    assert not unlike


@pytest.mark.corpus
def test_the_files_of_others() -> None:
    found = score(CORPORA / "ical")
    assert (found.uncaught, found.lost, found.changed) == ([], [], [])


@pytest.mark.corpus
def test_the_rules_of_libical() -> None:
    cases, unlike = rules(CORPORA / "ical" / "libical" / "icalrecur_test.txt")
    assert cases == 146
    assert len(unlike) <= 10
    assert not [one for one in unlike if not any(known in one for known in EXPLAINED)]
