"""A short question before something that cannot be undone, or a short text to be typed."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from ui.look.parts import button, plain, restyle, row


def confirmed(parent: QWidget, question: str, verb: str) -> bool:
    """Return whether the user said yes; the button names what would be done."""
    dialog = QDialog(parent)
    dialog.setObjectName("confirm")
    dialog.setWindowTitle("Deskmate")
    yes = button("", "confirmYes", dialog.accept, kind="danger")
    yes.setText(verb)
    yes.setAccessibleName(verb)
    no = button("Cancel", "confirmNo", dialog.reject)
    no.setDefault(True)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(26, 24, 26, 20)
    layout.setSpacing(20)
    text = plain(question)
    text.setMinimumWidth(340)
    layout.addWidget(text)
    layout.addLayout(row(None, no, yes))
    said = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return said


def typed(parent: QWidget, question: str, text: str) -> str | None:
    """Return the words that the user typed, None where they changed their mind."""
    dialog = QDialog(parent)
    dialog.setObjectName("typed")
    dialog.setWindowTitle("Deskmate")
    field = QLineEdit(text)
    field.setObjectName("typedText")
    field.setMinimumWidth(360)
    field.setAccessibleName(question)
    field.selectAll()
    buttons = QDialogButtonBox()
    save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    restyle(save, kind="primary")
    save.setDefault(True)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(26, 24, 26, 20)
    layout.setSpacing(14)
    layout.addWidget(plain(question))
    layout.addWidget(field)
    layout.addWidget(buttons)
    said = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return field.text().strip() if said else None
