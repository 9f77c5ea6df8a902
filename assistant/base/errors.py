"""Everything that can go wrong, in words a person can read.

Two kinds of failure are told apart by type: `AssistantError` and its children are expected and
carry one plain sentence and one next step; any other exception is our bug.
"""

from typing import ClassVar

from assistant.base.i18n import tr


class AssistantError(Exception):
    """An expected failure.

    `message` and `hint` are English templates with `{name}` placeholders; they are translated
    once, at the border, by `shown` and `next_step`. `exit_code` is what the command line returns.
    """

    exit_code: ClassVar[int] = 4

    def __init__(self, message: str, /, *, hint: str = "", **values: object) -> None:
        self.message = message
        self.hint = hint
        self.values = values
        super().__init__(message.format(**values) if values else message)

    def shown(self) -> str:
        """Return the sentence in the user's language."""
        return tr(self.message, **self.values)

    def next_step(self) -> str:
        """Return what the user can do about it, in their language; may be empty."""
        return tr(self.hint, **self.values) if self.hint else ""


class ToolError(AssistantError):
    """The model called a tool wrongly; it is told so and may try again (at most twice)."""


class UsageError(AssistantError):
    """The command line was used wrongly."""

    exit_code = 2


class Declined(AssistantError):
    """The user or a policy said no."""

    exit_code = 3


class OutsideError(AssistantError):
    """Something outside failed: network, keyring, disk, a model file."""


class StaleError(AssistantError):
    """A record changed since the proposal was made."""

    exit_code = 3
