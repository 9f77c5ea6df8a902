"""HTML of a stranger made safe to show: nothing runs or loads; what would have is counted."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from html import escape, unescape

from assistant.domain.mime.hypertext import LONGEST, shallow

_TAGS = {
    *("a", "abbr", "address", "b", "big", "blockquote", "br", "caption", "center", "cite", "code"),
    *("col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4"),
    *("h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp"),
    *("small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th"),
    *("thead", "tr", "tt", "u", "ul", "var"),
}
_ATTRIBUTES = {
    "*": {"align", "valign", "style", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "size", "face"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "td": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "th": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "tr": {"bgcolor"},
    "ol": {"start", "type"},
}
# What positions, hides or loads is not among these; a value with "url" never passes.
_STYLES = {
    *("color", "background-color", "font-weight", "font-style", "text-decoration", "text-align"),
    *("font-size", "font-family", "margin-left", "padding-left", "white-space"),
}
_IMAGE = re.compile(r"<img\b([^>]*)>")
_SAID = re.compile(r'([\w-]+)="([^"]*)"')
_STYLE = re.compile(r' style="([^"]*)"')
_REMOTE_STYLE = re.compile(r"url\s*\(\s*['\"]?\s*(?:https?:|//)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_DOT = 3  # pixels: nobody looks at a picture as small as this
_TRACKS = re.compile(
    r"/(?:open|track|pixel|beacon|wf/open|o\.gif|t\.gif)\b|[?&](?:utm_|mc_eid)", re.I
)


@dataclass(slots=True)
class Safe:
    """Markup to show, what it would have loaded, and how many of these watch the reader."""

    markup: str
    remote: list[str] = field(default_factory=list)
    trackers: int = 0


def safe(markup: str, loaded: Collection[str] = ()) -> Safe:
    """Return `markup` without anything that runs, hides or loads.

    Pictures of the letter itself (`cid:`, RFC 2392) stay, others only where they are among
    `loaded` addresses. Linear in the length of the markup.
    """
    import nh3

    clean = nh3.clean(
        shallow(markup[:LONGEST]),
        tags=_TAGS,
        clean_content_tags={"script", "style", "head", "title", "noscript", "template", "object"},
        attributes=_ATTRIBUTES,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "cid"},
        link_rel=None,
        strip_comments=True,
    )
    found = Safe("")
    found.remote += ["" for _ in _REMOTE_STYLE.findall(markup[:LONGEST])]

    def image(match: "re.Match[str]") -> str:
        said = {name: unescape(value) for name, value in _SAID.findall(match[1])}
        source = said.get("src", "")
        if source.startswith("cid:") or source in loaded:
            return match[0]
        if source.startswith(("http:", "https:")):
            found.remote.append(source)
            found.trackers += _watches(said)
            if _watches(said):
                return ""
        alt = said.get("alt", "").strip()
        return f"[{escape(alt)}]" if alt else ""

    found.markup = _STYLE.sub(_style, _IMAGE.sub(image, clean))
    return found


def _watches(said: dict[str, str]) -> bool:
    """Return whether a picture is there to tell that the letter was opened."""
    sizes = [
        int(size[0]) for name in ("width", "height") if (size := _NUMBER.match(said.get(name, "")))
    ]
    return bool(sizes and max(sizes) <= _DOT) or bool(_TRACKS.search(said.get("src", "")))


def _style(match: "re.Match[str]") -> str:
    kept = [one for one in unescape(match[1]).split(";") if "url" not in one.lower()]
    return f' style="{escape(";".join(kept))}"' if any(part.strip() for part in kept) else ""
