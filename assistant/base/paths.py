"""Where things are kept."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "deskmate"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one user: `home` for data, `models` for weights (shared between homes)."""

    home: Path
    models: Path

    @property
    def database(self) -> Path:
        """The one database file."""
        return self.home / "deskmate.db"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.home / "settings.toml"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.home / "log" / "deskmate.log"

    @property
    def lock(self) -> Path:
        """Held by the running program, so that a second one knows."""
        return self.home / "deskmate.lock"

    @property
    def training(self) -> Path:
        """The user's own lessons, and the runs that the window trains."""
        return self.home / "training"

    @property
    def lessons(self) -> Path:
        """What the user corrected, kept with their consent."""
        return self.training / "lessons.jsonl"

    @property
    def skills(self) -> Path:
        """The user's own skills, one file each."""
        return self.home / "skills"


def resources() -> Path:
    """Return the folder of read-only files that ship with the program."""
    return Path(__file__).resolve().parents[2] / "resources"


def find_paths(home: Path | None = None) -> Paths:
    """Return the user's folders: the platform's own, or below `home`.

    Models are large and read-only, so every home shares them; `DESKMATE_MODELS` moves them.
    """
    models = os.environ.get("DESKMATE_MODELS")
    return Paths(
        home=(home or Path(platformdirs.user_data_dir(APP, appauthor=False))).expanduser(),
        models=Path(models or platformdirs.user_cache_path(APP, appauthor=False) / "models"),
    )
