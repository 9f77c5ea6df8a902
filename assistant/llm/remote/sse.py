"""Server-sent events (WHATWG HTML 9.2), as far as model servers use them: bounded, tolerant."""

from collections.abc import Iterable, Iterator

_LONGEST = 1 << 20  # bytes of one line
DONE = "[DONE]"


def lines_of(pieces: Iterable[bytes]) -> Iterator[str]:
    """Return the lines of a stream of bytes; raises ValueError for one that is too long."""
    held = b""
    for piece in pieces:
        *whole, held = (held + piece).split(b"\n")
        for line in whole:
            yield _text(line)
        if len(held) > _LONGEST:
            raise ValueError("a line is too long")
    if held:
        yield _text(held)


def data_of(lines: Iterable[str]) -> Iterator[str]:
    """Return the data of every event, up to and with the one that says it is the last.

    A line that is a whole object is an event, whether an empty line follows, as it must, or not.
    """
    held: list[str] = []
    for line in lines:
        data = line[5:].strip() if line.startswith("data:") else None
        if data == DONE:
            yield DONE
            return
        if data is not None and not held and data.startswith("{") and data.endswith("}"):
            yield data
        elif data is not None:
            held.append(data)
        elif not line and held:
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


def _text(line: bytes) -> str:
    if len(line) > _LONGEST:
        raise ValueError("a line is too long")
    return line.decode("utf-8", "replace").removesuffix("\r")
