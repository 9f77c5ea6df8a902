"""The model host: the only process that holds weights. `python -m assistant.llm.child`.

It reads questions from standard input and writes answers to standard output (see `wire`). It has
no credentials, opens no connection, sees only its own files (see `sandbox`), and ends when its
standard input does.
"""

import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from assistant.base.errors import AssistantError
from assistant.base.lanes import spawn
from assistant.base.platform import be_nice
from assistant.llm import wire
from assistant.llm.fit import available_memory
from assistant.llm.light import give_back_memory
from assistant.llm.precision import is_lean, read_choice
from assistant.llm.process import PREFIXES, RESTED, host_program
from assistant.llm.sandbox import shut_in
from assistant.llm.wire import Line

if TYPE_CHECKING:
    from assistant.llm.local import LocalModel

_ROOM = 1 << 30  # bytes of free memory without which nothing is measured
_SIGN = 5.0  # seconds between two signs of life while one question is worked on
_BREATH = 0.5  # seconds without a question after which memory is given back
_NICENESS = 5  # below the window, above what the user runs "in the background"


class Host:
    """Answers one question after the other; a cancelled one ends at its next step."""

    def __init__(
        self,
        answers: BinaryIO,
        load: "Callable[[], LocalModel]",
        idle: float = 0,
        later: Callable[[], object] = lambda: None,
    ) -> None:
        """`idle` is after how many seconds without a question the process ends; 0 is never.

        `later` is done once, when nobody waits.
        """
        self.questions: queue.Queue[Line] = queue.Queue()
        self._answers = answers
        self._cancelled: set[int] = set()
        self._load = load
        self._idle = idle or None
        self._later: Callable[[], object] | None = later
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
            if self._later is not None and self.questions.empty():
                self._later()
                self._later = None
        with suppress(queue.Empty):
            return self.questions.get(timeout=_BREATH)
        give_back_memory()
        try:
            return self.questions.get(timeout=self._idle)
        except queue.Empty:
            os._exit(RESTED)

    def _answer(self, line: Line) -> object:
        if self._model is None:
            self._model = self._load()
        model = self._model
        model.alive = self._signs(line["id"])
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

    def _signs(self, number: int) -> Callable[[], None]:
        """Return what is called during long work: now and then it tells that there is life."""
        last = time.monotonic()

        def alive() -> None:
            nonlocal last
            if (now := time.monotonic()) - last > _SIGN:
                last = now
                self._say({"id": number, "alive": True})

        return alive

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
    """Run the host: "serve NAME FOLDER ENCODER THREADS IDLE [ADAPTER PROMPT]", "convert" ..."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program; it closes us
    be_nice(_NICENESS)
    sys.addaudithook(_refuse_network)
    what, *rest = arguments
    match what:
        case "convert":
            return _convert(*rest)
        case "measure":
            return _measure(*rest)
        case _:
            return _serve(*rest)


def _serve(
    name: str, folder: str, encoder: str, threads: str, idle: str, *trained: str
) -> NoReturn:
    adapter = (Path(trained[0]), trained[1]) if trained else None
    kept = Path(folder).parent / PREFIXES
    kept.mkdir(parents=True, exist_ok=True)
    read = [Path(encoder), *(Path(one) for one in trained[:1])]
    shut_in(read, [kept, Path(folder)])  # beside the weights it keeps what it made of them
    load = _loader(name, Path(folder), Path(encoder), int(threads), adapter)
    host = Host(_private_output(), load, float(idle), partial(_measure_once, Path(folder)))
    spawn("questions", lambda: host.listen(sys.stdin.buffer))
    host.serve()


def _measure_once(folder: Path) -> None:
    """Let another process measure what nobody has measured on this machine yet; see `precision`.

    The next start takes what it finds.
    """
    if is_lean(folder) and read_choice(folder) is None and available_memory() > _ROOM:
        command = [*host_program(), "measure", str(folder)]
        nothing = subprocess.DEVNULL
        subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)


def _convert(source: str, folder: str) -> int:
    """Convert a GGUF file, one line "DONE TOTAL" a tensor; 4 when it cannot be read."""
    from assistant.llm.convert import convert

    shut_in([Path(source)], [Path(folder)])
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


def _measure(folder: str) -> int:
    """Choose in which numbers the model in `folder` computes on this machine."""
    from assistant.llm.light import import_torch

    import_torch()
    import torch

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    from assistant.llm.measured import choose

    choose(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
