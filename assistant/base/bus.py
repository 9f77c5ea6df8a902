"""A typed notice board: the core posts events, anyone may listen."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")
Unsubscribe = Callable[[], None]


class Bus:
    """Delivers each event to the listeners of its type and its base types, in order.

    Listeners run on the poster's thread; the window's bridge turns them into queued signals.
    """

    def __init__(self) -> None:
        self._listeners: dict[type, tuple[Callable[[Any], None], ...]] = defaultdict(tuple)

    def on(self, kind: type[E], listener: Callable[[E], None]) -> Unsubscribe:
        """Call `listener` for every event of `kind`; call the result to stop."""
        self._listeners[kind] += (listener,)

        def stop() -> None:
            kept = tuple(one for one in self._listeners[kind] if one is not listener)
            self._listeners[kind] = kept

        return stop

    def post(self, event: object) -> None:
        """Tell everyone who listens for this kind of event."""
        for kind in type(event).__mro__:
            for listener in self._listeners.get(kind, ()):
                listener(event)
