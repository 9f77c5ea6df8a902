"""One letter of a thread: a line while it is folded, all of it once it is opened."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.mime.opening import attachment, html_of
from assistant.domain.received import Attached, Received
from assistant.domain.trust_signs import folded, signs
from ui.desk import Desk
from ui.look.attempt import complaints
from ui.look.moments import hour, long_day, near_moment, size
from ui.look.parts import Elided, button, clear, column, frame, notice, plain, row
from ui.look.press import Pressable
from ui.look.prose import Prose
from ui.look.wait import follow_work
from ui.panels.mail.webview import WebView

# What a system runs, or shows with scripts in it: such a file is saved, and opened from there.
_RUNS = (
    *(".exe", ".msi", ".bat", ".cmd", ".com", ".scr", ".ps1", ".vbs", ".js", ".jar", ".lnk"),
    *(".sh", ".desktop", ".appimage", ".deb", ".html", ".htm", ".svg", ".hta", ".url", ".iso"),
)


class LetterView(QFrame):
    """Plain text first; the quote folded; HTML, files and source when they are asked for."""

    def __init__(self, desk: Desk, letter: Received, known: list[str], *, alone: bool) -> None:
        super().__init__()
        self.setObjectName("letterView")
        self.setProperty("kind", "card" if not alone else "")
        self.letter = letter
        self._desk = desk
        self._known = known
        self._alone = alone
        self._layout = QVBoxLayout(self)
        margins = (0, 0, 0, 0) if alone else (16, 10, 16, 10)
        self._layout.setContentsMargins(*margins)
        self._layout.setSpacing(8)
        self.open = False
        self._line = self._folded_line()
        self._layout.addWidget(self._line)
        self._body: QWidget | None = None

    def unfold(self) -> None:
        """Show all of the letter."""
        if self._body is None:
            self._body = self._whole()
            self._layout.addWidget(self._body)
        self._line.setVisible(False)
        self._body.show()
        self.open = True

    def fold(self) -> None:
        """Show one line of it."""
        if self._body is not None and not self._alone:
            self._body.hide()
            self._line.show()
            self.open = False

    def _folded_line(self) -> QFrame:
        one = self.letter
        layout = QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        who = plain(one.sender.name or one.sender.email, tone="strong", wrap=False)
        glance = Elided(tone="muted")
        glance.setText(" ".join(one.text[:300].split()))
        when = near_moment(one.date.astimezone(self._desk.clock.zone), self._desk.clock.now())
        for widget, stretch in ((who, 0), (glance, 1)):
            layout.addWidget(widget, stretch)
        layout.addWidget(plain(when, step="small", tone="muted", wrap=False))
        made = Pressable(self.unfold)
        made.setObjectName("foldedLetter")
        made.setLayout(layout)
        made.setAccessibleName(f"{who.text()}, {when}")
        return made

    def _whole(self) -> QWidget:  # noqa: PLR0915 - one line a widget
        letter = self.letter
        made = QWidget()
        inner = QVBoxLayout(made)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        sender = plain(str(letter.sender), tone="strong")
        sender.setObjectName("letterSender")
        local = letter.date.astimezone(self._desk.clock.zone)
        when = tr("{day}, {time}", day=long_day(local.date()), time=hour(local))
        heads = column(sender, plain(when, step="small", tone="muted"), spacing=2)
        for label, people in (("To: {people}", letter.to), ("Cc: {people}", letter.cc)):
            if people:
                said = tr(label, people=", ".join(map(str, people)))
                heads.addWidget(plain(said, step="small", tone="muted"))
        inner.addLayout(heads)
        for sentence, values in signs(letter, self._known):
            inner.addWidget(notice("warning", "warning", plain(tr(sentence, **values))))
        for one in letter.attachments:
            if not one.inline:
                inner.addWidget(self._attached(one))
        self.text, self.quote, self.source = Prose(), Prose(), Prose()
        for widget, name in (
            (self.text, "letterText"),
            (self.quote, "letterQuote"),
            (self.source, "letterSource"),
        ):
            widget.setObjectName(name)
        said, quote = folded(letter.text)
        self.text.show_plain(said)
        self.quote.show_plain(quote)
        self._unfold_quote = button("Show quoted text", "unfoldQuote", self._toggle_quote)
        self._unfold_quote.setVisible(bool(quote))
        self._web = QVBoxLayout()
        self._html_button = button("Show as it was laid out", "showHtml", self._toggle_html)
        inner.addLayout(self._web)
        inner.addWidget(self.text)
        inner.addWidget(self.quote)
        inner.addLayout(
            row(
                self._unfold_quote,
                self._html_button,
                button("Show source", "showSource", self._toggle_source, kind="quiet"),
                None,
            )
        )
        inner.addWidget(self.source)
        self.quote.hide()
        self.source.hide()
        self._html_button.setVisible(b"text/html" in (self._raw() or b"").lower())
        self.web: WebView | None = None
        return made

    def _raw(self) -> bytes | None:
        return self._desk.letter_source(self.letter.id)

    def _toggle_quote(self) -> None:
        self.quote.setVisible(not self.quote.isVisibleTo(self))

    def _toggle_source(self) -> None:
        self.source.show_plain((self._raw() or b"").decode("latin-1")[:200_000])
        self.source.setVisible(not self.source.isVisibleTo(self))

    def _toggle_html(self) -> None:
        if self.web is not None:
            clear(self._web)
            self.web = None
            self.text.show()
            self._html_button.setText(tr("Show as it was laid out"))
            return
        self._html_button.setText(tr("Show as plain text"))
        self._show_html({})

    def _show_html(self, pictures: dict[str, bytes]) -> None:
        raw = self._raw() or b""
        clear(self._web)
        self.web = WebView()
        found = self.web.show_letter(raw, html_of(raw), pictures)
        blocked = len(found.remote)
        if blocked:
            told = tr(
                "{n} pictures from the net were not loaded; {trackers} of them would tell the "
                "sender that you read this.",
                n=blocked,
                trackers=found.trackers,
            )
            label = plain(told, step="small")
            label.setObjectName("blockedPictures")
            strip = notice("info", "blocked", label)
            wanted = [one for one in found.remote if one.startswith("https:")]
            if wanted and not pictures and (layout := strip.layout()) is not None:
                layout.addWidget(
                    button("Load pictures", "loadPictures", lambda: self._load(wanted))
                )
            self._web.addWidget(strip)
        paper = QVBoxLayout()
        paper.addWidget(self.web)
        self._web.addWidget(frame("paper", paper, (16, 14, 16, 14)))
        self.text.hide()

    def _load(self, addresses: list[str]) -> None:
        work = self._desk.load_pictures(addresses)
        follow_work(self, work, lambda got: self._show_html(dict(got)), complaints.heard.emit)

    def _attached(self, one: Attached) -> QFrame:
        layout = QHBoxLayout()
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(plain(one.name), 1)
        layout.addWidget(plain(size(one.size), step="small", tone="muted", wrap=False))
        if not one.name.lower().endswith(_RUNS):
            layout.addWidget(button("Open", "openAttachment", lambda: self._open(one)))
        layout.addWidget(button("Save…", "saveAttachment", lambda: self._keep(one)))
        made = QFrame()
        made.setProperty("kind", "row")
        made.setObjectName("attachment")
        made.setLayout(layout)
        return made

    def _keep(self, one: Attached) -> None:
        """Save an attachment where the user says; nothing is ever opened by itself."""
        raw = self._raw()
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the attachment"), one.name)
        if raw is not None and name:
            self._write(Path(name), attachment(raw, one.part))

    def _open(self, one: Attached) -> None:
        """Hand a copy to the program that the system has for it; the copy cannot be written to."""
        raw = self._raw()
        folder = Path(tempfile.mkdtemp(prefix="deskmate-"))
        safe = "".join(mark if mark.isalnum() or mark in " -_." else "-" for mark in one.name)
        target = folder / (safe.strip(" .")[:120] or "attachment")
        if raw is not None and self._write(target, attachment(raw, one.part)):
            target.chmod(0o400)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    def _write(self, target: Path, data: bytes) -> bool:
        try:
            target.write_bytes(data)
        except OSError:
            complaints.heard.emit(
                AssistantError("The file could not be written.", hint="Choose another folder.")
            )
            return False
        return True
