"""What is noted at a day: a public holiday, a lunar date, as the settings ask for."""

from datetime import date

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from assistant.base.i18n import language
from assistant.base.settings import COUNTRIES, Settings
from assistant.when.daynames import lunar_words, public_holidays
from ui.panels.calendar.fashion import Note

_LATER = 60  # milliseconds: the first paint does not wait for the holidays of a country


class Almanac(QObject):
    """Answers at once; `learned` says that a year's holidays are known now."""

    learned = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._years: dict[tuple[str, int, str], dict[date, str]] = {}
        self._wanted: set[tuple[str, int, str]] = set()

    @property
    def lunar(self) -> bool:
        """Whether lunar dates are shown: in Chinese, unless the user chose otherwise."""
        chosen = self._settings.text("lunar_dates")
        return chosen == "on" or (chosen == "auto" and language() == "zh")

    @property
    def country(self) -> str:
        """Whose holidays are shown, "" for none."""
        chosen = self._settings.text("public_holidays")
        if chosen == "auto":
            system = QLocale.system()
            here = QLocale.territoryToCode(system.territory())
            chosen = "CN" if language() == "zh" else here
            # A bare machine speaks "C", which belongs to nobody.
            if system.language() == QLocale.Language.C and language() != "zh":
                chosen = ""
        return chosen if chosen in COUNTRIES and len(chosen) == 2 else ""

    def note(self, day: date) -> Note | None:
        """Return what is noted at a day."""
        holiday = self._holiday(day)
        if holiday:
            return Note(holiday, free=True)
        words = lunar_words(day) if self.lunar else ""
        return Note(words) if words else None

    def _holiday(self, day: date) -> str:
        country = self.country
        if not country:
            return ""
        key = (country, day.year, language())
        if key not in self._years:
            if not self._wanted:
                QTimer.singleShot(_LATER, self, self._learn)
            self._wanted.add(key)
            return ""
        return self._years[key].get(day, "")

    def _learn(self) -> None:
        wanted, self._wanted = self._wanted, set()
        for key in wanted:
            self._years[key] = dict(public_holidays(*key))
        self.learned.emit()
