import pytest

from assistant.domain.words import fold, wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë", "ZOË"),
        ("Zoe\u0308", "Zoë"),
        ("Straße", "STRASSE"),
        ("ＡＢＣ", "abc"),
        ("ﬁnd", "find"),
    ],
)
def test_the_same_when_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_words_are_what_stands_between_blanks() -> None:
    assert list(wanted("  Anna\u3000李娜\tO'Brien ")) == ["anna", "李娜", "o'brien"]
    assert list(wanted("")) == []
