"""What has to be done before Qt starts: the input method for Chinese."""

import os
from collections.abc import MutableMapping
from pathlib import Path


def choose_input_method(environ: MutableMapping[str, str], plugins: Path) -> None:
    """Fall back to ibus where fcitx is wanted but Qt has no plugin for it.

    Qt's own wheel brings ibus only; fcitx 5 answers to ibus too. Must run before QApplication.
    """
    wanted = environ.get("QT_IM_MODULE", "")
    if not wanted.startswith("fcitx"):
        return
    folder = plugins / "platforminputcontexts"
    if not any(folder.glob("*fcitx*")):
        environ["QT_IM_MODULE"] = "ibus"


def plugins_folder() -> Path:
    """Return where Qt looks for its plugins."""
    from PySide6.QtCore import QLibraryInfo

    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))


def prepare() -> None:
    """Do what has to be done before Qt's application exists."""
    choose_input_method(os.environ, plugins_folder())
