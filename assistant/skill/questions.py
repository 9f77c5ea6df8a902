"""What only the user can answer."""

from assistant.base.errors import AssistantError


class NeedsAnswer(AssistantError):
    """A fact is missing or has two meanings: the turn asks the user and ends.

    `argument` is what the answer will fill; in a list it stands in for the words `instead`.
    `choices` may be clicked.
    """

    exit_code = 3

    def __init__(
        self,
        message: str,
        /,
        *,
        argument: str = "",
        instead: str = "",
        choices: tuple[str, ...] = (),
        **values: object,
    ) -> None:
        super().__init__(message, hint="", **values)
        self.argument = argument
        self.instead = instead
        self.choices = choices
