"""HTML to plain text for reading: what a reader would see; what is hidden from him is left out.

nh3 reads the markup first (as a browser would, in linear time), so that what comes after it meets
well-formed tags alone.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape

LONGEST = 400_000  # characters of markup
_BLOCKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "center"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dt", "dd", "table", "pre", "form"),
    *("blockquote", "address", "figure", "figcaption", "details", "summary", "fieldset", "tr"),
}
_SPACED = {"p", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dl"}
_TAGS = _BLOCKS | {
    *("a", "b", "i", "u", "s", "em", "strong", "small", "big", "sub", "sup", "span", "font"),
    *("br", "hr", "li", "td", "th", "thead", "tbody", "tfoot", "caption", "code", "tt", "img"),
    *("del", "ins", "q", "cite", "kbd", "abbr", "mark"),
}
_VOID = {"br", "hr", "img"}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)"
    r"|font-size\s*:\s*0(?:\.\d*)?\s*(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|max-height\s*:\s*0|text-indent\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_BARE = re.compile(r"&(?!#?\w{1,31};)")
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-z0-9]+)(?P<said>(?:\s+[\w-]+(?:=\"[^\"]*\")?)*)\s*/?>|(?P<words>[^<]+)"
)
_ATTRIBUTE = re.compile(r"([\w-]+)(?:=\"([^\"]*)\")?")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,30})[^<>]*>?")
_CLOSED_BY_THEMSELVES = {
    *("p", "li", "td", "th", "tr", "dt", "dd", "br", "hr", "img", "meta", "link", "input", "col"),
    *("option", "tbody", "thead", "tfoot", "wbr", "area", "base", "embed", "source"),
}
_DEEPEST = 200
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_EDGE = re.compile(r"[ \t]+\n")
_GAPS = re.compile(r"\n{3,}")
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad\u034f\u200c\u200d]{2,}")


def as_text(markup: str, most: int = 200_000) -> str:
    """Return what a reader sees of an HTML text, in lines; of long ones the first `most`."""
    import nh3

    clean = nh3.clean(
        _BARE.sub("&amp;", shallow(markup[:LONGEST]))[:LONGEST],
        tags=_TAGS,
        clean_content_tags={"script", "style", "head", "title", "noscript", "template", "object"},
        attributes={"*": {"style", "hidden", "color", "align"}, "a": {"href"}, "img": {"alt"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
    reader = _Reader()
    for found in _TOKEN.finditer(clean):
        if found["words"]:
            reader.words(unescape(found["words"]))
        elif found["close"]:
            reader.closed(found["tag"])
        elif found["tag"]:
            reader.opened(found["tag"], dict(_attributes(found["said"])))
        if reader.size > most:
            break
    return reader.text()


def _attributes(said: str) -> Iterator[tuple[str, str]]:
    for found in _ATTRIBUTE.finditer(said):
        yield found[1], unescape(found[2] or "")


def shallow(markup: str) -> str:
    """Return `markup` with tags left out that would nest deeper than any page does.

    A browser's parser looks through all that is open for each tag: a hundred thousand of them
    would take it minutes.
    """
    depth = 0

    def kept(match: "re.Match[str]") -> str:
        nonlocal depth
        if match[2].lower() in _CLOSED_BY_THEMSELVES:
            return match[0]
        if match[1]:
            depth = max(0, depth - 1)
            return match[0]
        if depth >= _DEEPEST:
            return " "
        depth += 1
        return match[0]

    return _TAG.sub(kept, markup)


class _Reader:
    """Collects the visible words; well-formed input only."""

    def __init__(self) -> None:
        self.size = 0
        self._pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._hidden = 0
        self._pre = 0
        self._quotes = 0
        self._links: list[tuple[str, int]] = []

    def opened(self, tag: str, said: Mapping[str, str]) -> None:
        """Take a tag that opens."""
        hides = bool(_HIDDEN.search(said.get("style") or "")) or "hidden" in said
        if tag not in _VOID:
            self._open.append((tag, hides))
            self._hidden += hides
        if self._hidden:
            return
        if tag == "br":
            self._pieces.append("\n")
        elif tag == "hr":
            self._break(2)
            self._pieces.append("————\n")
        elif tag == "img":
            self._pieces.append(_BLANKS.sub(" ", said.get("alt") or ""))
        elif tag == "li":
            self._break(1)
            self._pieces.append("• ")
        elif tag in {"td", "th"}:
            self._cell()
        elif tag in _BLOCKS:
            self._break(2 if tag in _SPACED else 1)
        if tag == "a":
            self._links.append((said.get("href") or "", len(self._pieces)))
        self._pre += tag == "pre"

    def closed(self, tag: str) -> None:
        """Take a tag that closes, and what was left open within it."""
        while self._open:
            name, hid = self._open.pop()
            if not self._hidden:
                self._close(name)
            self._hidden -= hid
            if name == tag:
                return

    def words(self, data: str) -> None:
        """Take text."""
        if not self._hidden:
            self.size += len(data)
            self._pieces.append(data if self._pre else _BLANKS.sub(" ", data))

    def text(self) -> str:
        """Return the lines, blank ones at most two at a time."""
        lines = "".join(self._pieces).split("\n")
        joined = "\n".join(_BLANKS.sub(" ", line).strip() if line else "" for line in lines)
        return _GAPS.sub("\n\n", _EDGE.sub("\n", _UNSEEN.sub("", joined))).strip()

    def _close(self, tag: str) -> None:
        if tag == "a" and self._links:
            href, at = self._links.pop()
            self._show_target(href, "".join(self._pieces[at:]))
        elif tag in _BLOCKS or tag == "li":
            self._break(2 if tag in _SPACED else 1)
        self._pre -= tag == "pre"

    def _show_target(self, href: str, shown: str) -> None:
        """Write out where a link leads, unless its words say it: nothing leads in silence."""
        target = href.removeprefix("mailto:")
        leads = href.startswith(("http://", "https://", "mailto:")) and bool(shown.strip())
        if leads and target.rstrip("/") not in shown:
            self._pieces.append(f" <{target[:200]}>")

    def _break(self, count: int) -> None:
        tail = "".join(self._pieces[-3:])
        have = len(tail) - len(tail.rstrip("\n"))
        if self._pieces:
            self._pieces.append("\n" * max(0, count - have))

    def _cell(self) -> None:
        tail = self._pieces[-1] if self._pieces else "\n"
        if tail and not tail.endswith(("\n", "\t", " ")):
            self._pieces.append("  ")
