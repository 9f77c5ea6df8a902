"""The form for a mail account: an address fills in the rest, a test says what is wrong."""

from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.mail import Account
from assistant.domain.message import address
from assistant.sync.oauth import provider_of
from ui.desk import Desk
from ui.look.fields import lay_fields, line_field
from ui.look.parts import button, plain, restyle, roomy, row
from ui.look.tongue import say, tongue
from ui.look.wait import follow_work

_SECURITY = (("tls", "TLS from the start"), ("starttls", "STARTTLS"))


class AccountForm(QFrame):
    """Address, password, and the server behind it; `saved` says that the account was kept."""

    saved = Signal()
    _shown = Signal(str, str)

    def __init__(self, desk: Desk) -> None:  # noqa: PLR0915 - one line a widget
        super().__init__()
        self.setObjectName("accountForm")
        self.setProperty("kind", "card")
        self._desk = desk
        self._key = ""
        self._guessed = ""
        self._imap_port, self._imap_security = 993, "tls"
        self._oauth = False
        self.address = line_field("accountAddress", "Mail address")
        self.password = line_field("accountPassword", "Password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.name = line_field("accountName", "Your name")
        self.host = line_field("accountHost", "Server")
        self.imap = line_field("accountImap", "Server for reading")
        self.port = QSpinBox()
        self.security = QComboBox()
        self.username = line_field("accountUser", "User name")
        self._lasting = plain(step="small", tone="muted")
        self._lasting.setObjectName("passwordLasts")
        self._note = plain(step="small", tone="warning")
        self._note.setObjectName("accountNote")
        self.client = line_field("accountClient", "Client ID")
        self.sign_in = button("Sign in with the browser", "signIn", self._sign_in)
        self.by_code = button(
            "Sign in with a code", "signInCode", lambda: self._sign_in(by_code=True)
        )
        self.look_up = button("Look up the servers", "lookUpServers", self._look_up, kind="quiet")
        self.result = plain()
        self.result.setObjectName("accountResult")
        self.test = button("Test connection", "testAccount", self._test)
        self.save = button("Save", "saveAccount", self._save, kind="primary")
        self._lay_out()
        self.address.editingFinished.connect(self._guess)
        self._shown.connect(self._show_way)
        tongue.changed.connect(self._say)
        self._say()
        self.hide()

    def begin(self) -> None:
        """Show an empty form."""
        self._fill(Account(uuid4().hex, "", "", "", 465, "tls", ""))

    def change(self, account: Account) -> None:
        """Show an account to be changed; an empty password leaves the kept one as it is."""
        self._fill(account)

    def end(self) -> None:
        """Put the form away, and what was typed into it."""
        self.password.clear()
        self.hide()

    def typed(self) -> Account:
        """Return the account as it stands in the form; raises AssistantError for a bad address."""
        where = address(self.address.text())
        return Account(
            id=self._key,
            address=where.email,
            name=self.name.text().strip(),
            smtp_host=self.host.text().strip(),
            smtp_port=self.port.value(),
            security=str(self.security.currentData()),
            username=self.username.text().strip() or where.email,
            imap_host=self.imap.text().strip(),
            imap_port=self._imap_port,
            imap_security=self._imap_security,
            oauth=self._oauth and not self.password.text(),
        )

    def _fill(self, account: Account) -> None:
        self._key, self._guessed = account.id, account.address
        self.address.setText(account.address)
        self.password.clear()
        self.name.setText(account.name)
        self._server(account)
        self._tell("", "muted")
        self._advise(account.address)
        self.show()
        self._ask_keyring()
        self.address.setFocus()

    def _server(self, account: Account) -> None:
        self.host.setText(account.smtp_host)
        self.port.setValue(account.smtp_port)
        self.security.setCurrentIndex(max(0, self.security.findData(account.security)))
        self.username.setText(account.username)
        self.imap.setText(account.imap_host)
        self._imap_port, self._imap_security = account.imap_port, account.imap_security
        self._oauth = account.oauth

    def _guess(self) -> None:
        typed = self.address.text().strip()
        if typed == self._guessed or "@" not in typed:
            return
        self._guessed = typed
        self._advise(typed)
        guess = self._desk.guess_account(typed)
        if guess is not None:
            self._server(guess)

    def _advise(self, typed: str) -> None:
        """Say what the provider wants, such as an app password."""
        note = self._desk.account_note(typed) if "@" in typed else ""
        provider = provider_of(typed)
        self._ways.setVisible(provider is not None)
        self.by_code.setVisible(provider is not None and bool(provider.device))
        self.look_up.setVisible(not note and provider is None)
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def _test(self) -> None:
        self._guess()
        try:
            account = self.typed()
        except AssistantError as error:
            self._tell(f"{error.shown()} {error.next_step()}", "danger")
            return
        self._tell(tr("Testing…"), "muted")
        self.test.setEnabled(False)
        work = self._desk.test_account(account, self.password.text())
        follow_work(self, work, self._tested, self._failed)

    def _look_up(self) -> None:
        """Ask the DNS which servers a domain has; nothing is asked before the click."""
        try:
            account = self.typed()
        except AssistantError as error:
            self._tell(f"{error.shown()} {error.next_step()}", "danger")
            return
        follow_work(self, self._desk.discover_account(account), self._found, self._failed)

    def _found(self, account: Account | None) -> None:
        if account is None:
            self._tell(tr("The domain names no mail servers; type them in."), "muted")
            return
        self._server(account)
        self._tell(tr("The domain named these servers. Look at them before you go on."), "muted")

    def _sign_in(self, *, by_code: bool = False) -> None:
        self._guess()
        try:
            account = self.typed()
        except AssistantError as error:
            self._tell(f"{error.shown()} {error.next_step()}", "danger")
            return
        client = self.client.text().strip()
        if not client:
            self._tell(tr("The provider wants a client ID; an app password needs none."), "danger")
            return
        self._tell(tr("Go on in the browser; this waits for you."), "muted")
        work = self._desk.sign_in(
            replace(account, oauth=True), (client, ""), self._shown.emit, by_code=by_code
        )
        follow_work(self, work, lambda _: self._saved(), self._failed)

    def _show_way(self, address: str, code: str) -> None:
        """Open the provider's page; a code is to be typed there."""
        if code:
            self._tell(tr("Type {code} at {address}.", code=code, address=address), "ok")
        QDesktopServices.openUrl(QUrl(address))

    def _tested(self, sentence: str) -> None:
        self.test.setEnabled(True)
        self.save.setFocus()
        self._tell(sentence, "ok")

    def _failed(self, error: AssistantError) -> None:
        self.test.setEnabled(True)
        self.password.setFocus()
        self._tell(f"{error.shown()} {error.next_step()}".strip(), "danger")

    def _save(self) -> None:
        self._guess()
        try:
            account = replace(self.typed())
        except AssistantError as error:
            self._tell(f"{error.shown()} {error.next_step()}", "danger")
            return
        if not account.smtp_host:
            self._tell(tr("The server's name is missing."), "danger")
            return
        self._tell(tr("Saving…"), "muted")
        self.save.setEnabled(False)
        work = self._desk.save_account(account, self.password.text())
        follow_work(self, work, lambda _: self._saved(), self._refused)

    def _saved(self) -> None:
        self.save.setEnabled(True)
        self.end()
        self.saved.emit()

    def _refused(self, error: AssistantError) -> None:
        """Keep what was typed: the next click on Save may go through."""
        self.save.setEnabled(True)
        self.save.setFocus()
        self._tell(f"{error.shown()} {error.next_step()}".strip(), "danger")

    def _tell(self, text: str, tone: str) -> None:
        self.result.setText(text)
        self.result.setVisible(bool(text))
        restyle(self.result, tone=tone)

    def _say(self) -> None:
        at = max(0, self.security.currentIndex())
        self.security.clear()
        for value, label in _SECURITY:
            self.security.addItem(tr(label), value)
        self.security.setCurrentIndex(at)
        if self.isVisible():
            self._ask_keyring()

    def _ask_keyring(self) -> None:
        """Say what becomes of the password; looking for the keyring takes a moment."""
        follow_work(self, self._desk.secrets_last(), self._say_lasting, lambda _: None)

    def _say_lasting(self, lasting: bool) -> None:  # noqa: FBT001 - the result of the work
        self._lasting.setText(
            tr("The password is kept in this computer's keyring, never in a file.")
            if lasting
            else tr("No keyring was found: the password is kept until Deskmate is closed.")
        )

    def _lay_out(self) -> None:
        self.port.setObjectName("accountPort")
        self.port.setRange(1, 65535)
        roomy(self.port)
        self.security.setObjectName("accountSecurity")
        self._ways = QWidget()
        self._ways.setLayout(row(self.client, self.sign_in, self.by_code))
        say(
            self.client,
            self.client.setPlaceholderText,
            "Client ID, as registered with the provider",
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Mail address", self.address),
            ("", self._note),
            ("Password", self.password),
            ("", self._ways),
            ("", self._lasting),
            ("Your name", self.name),
            ("Server", self.host),
            ("Port", self.port),
            ("Security", self.security),
            ("Server for reading", self.imap),
            ("User name", self.username),
        )
        lay_fields(grid, fields)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addWidget(self.result)
        layout.addLayout(
            row(
                self.test,
                self.look_up,
                None,
                button("Cancel", "cancelAccount", self.end),
                self.save,
            )
        )
