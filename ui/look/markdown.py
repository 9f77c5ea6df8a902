"""Markdown from a model to harmless HTML: no images, no scripts, nothing that can be clicked."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TAGS = {
    "p", "br", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "hr",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_FENCES = ("```", "~~~")


def to_html(text: str) -> str:
    """Return `text` (CommonMark with tables) as HTML in which only harmless tags are left.

    A link is shown as its words followed by its address: nothing in it can be clicked unseen.
    """
    import nh3

    html = nh3.clean(_parser().render(text), tags=_TAGS, attributes={}, url_schemes=set())
    return html.strip()


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable(["table", "strikethrough"]).disable(["image", "autolink", "link", "reference"])
    return parser


def split_closed(text: str) -> tuple[str, str]:
    """Return the blocks of `text` that are closed, and the rest that may still grow.

    A block is closed by an empty line outside a code fence.
    """
    closed, fence, at = 0, "", 0
    for line in text.splitlines(keepends=True):
        at += len(line)
        stripped = line.strip()
        if stripped.startswith(_FENCES):
            fence = _toggled(fence, stripped)
        elif not stripped and not fence:
            closed = at
    return text[:closed], text[closed:]


def _toggled(fence: str, line: str) -> str:
    if not fence:
        return line[:3]
    return "" if line.startswith(fence) else fence
