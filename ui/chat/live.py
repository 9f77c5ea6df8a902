"""Turns that run, in whatever conversation: what was written so far is in no store yet."""

from assistant.domain.events import TextDelta, TurnEnded, TurnEvent, TurnStarted


class Live:
    """Remembers the running turn of each conversation and its answer so far."""

    def __init__(self) -> None:
        self._turns: dict[str, tuple[str, str]] = {}

    def take(self, event: object) -> None:
        """Follow what happens."""
        if not isinstance(event, TurnEvent):
            return
        turn, text = self._turns.get(event.conversation, ("", ""))
        if isinstance(event, TurnStarted):
            self._turns[event.conversation] = (event.turn, "")
        elif isinstance(event, TurnEnded) and turn == event.turn:
            del self._turns[event.conversation]
        elif isinstance(event, TextDelta) and turn in {"", event.turn}:  # the program began itself
            self._turns[event.conversation] = (event.turn, text + event.text)

    def of(self, conversation: str) -> tuple[str, str]:
        """Return turn and text so far, both empty where nothing runs."""
        return self._turns.get(conversation, ("", ""))
