"""What is odd about a letter."""

import pytest

from assistant.domain.trust_signs import folded, look_alike


@pytest.mark.parametrize(
    ("domain", "other"),
    [
        ("examp1e.org", "example.org"),
        ("exarnple.org", "example.org"),
        ("EXAMPLE.org", ""),
        ("xn--exmple-cua.org", "example.org"),
        ("exаmple.org", "example.org"),
        ("other.org", ""),
        ("mail.example.org", ""),
    ],
)
def test_domains_that_look_alike(domain: str, other: str) -> None:
    assert look_alike(domain, ["example.org"]) == other


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("yes", ("yes", "")),
        ("yes\n\nOn Monday A wrote:\n> no\n>\n> a", ("yes", "On Monday A wrote:\n> no\n>\n> a")),
        ("> no\nyes", ("> no\nyes", "")),
        ("好\n李娜 写道：\n> 不", ("好", "李娜 写道：\n> 不")),
        ("> only", ("", "> only")),
    ],
)
def test_the_quote_is_folded(text: str, parts: tuple[str, str]) -> None:
    assert folded(text) == parts
