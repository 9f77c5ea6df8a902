"""Which parts of a text a reader could follow."""

import pytest

from assistant.domain.links import links_in


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://a.example/x?y=1.", ("https://a.example/x?y=1",)),
        ("(www.b.example), again www.b.example!", ("www.b.example",)),
        ("详见https://a.example/页面。谢谢", ("https://a.example/页面",)),
        ("mailto:x@a.example javascript:alert(1)", ("mailto:x@a.example", "javascript:alert(1")),
        ("FILE:///etc/passwd", ("FILE:///etc/passwd",)),
        ("nothing: here. 3.14, e.g. a.b", ()),
        ("", ()),
    ],
)
def test_links(text: str, links: tuple[str, ...]) -> None:
    assert links_in(text) == links
