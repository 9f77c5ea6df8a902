"""Type: the system's own face, with one that has Chinese behind it."""

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

# Faces that stand for "nobody chose one": fontconfig's fall-back on a bare machine.
_UNCHOSEN = {"DejaVu Sans", "Bitstream Vera Sans", ""}
_LIKED = ("Inter", "Noto Sans", "Source Sans 3", "Cantarell", "Ubuntu", "Noto Sans CJK SC")
_CHINESE = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
)
_READABLE = 10.5  # points: 14 pixels on a 96 dpi screen


def interface_font(system: QFont, percent: int = 100, *, latin: bool = True) -> QFont:
    """Return the window's font: the system's face and size, never too small to read in comfort."""
    families = set(QFontDatabase.families())
    actual = QFontInfo(system).family()
    face = actual if actual not in _UNCHOSEN else _first(families, _LIKED, actual)
    font = QFont(system)
    font.setFamilies([face, *(one for one in _CHINESE if one in families and one != face)])
    font.setPointSizeF(max(system.pointSizeF(), _READABLE) * percent / 100)
    if latin and face in _CHINESE:
        # A Chinese face sets quotation marks and dashes in full width unless it is told not to.
        font.setFeature(QFont.Tag("palt"), 1)
    return font


def _first(families: set[str], wanted: tuple[str, ...], otherwise: str) -> str:
    return next((one for one in wanted if one in families), otherwise)
