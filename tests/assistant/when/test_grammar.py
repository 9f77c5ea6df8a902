"""The rule language: patterns, meanings, forms, and that every rule file holds together."""

import tomllib
from importlib.resources import files

import pytest

from assistant.when.grammar import Grammar, Symbol, compile_meaning, expand
from assistant.when.language import language
from assistant.when.shapes import beginning, form_regex


def words(pattern: str) -> list[str]:
    return [" ".join(symbol.text for symbol in sequence) for sequence in expand(pattern)]


def test_a_pattern_stands_for_all_its_ways() -> None:
    assert words("the? (first|last) day") == [
        "the first day", "the last day", "first day", "last day",
    ]  # fmt: skip


def test_chinese_characters_are_words_and_parts_have_labels() -> None:
    assert expand("{num:n}号") == [(Symbol("{num}", "n"), Symbol("号"))]


def test_a_bracket_in_the_text_is_escaped() -> None:
    assert words(r"\( {zone} \)") == ["( {zone} )"]


def test_an_open_bracket_is_an_error() -> None:
    with pytest.raises(ValueError, match="bracket"):
        expand("one) two")


def test_a_meaning_calls_functions_on_parts() -> None:
    add = compile_meaning(
        "plus(a, twice(b))", ("a", "b"), {"plus": int.__add__, "twice": lambda x: 2 * x}
    )
    assert add((1, 3)) == 7


def test_an_unknown_function_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown"):
        compile_meaning("open('x')", (), {})


def test_a_rule_that_matches_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="match something"):
        Grammar({}).add_word("{x}", 1, "the?")


def test_a_form_does_not_end_inside_a_number() -> None:
    regex, names = form_regex("{h}:{mm}")
    assert names == ("h", "mm")
    assert regex.match("9:30")
    assert not regex.match("9:305")
    assert beginning("{h}:{mm}") == ((1, 2), ":")


@pytest.mark.parametrize("name", ["en.toml", "zh.toml", "holidays.toml", "zones.toml"])
def test_rule_files_are_data(name: str) -> None:
    text = files("assistant.when").joinpath("rules", name).read_text("utf-8")
    assert tomllib.loads(text)


def test_every_part_that_rules_mention_is_told_by_some_rule() -> None:
    grammar = language().grammar
    told = {"{num}", "{digits}", "{wordnum}", "{zone}"}
    told |= {shape.category for shape in language().shapes.all()}
    mentioned = set()
    nodes = [grammar.root]
    while nodes:
        node = nodes.pop()
        told |= {production.to for production in node.ends}
        mentioned |= {symbol for symbol in node.after if symbol[0] == "{" and len(symbol) > 1}
        nodes += node.after.values()
    assert mentioned - told == set()
