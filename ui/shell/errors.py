"""What could not be done, in words: a dialog where there is no window yet."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout

from assistant.base.errors import AssistantError
from ui.look.icons import picture
from ui.look.parts import button, column, plain, row

_TEXT = 380  # pixels


def sentence(error: AssistantError) -> str:
    """Return the plain cause and the next step as one text."""
    return f"{error.shown()} {error.next_step()}".strip()


def error_dialog(error: AssistantError) -> QDialog:
    """Return a dialog with the cause, the next step, and a way to copy both."""
    dialog = QDialog()
    dialog.setObjectName("startError")
    dialog.setWindowTitle("Deskmate")
    texts = (plain(error.shown(), step="lead"), plain(error.next_step(), tone="muted"))
    for text in texts:
        text.setMinimumWidth(_TEXT)
    said = column(*texts, None, spacing=6)
    head = row(spacing=14)
    head.addLayout(column(picture("warning", "danger", 26), None))
    head.addLayout(said, 1)

    def copy() -> None:
        QGuiApplication.clipboard().setText(sentence(error))

    close = button("Close", "closeError", dialog.accept, kind="primary")
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(28, 26, 28, 20)
    layout.setSpacing(22)
    layout.addLayout(head)
    layout.addLayout(
        row(
            None,
            button("Copy", "copyError", copy, icon="copy"),
            close,
        )
    )
    close.setDefault(True)
    close.setFocus()
    return dialog
