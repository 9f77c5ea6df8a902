"""Who gets how much of what a model can read at once: instructions, history, results, the answer.

Instructions, tools and the user's own words are never cut. Of what is left beside the answer, the
results of this turn's calls get up to two thirds, the conversation so far the rest, newest first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.llm.model import Message

USUAL = 2048  # tokens: what every model can read, and what a small one reads quickly
_PAGE = 6  # the part of the context that one page of a result may take: a sixth
_LEAST = 48  # tokens below which a piece of a line tells nothing
_FRAME = 6  # tokens that a chat template puts around a message
_RESULT = 12  # around the result of a tool, where the template has no role for it
_OPENING = 8  # before the answer
TOLD = 64  # tokens of the sentences around a list of tools


@dataclass(frozen=True, slots=True)
class Budget:
    """Tokens for one request; `count` says how many a text takes."""

    context: int
    count: Callable[[str], int]

    @property
    def page(self) -> int:
        """How many tokens of a result are shown at once."""
        return self.context // _PAGE

    def share(
        self, fixed: int, history: Sequence[Message], results: Sequence[Message], answer: int
    ) -> tuple[list[Message], list[Message]]:
        """Return of `history` and `results` what fits beside `fixed` tokens and the answer."""
        room = max(0, self.context - answer - fixed - _OPENING)
        kept = self._results(results, room * 2 // 3 if history else room)
        left = room - sum(map(self.cost, kept))
        return self._newest(history, left), kept

    def cost(self, message: Message) -> int:
        """Return how many tokens a message takes in a chat."""
        return self.count(message.text) + (_RESULT if message.role == "tool" else _FRAME)

    def cut(self, text: str, tokens: int) -> str:
        """Return the beginning of `text` that takes about `tokens`, up to the end of a line."""
        whole = self.count(text)
        if whole <= tokens:
            return text
        head = text[: max(1, len(text) * tokens // whole)]
        while len(head) > 1 and self.count(head) > tokens:
            head = head[: len(head) * 9 // 10]
        line = head.rfind("\n")
        return head[: line + 1] if line > len(head) // 2 else head

    def _newest(self, history: Sequence[Message], room: int) -> list[Message]:
        kept: list[Message] = []
        for message in reversed(history):
            cost = self.cost(message)
            if cost > room:
                if room >= _LEAST:
                    kept.insert(0, self._shorter(message, room - _FRAME))
                break
            kept.insert(0, message)
            room -= cost
        return kept

    def _results(self, results: Sequence[Message], room: int) -> list[Message]:
        """Keep every call and its result in order; what is old and long is cut first."""
        kept = list(results)
        for at, message in enumerate(kept):
            over = sum(map(self.cost, kept)) - room
            if over <= 0:
                break
            if message.role == "tool":
                tokens = max(_LEAST // 2, self.count(message.text) - over)
                kept[at] = self._shorter(message, tokens)
        return kept

    def _shorter(self, message: Message, tokens: int) -> Message:
        """Return a message cut to size; a mark around text from outside stays whole."""
        if self.count(message.text) <= tokens:
            return message
        last = message.text[message.text.rfind("\n") :]
        end = f"…{last}" if last.startswith("\n</") else "…"
        cut = self.cut(message.text, max(1, tokens - self.count(end)))
        return Message(message.role, cut.rstrip() + end)
