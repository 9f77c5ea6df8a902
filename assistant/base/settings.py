"""Settings as data: one table gives type, default, help and validation (after qutebrowser)."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.base.errors import OutsideError, UsageError

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing the user may choose. `choices` or `low..high` bound it; `help` is shown."""

    name: str
    default: Value
    help: str
    choices: tuple[Value, ...] = ()
    low: int | None = None
    high: int | None = None
    pattern: str = ""
    """What a text has to look like, as a regular expression."""

    def check(self, value: object) -> Value:
        """Return `value` if it is allowed; raise `UsageError` otherwise."""
        fits = type(value) is type(self.default) and (not self.choices or value in self.choices)
        if fits and isinstance(value, int) and not isinstance(value, bool):
            fits = (self.low is None or value >= self.low) and (
                self.high is None or value <= self.high
            )
        if fits and self.pattern:
            fits = re.fullmatch(self.pattern, str(value)) is not None
        if not fits or not isinstance(value, str | int | bool):
            raise UsageError(
                "{value} is not a value for the setting {name}.",
                hint="Choose another value on the settings page.",
                value=repr(value),
                name=self.name,
            )
        return value


COUNTRIES = (
    "auto", "none", "AT", "AU", "BR", "CA", "CH", "CN", "DE", "ES", "FR", "GB", "HK", "IE", "IN",
    "IT", "JP", "KR", "MO", "MY", "NL", "PL", "SE", "SG", "TW", "US",
)  # fmt: skip
_TIME = r"([01]?\d|2[0-3]):[0-5]\d"
_HOURS = rf"(\s*{_TIME}\s*[-–]\s*{_TIME}\s*)?"
VIEWS = ("day", "workweek", "week", "month", "agenda")

TABLE: Mapping[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("language", "system", "Language of the program", ("system", "en", "zh")),
        Setting("theme", "system", "Light or dark", ("system", "light", "dark")),
        Setting("model", "", "Model that answers; empty: the built-in one"),
        Setting("rest_seconds", 10, "Seconds a sent mail rests before it leaves", low=0, high=30),
        Setting(
            "unload_minutes",
            10,
            "Minutes without a question after which the model gives its memory back; 0: never",
            low=0,
            high=240,
        ),
        Setting(
            "learn_from_me",
            "no",
            "Keep what I correct as lessons on this computer",
            ("yes", "no"),
        ),
        Setting("hub_mirror", "", "Mirror of the model hub, such as https://example.org"),
        Setting("proxy", "", "Proxy for models, such as http://127.0.0.1:3128"),
        Setting("text_percent", 100, "Size of all text, in percent", low=80, high=200),
        Setting(
            "closing",
            "tray",
            "What closing the window does",
            ("tray", "quit"),
        ),
        Setting(
            "at_login", "no", "Start hidden when you log in, so that reminders come", ("yes", "no")
        ),
        Setting("warn_at_quit", "yes", "Ask before quitting while reminders wait", ("yes", "no")),
        Setting("timezone", "", "Time zone; empty: the computer's"),
        Setting("second_zone", "", "A second time zone in the calendar, such as Asia/Shanghai"),
        Setting(
            "working_hours", "09:00-18:00", "Hours in which free time is looked for", pattern=_HOURS
        ),
        Setting(
            "quiet_hours",
            "",
            "Quiet hours, such as 22:00-07:00; alarms come all the same",
            pattern=_HOURS,
        ),
        Setting(
            "alarm_sound",
            "yes",
            "Alarms ring; in quiet hours only urgent ones do",
            ("yes", "no"),
        ),
        Setting(
            "morning_brief",
            "no",
            "Each day once: events, tasks and letters without an answer",
            ("yes", "no"),
        ),
        Setting("brief_time", "08:00", "When the brief of the day comes", pattern=_TIME),
        Setting("week_start", "monday", "First day of a week", ("monday", "sunday", "saturday")),
        Setting("week_numbers", "off", "Numbers of the weeks (ISO 8601)", ("on", "off")),
        Setting("lunar_dates", "auto", "Chinese lunar dates", ("auto", "on", "off")),
        Setting("public_holidays", "auto", "Whose public holidays are shown", COUNTRIES),
        Setting("calendar_view", "week", "How the calendar is looked at", VIEWS),
    )
}


class Settings:
    """The user's choices, kept in one TOML file; a damaged file is set aside, never fatal."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, Value] = {}
        if path.exists():
            self._values = self._read()

    def get(self, name: str) -> Value:
        """Return the chosen value, or the default."""
        return self._values.get(name, TABLE[name].default)

    def text(self, name: str) -> str:
        """Return a text setting."""
        return str(self.get(name))

    def number(self, name: str) -> int:
        """Return a number setting."""
        return int(self.get(name))

    def set(self, name: str, value: Value) -> None:
        """Choose a value and write the file.

        Raises `UsageError` for a value not allowed, and `OutsideError` where the disk does not
        take it: the former value stays then.
        """
        if name not in TABLE:
            raise UsageError("There is no setting called {name}.", name=name)
        values = self._values | {name: TABLE[name].check(value)}
        try:
            self._write(values)
        except OSError as error:
            raise OutsideError(
                "The setting could not be saved.", hint="Make room on the disk and try again."
            ) from error
        self._values = values

    def _read(self) -> dict[str, Value]:
        try:
            found: dict[str, Any] = tomllib.loads(self._path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            self._path.replace(self._path.with_suffix(".damaged"))
            return {}
        return {name: value for name, value in found.items() if _allowed(name, value)}

    def _write(self, values: Mapping[str, Value]) -> None:
        import tomli_w

        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_text(tomli_w.dumps(values), "utf-8")
        os.replace(new, self._path)


def _allowed(name: str, value: object) -> bool:
    try:
        return name in TABLE and TABLE[name].check(value) is not None
    except UsageError:
        return False
