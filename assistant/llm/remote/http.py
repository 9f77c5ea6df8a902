"""HTTP to a model server: the only place outside `sync` that opens a connection.

Every exchange runs on a thread of its own and is read through a queue, so that a wish to stop is
heard within a few hundredths of a second whatever the network does: the connection is cut then.
No redirect is followed, no compressed answer is taken, and what is read is bounded.
"""

import logging
import queue
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.base.connections import Permit, Why, connections, place_of, proxy_of
from assistant.base.lanes import spawn
from assistant.llm.endpoints import Endpoint
from assistant.llm.remote import failures

if TYPE_CHECKING:
    import httpx2

log = logging.getLogger(__name__)

_LOOK = 0.02  # seconds between two looks at `stopped`
MOST = 16 << 20  # bytes of one answer
_MOST_COMPLAINT = 64 << 10
_ENCODINGS = ("", "identity")


class Stopped(Exception):
    """The user does not want the answer any more."""


@dataclass(frozen=True, slots=True)
class Way:
    """How long to wait, in seconds: for a connection, and for the next byte of an answer.

    `proxy` is the way out, where the user chose one.
    """

    connect: float = 10.0
    silence: float = 180.0
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an answer."""

    status: int
    kind: str
    encoding: str
    location: str
    retry_after: str


class Wire:
    """Connections to one endpoint, kept open between requests."""

    def __init__(self, endpoint: Endpoint, key: Callable[[], str], way: Way) -> None:
        """`key` returns the secret key, or "" where there is none."""
        self._endpoint = endpoint
        self._key = key
        self._way = way
        self._client: httpx2.Client | None = None

    def ask(
        self, path: str, body: Mapping[str, Any] | None, stopped: Callable[[], bool]
    ) -> Generator[Head | bytes, None, None]:
        """Yield the head of the answer, then its bytes as they come.

        Without `body` it is a GET. Raises `Stopped`, and `EndpointError` or `PromptTooLong` for
        any answer that is not a success.
        """
        exchange = Exchange(self._open(), self._request(path, body), self._permit())
        try:
            head = exchange.next(stopped)
            if not isinstance(head, Head):
                raise failures.broken_off(self._endpoint)
            self._check(head, exchange, stopped)
            yield head
            while (piece := exchange.next(stopped)) is not None:
                yield piece
        except failures_of_httpx() as error:
            raise self._explained(error) from error
        finally:
            exchange.cut()

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _permit(self) -> Permit:
        """Return leave to connect, taken here and held by the thread that connects."""
        endpoint = self._endpoint
        host, port = place_of(endpoint.url) or ("", 0)
        scheme = endpoint.url.partition(":")[0]
        proxy = "" if endpoint.here else proxy_of(scheme, self._way.proxy, host)
        return connections.permit(host, port, Why.MODEL, account=endpoint.name, proxy=proxy)

    def _open(self) -> "httpx2.Client":
        import httpx2

        if self._client is None:
            proxy = self._way.proxy if not self._endpoint.here else ""
            self._client = httpx2.Client(
                proxy=proxy or None,
                timeout=httpx2.Timeout(self._way.silence, connect=self._way.connect),
                follow_redirects=False,
                # A proxy of the environment is for the world outside, not for this computer.
                trust_env=not self._endpoint.here,
            )
        return self._client

    def _request(self, path: str, body: Mapping[str, Any] | None) -> "httpx2.Request":
        import httpx2

        headers = {"Accept-Encoding": "identity", "User-Agent": "deskmate"}
        if key := self._key():
            if not (key.isascii() and key.isprintable()):
                raise failures.EndpointError(
                    "The key for {host} holds characters that no key has.",
                    hint="Enter the key again on the models page.",
                    host=self._endpoint.host,
                )
            headers["Authorization"] = f"Bearer {key}"
        method = "GET" if body is None else "POST"
        return httpx2.Request(method, self._endpoint.url + path, json=body, headers=headers)

    def _check(self, head: Head, exchange: "Exchange", stopped: Callable[[], bool]) -> None:
        if 300 <= head.status < 400:
            raise failures.elsewhere(self._endpoint, head.location)
        if head.encoding not in _ENCODINGS:
            raise failures.no_model(self._endpoint)
        if head.status >= 400:
            complaint = b""
            while len(complaint) < _MOST_COMPLAINT and isinstance(
                piece := exchange.next(stopped), bytes
            ):
                complaint += piece
            error = failures.refused(self._endpoint, head.status, complaint)
            if isinstance(error, failures.EndpointError):
                error.wait = float(head.retry_after) if head.retry_after.isdecimal() else 0.0
            raise error
        if "html" in head.kind:
            raise failures.no_model(self._endpoint, page=True)

    def _explained(self, error: Exception) -> failures.EndpointError:
        import httpx2

        if isinstance(error, TooMuch):
            return failures.flooded(self._endpoint)
        if isinstance(error, httpx2.TimeoutException):
            return failures.late(self._endpoint)
        if isinstance(error, httpx2.RemoteProtocolError | httpx2.ReadError | httpx2.WriteError):
            return failures.broken_off(self._endpoint)
        return failures.unreachable(self._endpoint, error)


class TooMuch(Exception):
    """More bytes came than any answer has."""


def failures_of_httpx() -> tuple[type[Exception], ...]:
    """Return the types of what may go wrong between us and a server."""
    import httpx2

    return (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, TooMuch, OSError)


class Exchange:
    """One request and its answer, on a thread of its own."""

    def __init__(self, client: "httpx2.Client", request: "httpx2.Request", permit: Permit) -> None:
        self._client = client
        self._permit = permit
        self._request = request
        self._items: queue.SimpleQueue[Head | bytes | Exception | None] = queue.SimpleQueue()
        self._socket: Any = None
        self._cut = False
        spawn("endpoint", self._run)

    def next(self, stopped: Callable[[], bool]) -> Head | bytes | None:
        """Return the next thing that comes, None at the end; raises what went wrong."""
        while True:
            if stopped():
                raise Stopped
            try:
                item = self._items.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if isinstance(item, Exception):
                raise item
            return item

    def cut(self) -> None:
        """Close the connection at once if the answer is not at its end."""
        self._cut = True
        try:
            if self._socket is not None:
                self._socket.shutdown(2)  # both ways: wakes the thread that reads
        except OSError:
            log.debug("the connection was closed already")

    def _run(self) -> None:
        try:
            with self._permit:
                self._exchange()
        except Exception as error:  # noqa: BLE001 - handed to who reads, whatever it is
            self._items.put(error)
            return
        self._items.put(None)

    def _exchange(self) -> None:
        response = self._client.send(self._request, stream=True)
        stream = response.extensions.get("network_stream")
        self._socket = stream.get_extra_info("socket") if stream else None
        try:
            self._read(response)
        finally:
            self._socket = None
            response.close()

    def _read(self, response: "httpx2.Response") -> None:
        headers = response.headers
        self._items.put(
            Head(
                response.status_code,
                headers.get("content-type", "").casefold(),
                headers.get("content-encoding", "").casefold().strip(),
                headers.get("location", ""),
                headers.get("retry-after", "").strip(),
            )
        )
        size = 0
        for piece in response.iter_raw():
            size += len(piece)
            if size > MOST:
                raise TooMuch
            if self._cut:
                return
            self._items.put(piece)
