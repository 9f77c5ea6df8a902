"""Long results of tools, page by page: the model sees the first, and may read on."""

from collections.abc import Callable

from assistant.agent.budget import Budget
from assistant.domain.changes import Answer
from assistant.skill.contract import Outcome, Tool

MORE = "results.more"


class Pages:
    """The results of one turn; only the last one can be read on."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._rest = ""
        self._mark: Callable[[str], str] = str

    @property
    def more(self) -> bool:
        """Whether something is left to be read."""
        return bool(self._rest)

    def first(self, text: str, mark: Callable[[str], str] = str) -> str:
        """Return the first page of a result, and what can be done about the rest.

        `mark` says of every page where its words come from.
        """
        self._rest, self._mark = text, mark
        return self.next()

    def next(self) -> str:
        """Return the next page."""
        if not self._rest:
            return "Nothing is left to be read."
        page = self._budget.cut(self._rest, self._budget.page)
        self._rest = self._rest[len(page) :]
        if not self._rest:
            return self._mark(page)
        left = f"[cut here; {len(self._rest)} characters are left, {MORE} shows the next]"
        return f"{self._mark(page)}\n{left}"


def _nothing(_context: object) -> Outcome:
    return Answer("")  # the agent turns the page itself; there is nothing to run


READ_ON = Tool(MORE, "Show the next part of the last result, which was cut.", (), (), _nothing)
"""Offered to the model while a result has a next page."""
