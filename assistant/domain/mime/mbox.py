"""Mailbox files (RFC 4155): many letters in one, each behind a line that begins with "From "."""

from collections.abc import Iterator

MOST = 200_000


def letters_in(data: bytes) -> Iterator[bytes]:
    """Yield the letters of an mbox file, ">From " in their texts put back."""
    start = 5 if data.startswith(b"From ") else 0
    for _ in range(MOST):
        end = _next(data, start)
        piece = data[start : end if end >= 0 else len(data)]
        head, _, rest = piece.partition(b"\n") if start else (b"", b"", piece)
        letter = rest if start or head else piece
        if letter.strip():
            yield letter.replace(b"\n>From ", b"\nFrom ")
        if end < 0:
            return
        start = end + 5


def _next(data: bytes, start: int) -> int:
    """Return where the next "From " line begins, after a blank line; -1 at the end."""
    found = [at for mark in (b"\n\nFrom ", b"\n\r\nFrom ") if (at := data.find(mark, start)) >= 0]
    if not found:
        return -1
    return data.find(b"From ", min(found))
