"""Two languages."""

from assistant.base import i18n
from assistant.base.i18n import tr


def test_english_is_the_source() -> None:
    assert tr("Undone: {what}", what="{tea}") == "Undone: {tea}"


def test_chinese_comes_from_the_catalogue() -> None:
    i18n.use("zh")
    assert tr("Undone: {what}", what="茶") == "已撤销：茶"
    assert tr("Never translated") == "Never translated"


def test_unknown_languages_fall_back_to_english() -> None:
    i18n.use("zh")
    i18n.use("tlh")
    assert i18n.language() == "en"
