"""The stage of the window's stories: the real program on an X server, with a real mail server and
a real notification service beside it, and the real embedded model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from assistant.app import Assistant, build
from assistant.base.clock import SystemClock, zone_named
from assistant.base.paths import find_paths
from assistant.base.secrets import MemorySecrets, Secrets
from assistant.domain.mail import Account
from assistant.llm.model import Model
from assistant.sync.outbox import Route
from tests.fakes.smtp import SmtpServer
from tests.stories.hand import Hand
from ui.shell.application import Program
from ui.shell.theme import Wardrobe
from ui.shell.words import Interpreter

ANSWER = 120.0  # seconds: the first answer loads the model, on a busy machine


class Stage:
    """The program, running."""

    def __init__(self, program: Program, desk: Assistant) -> None:
        self.program = program
        self.desk = desk
        self.hand = Hand(program.window)

    def say(self, text: str) -> None:
        """Click into the composer, type, press Enter."""
        editor = self.program.window.chat.composer.editor
        assert isinstance(editor, QPlainTextEdit | QTextEdit)
        self.hand.click(editor)
        self.hand.type(text, editor.toPlainText)
        self.hand.key("Return")

    def paste(self, text: str) -> None:
        """Paste into the composer in place of what stands there, and press Enter."""
        self.hand.click(self.program.window.chat.composer.editor)
        QGuiApplication.clipboard().setText(text)
        self.hand.key("ctrl+a")
        self.hand.key("ctrl+v")
        self.hand.key("Return")

    @property
    def composer(self) -> str:
        """What stands in the composer."""
        return self.program.window.chat.composer.editor.toPlainText()

    def wait(self, until: Callable[[], bool], what: str, seconds: float = ANSWER) -> None:
        """Wait until something has happened."""
        self.hand.wait(until, what, seconds)


@contextmanager
def opened(
    home: Path,
    *,
    locale: str = "en",
    theme: str = "light",
    server: SmtpServer | None = None,
    ready: bool = True,
    secrets: Secrets | None = None,
    model: Model | None = None,
) -> Iterator[Stage]:
    """Open the program over `home`; with `server` an account for it is there already.

    `ready` is False where the account is to be entered by hand. Without `model` the embedded one
    answers.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    interpreter, wardrobe = Interpreter(app), Wardrobe(app)
    interpreter.use(locale)
    wardrobe.choose(theme)
    desk = build(
        find_paths(home),
        clock=SystemClock(zone_named("Europe/Berlin")),
        secrets=secrets or MemorySecrets(),
        model=model,
        route=Route(ca_file=server.ca_file if server else None),
    )
    if server is not None and ready and not desk.accounts():
        desk.save_account(account(server), "secret").result()
    program = Program(app, desk, interpreter, wardrobe)
    program.window.move(0, 0)
    program.show()
    stage = Stage(program, desk)
    stage.wait(program.window.isVisible, "the window opens", 20)
    try:
        yield stage
    finally:
        program.window.hide()
        program.end()
        program.window.deleteLater()
        program.deleteLater()
        # Gone now: a window that is still there would follow the next story's language.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def account(server: SmtpServer) -> Account:
    """Return an account at `server`."""
    return Account(
        "me", "me@example.org", "Mara Lind", "localhost", server.port, "tls", "me@example.org"
    )
