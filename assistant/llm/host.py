"""The program's side of the model host: starts the process, asks, stops, starts it again.

The window cannot freeze and a crash costs one turn: the model lives in another process, without
credentials and with a lower priority. It is started when first asked.
"""

import itertools
import logging
import os
import queue
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from assistant.base.lanes import Lock, spawn
from assistant.llm import wire
from assistant.llm.adapters import Adapter, find_adapter
from assistant.llm.fit import check_memory
from assistant.llm.installed import ENCODER, Installed, check, default_name, find_installed
from assistant.llm.model import (
    Delta,
    Finished,
    Message,
    ModelCrashed,
    ModelDamaged,
    ModelMissing,
    Request,
)
from assistant.llm.process import (
    RESTED,
    host_environment,
    host_program,
    running_hosts,
    usual_threads,
)
from assistant.llm.vectors import LEAST, kept_vectors
from assistant.llm.wire import Line

if TYPE_CHECKING:
    from assistant.llm.model import Vectors

FindAdapter = Callable[[Path, Installed], Adapter | None]
log = logging.getLogger(__name__)

_LOOK = 0.02  # seconds between two looks at `stopped`
_PATIENCE = 0.06  # seconds that a cancelled answer may take to end by itself
_HUNG = 180.0  # seconds without a word after which the host counts as dead


class HostedModel:
    """A `Model` in a child process. Any thread may ask; questions are answered one by one."""

    def __init__(
        self,
        models: Path,
        name: str | None = None,
        *,
        threads: int | None = None,
        find: FindAdapter = find_adapter,
        idle: Callable[[], float] = lambda: 0,
    ) -> None:
        """`models` is `Paths.models`; without `name` the installed default answers.

        `find` says which adapter is in use; it is asked before every answer, so that a new one
        is taken up without a restart. `idle` says after how many seconds without a question the
        host ends and gives its memory back; 0 is never.
        """
        self._models = models
        self._wanted = name
        self._find = find
        self._threads = threads or usual_threads()
        self._idle = idle
        self._lock = Lock()
        self._link: Link | None = None
        self._answering: Adapter | None = None

    @property
    def name(self) -> str:
        """Return NAME@SHA of the weights, and +VERSION@SHA of an adapter; raises ModelMissing."""
        adapter = self.adapter
        return self._installed().label + (f"+{adapter.label}" if adapter else "")

    @property
    def adapter(self) -> Adapter | None:
        """Return the adapter in use; one that was tampered with is refused, and there is none."""
        try:
            return self._find(self._models, self._installed())
        except (ModelMissing, ModelDamaged) as error:
            log.warning("%s", error)
            return None

    @property
    def pid(self) -> int | None:
        """Return the process id of the host, or None while it does not run."""
        link = self._link
        return link.process.pid if link is not None and link.alive else None

    @property
    def memory(self) -> int:
        """Return how many bytes of memory the host takes now; 0 while it does not run."""
        pid = self.pid
        return dict(running_hosts()).get(pid, 0) if pid else 0

    def generate(self, request: Request, stopped: Callable[[], bool]) -> Iterator[Delta]:
        """Answer `request`; raises ModelMissing, ModelDamaged, ModelCrashed, PromptTooLong."""
        line = {"ask": "generate", "request": wire.pack_request(request)}
        begun = False
        while True:
            link = self._running()
            question = link.ask(line)
            try:
                for delta in link.answers(question, stopped):
                    begun = True
                    yield wire.unpack_delta(delta)
            except ModelCrashed:
                if begun or not link.rested:
                    raise
            else:
                return
            finally:
                link.forget(question)

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return one unit vector a text, shape (len(texts), 384); many are kept on disk."""
        if len(texts) < LEAST:
            return self._embed(texts)
        encoder = find_installed(self._models, ENCODER)
        return kept_vectors(self._models / ".vectors", encoder.sha256, texts, self._embed)

    def _embed(self, texts: Sequence[str]) -> "Vectors":
        return wire.unpack_vectors(self._ask({"ask": "embed", "texts": list(texts)}))

    def log_likelihood(self, messages: Sequence[Message], answer: str) -> tuple[float, int]:
        """Return sum(log P) in nats of the answer's tokens after the chat, and their number."""
        shown = [asdict(message) for message in messages]
        total, tokens = self._ask({"ask": "score", "messages": shown, "answer": answer})
        return total, tokens

    def count(self, text: str) -> int:
        """Return how many tokens `text` takes."""
        return int(self._ask({"ask": "count", "text": text}))

    def load(self) -> None:
        """Start the host and read the weights now, so that the first answer need not wait."""
        self._ask({"ask": "load"})

    def unload(self) -> None:
        """End the host and give its memory back; the next question starts it again."""
        with self._lock:
            link, self._link = self._link, None
        if link is not None:
            link.close()

    close = unload

    def _ask(self, line: Line) -> Any:  # noqa: ANN401 - each question has its own kind of value
        while True:
            link = self._running()
            question = link.ask(line)
            try:
                return link.value(question)
            except ModelCrashed:
                if not link.rested:  # it went to rest just when it was asked
                    raise
            finally:
                link.forget(question)

    def _installed(self) -> Installed:
        return find_installed(self._models, self._wanted or default_name(self._models))

    def _running(self) -> "Link":
        adapter = self.adapter
        with self._lock:
            if self._link is not None and adapter != self._answering and self._link.idle:
                self._link.close()
            if self._link is None or not self._link.alive:
                self._link, self._answering = self._start(adapter), adapter
            return self._link

    def _start(self, adapter: Adapter | None) -> "Link":
        model, encoder = self._installed(), find_installed(self._models, ENCODER)
        check(model)
        check(encoder)
        check_memory(model, encoder)
        log.info("starting the model host for %s", model.label)
        arguments = [model.label, str(model.folder), str(encoder.folder), str(self._threads)]
        arguments.append(str(self._idle()))
        if adapter is not None:
            arguments += [str(adapter.folder), adapter.system]
        return Link(
            [*host_program(), "serve", *arguments], host_environment(self._models, self._threads)
        )


class Link:
    """One running host and the questions that it has not answered yet."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as we do
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
            cwd=Path(__file__).resolve().parents[2],
        )
        self._numbers = itertools.count(1)
        self._open: dict[int, queue.SimpleQueue[Line | None]] = {}
        self._lock = Lock()
        self.alive = True
        self._reader = spawn("model-answers", self._read)

    @property
    def rested(self) -> bool:
        """Whether the process ended because nobody had asked anything for long."""
        return self.process.returncode == RESTED

    @property
    def idle(self) -> bool:
        """Whether no question waits for its answer."""
        return not self._open

    def ask(self, line: Line) -> int:
        """Send a question; return its number."""
        number = next(self._numbers)
        with self._lock:
            waiting: queue.SimpleQueue[Line | None] = queue.SimpleQueue()
            self._open[number] = waiting
            if not self.alive:
                waiting.put(None)
        self._send({"id": number, **line})
        return number

    def answers(self, number: int, stopped: Callable[[], bool]) -> Iterator[Line]:
        """Yield the deltas of one question; a wish to stop is passed on and need not be awaited."""
        waited, cancelled = 0.0, False
        while waited < _HUNG:
            if not cancelled and stopped():
                self._send({"id": number, "ask": "cancel"})
                waited, cancelled = 0.0, True
            try:
                line = self._open[number].get(timeout=_LOOK)
            except queue.Empty:
                waited += _LOOK
                if cancelled and waited > _PATIENCE:
                    yield wire.pack_delta(Finished("cancelled", 0, 0, waited))
                    return
                continue
            waited = 0.0
            if line is not None and "alive" in line:
                continue
            if "delta" not in (line := self._checked(number, line)):
                return
            yield line["delta"]
        self.process.kill()
        raise self._crash()

    def value(self, number: int) -> Any:  # noqa: ANN401 - each question has its own kind of value
        """Wait for the value of one question."""
        while True:
            try:
                line = self._open[number].get(timeout=_HUNG)
            except queue.Empty:
                self.process.kill()
                raise self._crash() from None
            if line is None or "alive" not in line:
                return self._checked(number, line)["value"]

    def forget(self, number: int) -> None:
        """Take no more answers to a question; one that is not answered yet is cancelled."""
        with self._lock:
            pending = self._open.pop(number, None)
        if pending is not None and self.alive:
            self._send({"id": number, "ask": "cancel"})

    def close(self) -> None:
        """End the process and wait until it is gone."""
        self.process.kill()
        self._reader.join()

    def _send(self, line: Line) -> None:
        pipe = self.process.stdin
        try:
            with self._lock:
                if pipe is not None:
                    pipe.write(wire.pack(line))
                    pipe.flush()
        except (BrokenPipeError, ValueError, OSError):
            log.debug("the model host is gone; its reader says so")

    def _read(self) -> None:
        for raw in self.process.stdout or ():
            line = wire.unpack(raw)
            if (waiting := self._open.get(line["id"])) is not None:
                waiting.put(line)
        code = self.process.wait()
        with self._lock:
            self.alive = False
            for waiting in self._open.values():
                waiting.put(None)
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what it did not read any more is still in the pipe
                        pipe.close()
        if code not in (0, -9, RESTED):
            log.error("the model host ended with %s: %s", code, self._last_words())
        self._errors.close()

    def _last_words(self) -> str:
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - 2000))
        return self._errors.read().decode("utf-8", "replace").strip()

    def _checked(self, number: int, line: Line | None) -> Line:
        if line is None:
            raise self._crash()
        if "delta" not in line:
            with self._lock:
                self._open.pop(number, None)
        if "error" in line:
            raise wire.unpack_error(line["error"])
        return line

    def _crash(self) -> ModelCrashed:
        return ModelCrashed(
            "The language model stopped working in the middle of the answer.",
            hint="Ask again; it starts by itself.",
        )
