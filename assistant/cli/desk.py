"""The core for one command: built from the options, closed at the end."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.app import Assistant, build
from assistant.base.clock import Clock, FrozenClock, SystemClock, zone_named


def clock_of(options: argparse.Namespace) -> Clock | None:
    """Return the clock that `--now` and `--timezone` ask for, or None for the user's own."""
    zone = zone_named(options.timezone) if options.timezone else None
    if options.now is not None:
        return FrozenClock(options.now, zone or options.now.tzinfo)
    return SystemClock(zone) if zone else None


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Assistant]:
    """Build the core and close it again."""
    assistant = build(options.paths, clock=clock_of(options))
    try:
        yield assistant
    finally:
        assistant.close()
