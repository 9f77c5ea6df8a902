"""The language of the whole application: our own words and Qt's."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from assistant.base import i18n
from ui.look.moments import locale
from ui.look.tongue import tongue


class Interpreter:
    """Switches the language; "system" is Chinese on a Chinese system, else English."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._translator = QTranslator(app)

    def use(self, choice: str) -> None:
        """Speak `choice` ("en", "zh" or "system") from now on, everywhere."""
        i18n.use(self._named(choice))
        QLocale.setDefault(locale())
        self._app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if i18n.language() == "zh" and self._translator.load("qtbase_zh_CN", folder):
            self._app.installTranslator(self._translator)
        tongue.changed.emit()

    def _named(self, choice: str) -> str:
        if choice in i18n.LANGUAGES:
            return choice
        return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"
