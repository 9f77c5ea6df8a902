"""The stage of the window's stories: the real program on an X server, with a real mail server and
a real notification service beside it, and the real embedded model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from assistant.app import Assistant, build
from assistant.base.clock import SystemClock, zone_named
from assistant.base.paths import find_paths
from assistant.base.secrets import MemorySecrets
from assistant.domain.mail import Account
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

    def wait(self, until: Callable[[], bool], what: str, seconds: float = ANSWER) -> None:
        """Wait until something has happened."""
        self.hand.wait(until, what, seconds)


@contextmanager
def opened(
    home: Path, *, locale: str = "en", theme: str = "light", server: SmtpServer | None = None
) -> Iterator[Stage]:
    """Open the program over `home`; with `server` an account for it is there already."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    interpreter, wardrobe = Interpreter(app), Wardrobe(app)
    interpreter.use(locale)
    wardrobe.choose(theme)
    desk = build(
        find_paths(home),
        clock=SystemClock(zone_named("Europe/Berlin")),
        secrets=MemorySecrets(),
        route=Route(ca_file=server.ca_file if server else None),
    )
    if server is not None and not desk.accounts():
        desk.save_account(account(server), "secret")
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
        program.deleteLater()


def account(server: SmtpServer) -> Account:
    """Return an account at `server`."""
    return Account(
        "me", "me@example.org", "Mara Lind", "localhost", server.port, "tls", "me@example.org"
    )
