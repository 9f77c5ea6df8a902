"""What may be copied: whole words, never an edge of spaces or signs, never across lines."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.spans import phrases_of


def test_english_is_copied_by_words() -> None:
    assert phrases_of("call mum") == ["call", "call mum", "mum"]


def test_chinese_is_copied_by_characters() -> None:
    assert phrases_of("交报告") == ["交", "交报", "交报告", "报", "报告", "告"]


def test_signs_inside_a_word_stay() -> None:
    assert "o'clock" in phrases_of("at ten o'clock.")
    assert "a@b.org" in phrases_of("write a@b.org!")
    assert not any(one.endswith((".", "!")) for one in phrases_of("at ten o'clock! now."))


def test_a_line_break_is_never_crossed() -> None:
    assert "b c" not in phrases_of("a b\nc d")
    assert "a b" in phrases_of("a b\nc d")


@given(st.text(max_size=25))
def test_every_phrase_stands_in_the_source(source: str) -> None:
    for phrase in phrases_of(source):
        assert phrase in source
        assert phrase == phrase.strip()
