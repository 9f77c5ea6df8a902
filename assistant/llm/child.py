"""The model host: the only process that holds weights. `python -m assistant.llm.child`.

It reads questions from standard input and writes answers to standard output (see `wire`). It has
no credentials, opens no connection, and ends when its standard input does.
"""

import os
import queue
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from assistant.base.errors import AssistantError
from assistant.base.lanes import spawn
from assistant.base.platform import be_nice
from assistant.llm import wire
from assistant.llm.process import RESTED
from assistant.llm.wire import Line

if TYPE_CHECKING:
    from assistant.llm.local import LocalModel

_NICENESS = 5  # below the window, above what the user runs "in the background"


class Host:
    """Answers one question after the other; a cancelled one ends at its next step."""

    def __init__(
        self, answers: BinaryIO, load: "Callable[[], LocalModel]", idle: float = 0
    ) -> None:
        """`idle` is after how many seconds without a question the process ends; 0 is never."""
        self.questions: queue.Queue[Line] = queue.Queue()
        self._answers = answers
        self._cancelled: set[int] = set()
        self._load = load
        self._idle = idle or None
        self._model: LocalModel | None = None

    def listen(self, lines: BinaryIO) -> None:
        """Take questions until the other side is gone, then end the process at once."""
        for raw in lines:
            line = wire.unpack(raw)
            if line["ask"] == "cancel":
                self._cancelled.add(line["id"])
            else:
                self.questions.put(line)
        os._exit(0)

    def serve(self) -> NoReturn:
        """Answer for ever."""
        while True:
            line = self._next()
            try:
                self._say({"id": line["id"], "value": self._answer(line)})
            except AssistantError as error:
                self._say({"id": line["id"], "error": wire.pack_error(error)})
            except MemoryError:
                os._exit(137)  # what the system's own out-of-memory killer would look like
            self._cancelled.discard(line["id"])

    def _next(self) -> Line:
        """Wait for a question; what the first ones can do without is loaded meanwhile."""
        if self._model is not None and self.questions.empty():
            with suppress(AssistantError):  # what is damaged is said to who needs it
                self._model.warm()
        try:
            return self.questions.get(timeout=self._idle)
        except queue.Empty:
            os._exit(RESTED)

    def _answer(self, line: Line) -> object:
        if self._model is None:
            self._model = self._load()
        model = self._model
        match line["ask"]:
            case "generate":
                self._generate(model, line)
                return None
            case "embed":
                return wire.pack_vectors(model.embed(line["texts"]))
            case "score":
                return model.log_likelihood(wire.unpack_messages(line["messages"]), line["answer"])
            case "count":
                return model.count(line["text"])
            case _:
                return None  # "load"

    def _generate(self, model: "LocalModel", line: Line) -> None:
        number = line["id"]
        request = wire.unpack_request(line["request"])
        for delta in model.generate(request, lambda: number in self._cancelled):
            self._say({"id": number, "delta": wire.pack_delta(delta)})

    def _say(self, line: Line) -> None:
        self._answers.write(wire.pack(line))
        self._answers.flush()


def _loader(
    name: str, folder: Path, encoder: Path, threads: int, adapter: tuple[Path, str] | None
) -> "Callable[[], LocalModel]":
    def load() -> "LocalModel":
        from assistant.llm.opening import open_model

        return open_model(name, folder, encoder, threads, adapter)

    return load


def _private_output() -> BinaryIO:
    """Keep standard output for answers alone: what libraries print goes to standard error."""
    private = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return private


def _refuse_network(event: str, _arguments: object) -> None:
    if event in {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"}:
        raise PermissionError("the model host has no network")


def main(arguments: list[str]) -> int:
    """Run the host: "serve NAME FOLDER ENCODER THREADS IDLE [ADAPTER PROMPT]", or "convert"."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program; it closes us
    be_nice(_NICENESS)
    sys.addaudithook(_refuse_network)
    what, *rest = arguments
    return _convert(*rest) if what == "convert" else _serve(*rest)


def _serve(
    name: str, folder: str, encoder: str, threads: str, idle: str, *trained: str
) -> NoReturn:
    adapter = (Path(trained[0]), trained[1]) if trained else None
    load = _loader(name, Path(folder), Path(encoder), int(threads), adapter)
    host = Host(_private_output(), load, float(idle))
    spawn("questions", lambda: host.listen(sys.stdin.buffer))
    host.serve()


def _convert(source: str, folder: str) -> int:
    """Convert a GGUF file, one line "DONE TOTAL" a tensor; 4 when it cannot be read."""
    from assistant.llm.convert import convert

    answers = _private_output()

    def advance(done: int, total: int) -> None:
        answers.write(f"{done} {total}\n".encode())
        answers.flush()

    try:
        convert(Path(source), Path(folder), advance)
    except AssistantError as error:
        print(error, file=sys.stderr)  # noqa: T201 - standard error is read by who started us
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
