"""Where a value comes from (TRUST rule 2): beside the data, so memory cannot launder it."""

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Who put a value there."""

    TYPED = "typed"
    CLICKED = "clicked"
    APP = "app"
    CONTACT = "contact"
    SENT_HISTORY = "sent"
    MAIL = "mail"
    INVITE = "invite"
    FILE = "file"
    WEB = "web"
    SKILL = "skill"
    MODEL = "model"


TRUSTED = frozenset({Origin.TYPED, Origin.CLICKED, Origin.APP, Origin.CONTACT, Origin.SENT_HISTORY})


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """An origin and which one of its kind (a mail's id, a skill's name)."""

    origin: Origin
    source: str = ""

    @property
    def trusted(self) -> bool:
        """Whether the user or this program put the value there."""
        return self.origin in TRUSTED


Labels = frozenset[Label]
TYPED: Labels = frozenset({Label(Origin.TYPED)})
CLICKED: Labels = frozenset({Label(Origin.CLICKED)})


def tainted(labels: Labels) -> bool:
    """Whether anything untrusted had a say."""
    return any(not label.trusted for label in labels)
