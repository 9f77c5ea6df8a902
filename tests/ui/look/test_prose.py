"""What a model writes is shown, and nothing it writes is fetched, run or followed."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from ui.look.markdown import split_closed, to_html
from ui.look.prose import Prose

VECTORS = (
    "![x](http://127.0.0.1:9/a.png)",
    "![x](file:///etc/passwd)",
    "![x][y]\n\n[y]: http://127.0.0.1:9/a.png",
    "<img src=http://127.0.0.1:9/a.png>",
    "<img src='file:///etc/passwd'>",
    "[click](http://127.0.0.1:9/)",
    "[click](javascript:alert(1))",
    "<http://127.0.0.1:9/>",
    "<a href='file:///etc/passwd'>x</a>",
    "<script>alert(1)</script>",
    "<style>@import 'http://127.0.0.1:9/a.css';</style>",
    "<iframe src='http://127.0.0.1:9/'></iframe>",
    "<table background='http://127.0.0.1:9/a.png'><tr><td>x</td></tr></table>",
    "<div style='background:url(file:///etc/passwd)'>x</div>",
    "<link rel=stylesheet href='http://127.0.0.1:9/a.css'>",
    "<object data='file:///etc/passwd'></object>",
    "`<img src=x>`\n\n```html\n<img src='http://127.0.0.1:9/b.png'>\n```",
    "- <svg onload=alert(1)>\n- ![](data:image/png;base64,AAAA)",
)


HARMLESS = {"p", "br", "pre", "code", "ul", "li", "em", "strong"}


class Tags(HTMLParser):
    """Notes every tag and attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes += attrs


class Watched(Prose):
    """Notes what it is asked to load."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[str] = []

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        self.wanted.append(str(name))
        return super().loadResource(kind, name)


@pytest.mark.parametrize("text", VECTORS)
def test_no_markdown_loads_or_links_anything(qtbot: QtBot, text: str) -> None:
    prose = Watched()
    qtbot.addWidget(prose)
    prose.show_markdown(text)
    prose.resize(400, 300)
    prose.show()
    qtbot.waitExposed(prose)
    assert prose.wanted == []
    tags = Tags()
    tags.feed(to_html(text))
    assert tags.found <= HARMLESS
    assert tags.attributes == []
    prose.selectAll()
    assert prose.anchorAt(prose.rect().center()) == ""


def test_a_resource_is_refused_wherever_it_lies(qtbot: QtBot, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    prose = Prose()
    qtbot.addWidget(prose)
    for address in (secret.as_uri(), "http://127.0.0.1:9/x", "qrc:/x", "data:text/plain,x"):
        assert prose.loadResource(QTextDocument.ResourceType.ImageResource, QUrl(address)) is None
        prose.setSource(QUrl(address))
        assert "secret" not in prose.toPlainText()
    assert not prose.openLinks()
    assert not prose.openExternalLinks()


def test_markdown_keeps_what_is_harmless() -> None:
    html = to_html("# Plan\n\n- **one**\n- *two*\n\n|a|b|\n|-|-|\n|1|2|\n\n`code`\n\n> said")
    for tag in ("<h1>", "<ul>", "<strong>", "<em>", "<table>", "<code>", "<blockquote>"):
        assert tag in html


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("", ""),
        ("one line", ""),
        ("one\n\ntwo", "one\n\n"),
        ("```\na\n\nb", ""),
        ("```\na\n\nb\n```\n\nafter", "```\na\n\nb\n```\n\n"),
        ("~~~\n```\n\n~~~\n\nx", "~~~\n```\n\n~~~\n\n"),
        ("a\n\nb\n\nc", "a\n\nb\n\n"),
    ],
)
def test_a_block_is_closed_by_an_empty_line_outside_a_fence(text: str, closed: str) -> None:
    assert split_closed(text) == (closed, text[len(closed) :])


@pytest.mark.parametrize(
    "text",
    ["", "🎉👩‍👩‍👧‍👦", "שלום עולם", "مرحبا\nabc", "x" * 100_000, "a\x00b\x07c", "\u202eabc"],
)
def test_any_text_is_shown_whole_and_without_a_scroll_bar(qtbot: QtBot, text: str) -> None:
    prose = Prose()
    qtbot.addWidget(prose)
    prose.resize(300, 100)
    prose.show_plain(text)
    prose.show()
    qtbot.waitExposed(prose)
    qtbot.waitUntil(lambda: prose.height() >= int(prose.document().size().height()))
    assert prose.toPlainText().replace("\ufffd", "") == text.replace("\x00", "\x00")
    assert prose.document().idealWidth() <= 302
    assert prose.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
