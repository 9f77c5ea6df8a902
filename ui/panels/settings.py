"""The settings page, drawn from the one table of settings."""

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QWidget,
)

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.base.settings import TABLE, Setting
from ui.desk import Desk
from ui.look.attempt import complaints
from ui.look.follow import follow
from ui.look.page import Page
from ui.look.parts import column, frame, roomy, words
from ui.look.tongue import say, tongue
from ui.panels.privacy import Privacy

_TITLES = {
    "language": "Language",
    "theme": "Appearance",
    "model": "Model",
    "rest_seconds": "Time to change your mind",
    "timezone": "Time zone",
    "second_zone": "Second time zone",
    "text_percent": "Text size",
    "unload_minutes": "Rest of the model",
    "quiet_hours": "Quiet hours",
    "alarm_sound": "Sound of alarms",
    "morning_brief": "Brief of the day",
    "brief_time": "Time of the brief",
    "working_hours": "Working hours",
    "week_start": "Week begins on",
    "week_numbers": "Week numbers",
    "lunar_dates": "Lunar dates",
    "public_holidays": "Public holidays",
    "closing": "Closing the window",
    "at_login": "Start at login",
    "warn_at_quit": "Warning at Quit",
}
_CHOICES = {
    "system": "Like the system",
    "light": "Light",
    "dark": "Dark",
    "en": "English",
    "zh": "简体中文",
    "auto": "Automatic",
    "none": "None",
    "on": "Shown",
    "off": "Hidden",
    "monday": "Monday",
    "sunday": "Sunday",
    "saturday": "Saturday",
    "tray": "Go on in the tray",
    "quit": "Quit",
    "yes": "Yes",
    "no": "No",
}
_COUNTRIES = {
    "AT": "Austria",
    "AU": "Australia",
    "BR": "Brazil",
    "CA": "Canada",
    "CH": "Switzerland",
    "CN": "China",
    "DE": "Germany",
    "ES": "Spain",
    "FR": "France",
    "GB": "United Kingdom",
    "HK": "Hong Kong SAR China",
    "IE": "Ireland",
    "IN": "India",
    "IT": "Italy",
    "JP": "Japan",
    "KR": "South Korea",
    "MO": "Macao SAR China",
    "MY": "Malaysia",
    "NL": "Netherlands",
    "PL": "Poland",
    "SE": "Sweden",
    "SG": "Singapore",
    "TW": "Taiwan",
    "US": "United States",
}
# Chosen on the pages of models, training and the calendar.
_ELSEWHERE = {
    "model",
    "hub_mirror",
    "proxy",
    "learn_from_me",
    "calendar_view",
}
_ZONES = {"timezone", "second_zone"}
_WIDTH = 240


class SettingsPage(Page):
    """One row a setting; a change counts at once. `changed` names the setting."""

    changed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__("settings", "Settings", "A change counts at once.")
        self._desk = desk
        for setting in TABLE.values():
            if setting.name not in _ELSEWHERE:
                self.body.addWidget(self._row(setting))
        self.privacy = Privacy(desk)
        self.body.addWidget(self.privacy)

    def _row(self, setting: Setting) -> QFrame:
        title = _TITLES.get(setting.name, setting.name)
        layout = QHBoxLayout()
        layout.setSpacing(18)
        said = column(
            words(title, tone="strong"), words(setting.help, step="small", tone="muted"), spacing=2
        )
        layout.addLayout(said, 1)
        field = self._field(setting)
        field.setObjectName(f"setting_{setting.name}")
        field.setFixedWidth(max(_WIDTH, field.fontMetrics().horizontalAdvance("n") * 24))
        say(field, field.setAccessibleName, title)
        layout.addWidget(field, 0, Qt.AlignmentFlag.AlignVCenter)
        return frame("row", layout, (18, 13, 16, 13))

    def _field(self, setting: Setting) -> QWidget:
        if setting.choices:
            return self._choice(setting)
        if isinstance(setting.default, int):
            return self._number(setting)
        if setting.name.endswith("_time"):
            return self._time(setting)
        return self._zone(setting) if setting.name in _ZONES else self._text(setting)

    def _choice(self, setting: Setting) -> QComboBox:
        made = QComboBox()
        for value in setting.choices:
            made.addItem(_choice_words(setting, value), value)
        made.setCurrentIndex(made.findData(self._desk.settings.get(setting.name)))

        def again() -> None:
            for at, value in enumerate(setting.choices):
                made.setItemText(at, _choice_words(setting, value))

        follow(made, tongue.changed, again)
        made.activated.connect(lambda _: self._set(setting, made.currentData()))
        return made

    def _number(self, setting: Setting) -> QSpinBox:
        made = QSpinBox()
        made.setRange(setting.low or 0, setting.high if setting.high is not None else 9999)
        made.setValue(self._desk.settings.number(setting.name))
        roomy(made)
        suffix = " %" if setting.name.endswith("percent") else ""
        if setting.name.endswith("percent"):
            made.setSingleStep(10)
        if suffix:
            made.setSuffix(suffix)
        elif setting.name.endswith("seconds"):
            say(made, made.setSuffix, " s")
        made.valueChanged.connect(lambda value: self._set(setting, value))
        return made

    def _time(self, setting: Setting) -> QTimeEdit:
        made = QTimeEdit(QTime.fromString(self._desk.settings.text(setting.name), "H:mm"))
        made.setDisplayFormat("HH:mm")
        roomy(made)
        made.timeChanged.connect(lambda time: self._set(setting, time.toString("HH:mm")))
        return made

    def _text(self, setting: Setting) -> QLineEdit:
        made = QLineEdit(self._desk.settings.text(setting.name))
        made.editingFinished.connect(lambda: self._set(setting, made.text().strip()))
        return made

    def _zone(self, setting: Setting) -> QLineEdit:
        from zoneinfo import available_timezones

        made = self._text(setting)
        if setting.name == "timezone":
            made.setPlaceholderText(str(self._desk.clock.zone))
        known = sorted(available_timezones())
        completer = QCompleter(known, made)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        made.setCompleter(completer)
        return made

    def _set(self, setting: Setting, value: str | int) -> None:
        if value == self._desk.settings.get(setting.name):
            return
        try:
            _check(setting, value)
            self._desk.settings.set(setting.name, value)
        except AssistantError as error:
            complaints.heard.emit(error)
            return
        self.changed.emit(setting.name)


def _choice_words(setting: Setting, value: object) -> str:
    """Return a choice in words."""
    named = _COUNTRIES if setting.name == "public_holidays" else {}
    return tr(named.get(str(value)) or _CHOICES.get(str(value), str(value)))


def _check(setting: Setting, value: str | int) -> None:
    if setting.name in _ZONES and value:
        from assistant.base.clock import zone_named

        zone_named(str(value))
