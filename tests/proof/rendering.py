"""Nothing is fetched, read or followed by showing a text, wherever in the window it is shown.

    python -m tests.proof.rendering

Hostile HTML and Markdown, with the addresses of a web server on this computer and of a file, is put
into every place of the real window that shows words of others: answers of the model while they
stream and after, what the user typed, letters (plain and HTML), cards, toasts, the journal,
contacts, tasks, reminders, events, conversations. The server must see no connection, the kernel
(inotify) no opening of the file, no label may take the text for markup, no tooltip either.
"""

import ctypes
import json
import os
import socket
import sys
import tempfile
from pathlib import Path

from tests.proof.places import Places
from tests.proof.rows import Row, report

OPENED = 0x20  # IN_OPEN
DATA = Path(__file__).parent / "attack_data" / "vectors.jsonl"
VECTORS = tuple(json.loads(line) for line in DATA.read_text("utf-8").splitlines())


class Canary:
    """A web server that counts who connects, and a file that the kernel watches."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "canary.png"
        self.file.write_bytes(b"\x89PNG")
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setblocking(False)
        self._libc = ctypes.CDLL(None)
        self._watch = self._libc.inotify_init1(os.O_NONBLOCK)
        self._libc.inotify_add_watch(self._watch, str(self.file).encode(), OPENED)
        port = self._server.getsockname()[1]
        self._names = {"web": f"http://127.0.0.1:{port}", "host": f"127.0.0.1:{port}",
                       "file": self.file.as_uri()}  # fmt: skip

    def fill(self, vector: str) -> str:
        """Return the vector with the canary's addresses."""
        return vector.format(**self._names)

    def requests(self) -> int:
        """Return how many connections came since the last time."""
        count = 0
        while True:
            try:
                self._server.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def reads(self) -> int:
        """Return how often the file was opened since the last time."""
        try:
            return len(os.read(self._watch, 65536)) // 16
        except BlockingIOError:
            return 0

    def close(self) -> None:
        """Take both away."""
        self._server.close()
        os.close(self._watch)


def run(vectors: tuple[str, ...] = VECTORS) -> tuple[int, list[str]]:
    """Show every vector everywhere; return how many showings there were, and what was wrong."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    wrong: list[str] = []
    count = 0
    with tempfile.TemporaryDirectory() as name:
        canary = Canary(Path(name))
        for vector in vectors:
            for place, show in Places(canary.fill(vector)):
                try:
                    show()
                except AssertionError as error:
                    wrong.append(f"{vector!r} in {place}: {error}")
                count += 1
                for _ in range(3):
                    app.processEvents()
                seen = {"requests": canary.requests(), "reads": canary.reads()}
                wrong += [f"{vector!r} in {place}: {n} {what}" for what, n in seen.items() if n]
        _canary_sings(canary)
        canary.close()
    return count, wrong


def _canary_sings(canary: Canary) -> None:
    """Make sure that the canary would have told: one real request, one real reading."""
    socket.create_connection(("127.0.0.1", int(canary.fill("{host}").rpartition(":")[2]))).close()
    canary.file.read_bytes()
    assert (canary.requests(), canary.reads()) == (1, 1), "the canary is deaf"


def main(arguments: list[str]) -> int:
    """Run and report."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    vectors = VECTORS[:: int(arguments[0])] if arguments else VECTORS
    count, wrong = run(vectors)
    print(*wrong[:20], sep="\n")
    how = f"{len(vectors)} HTML and Markdown vectors, {count} showings in real widgets, a canary"
    number = f"{len(wrong)} requests, file reads or labels that read markup"
    return report(
        Row("nothing leaks by rendering", how, number, not wrong, wrong[0] if wrong else "")
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
