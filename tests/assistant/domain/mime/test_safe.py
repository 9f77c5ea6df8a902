"""HTML of strangers: nothing runs, nothing loads, what would is counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.mime.safe import safe

RUNS = (
    "<script>x()</script>", "<img src=x onerror=x()>", "<a href='javascript:x()'>y</a>",
    "<svg onload=x()>", "<iframe src='https://x.example'></iframe>", "<style>@import 'x'</style>",
    "<p style=\"background:url('https://x.example/a')\">t</p>", "<link rel=stylesheet href=x>",
    "<meta http-equiv=refresh content='0;url=https://x.example'>", "<form action=x><input></form>",
    "<object data=x></object>", "<embed src=x>", "<base href='https://x.example'>",
    "<img src='file:///etc/passwd'>", "<img src='data:image/svg+xml,<svg onload=x()>'>",
    "<table background='https://x.example/a.png'><tr><td>t</td></tr></table>",
    "<p style='position:fixed;top:0'>t</p>", "<img srcset='https://x.example/a.png 2x'>",
)  # fmt: skip


@pytest.mark.parametrize("markup", RUNS)
def test_nothing_runs_or_loads(markup: str) -> None:
    shown = safe(markup).markup.lower()
    for word in ("script", "onerror", "onload", "url(", "iframe", "file:", "data:", "x.example",
                 "position", "<form", "<meta", "<base", "<object", "srcset"):  # fmt: skip
        assert word not in shown


def test_pictures_are_counted_and_trackers_among_them() -> None:
    found = safe(
        "<img src='https://a.example/1.png' alt='A <map>'><img src='http://a.example/2.png'>"
        "<img src='https://t.example/x' width=1 height=1><img src='https://t.example/open/7'>"
        "<p style=\"background-image:url('https://b.example/3')\">x</p><img src='cid:one'>"
    )
    assert len(found.remote) == 5
    assert found.trackers == 2
    assert "[A &lt;map&gt;]" in found.markup
    assert 'src="cid:one"' in found.markup


def test_what_was_asked_for_is_shown() -> None:
    found = safe("<img src='https://a.example/1.png'>", ["https://a.example/1.png"])
    assert 'src="https://a.example/1.png"' in found.markup
    assert not found.remote


@given(st.text(alphabet="<>/'\"=abimgsrcon: ;-url()&#", max_size=120))
def test_any_markup(markup: str) -> None:
    again = safe(safe(markup).markup).markup
    assert "onerror" not in again
    assert "<script" not in again.lower()
