"""What a document is: a text of one's own, written here and kept here."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A text with a title; `text` is Markdown (CommonMark). `changed` is aware."""

    id: str
    title: str
    text: str
    changed: datetime | None = None
