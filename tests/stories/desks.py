"""Desks of the small world for the stories with a scripted model."""

import json
from collections.abc import Callable

from assistant.domain.contacts import Contact
from assistant.testing import Desk

Open = Callable[..., Desk]
ANNA = Contact("anna", "Anna Berg", ("anna@example.org",))
ANNA_TOO = Contact("kurz", "Anna Kurz", ("kurz@example.org",))


def call(tool: str, **said: object) -> str:
    """Return a call as a model writes it."""
    return f"{tool} {json.dumps(said, ensure_ascii=False)}"


def letter(to: str = "anna@example.org", gist: str = "I am late", **said: object) -> str:
    """Return the call for a letter."""
    return call("mail.draft", to=[to], gist=gist, **said)


def tea(when: str = "in an hour", **said: object) -> str:
    """Return the call for a reminder."""
    return call("reminders.create", text="tea", when=when, **said)
