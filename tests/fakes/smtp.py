"""A real SMTP server on the loopback (aiosmtpd), with a certificate of its own authority.

    with SmtpServer(folder, users={"anna@example.org": "secret"}) as server:
        ...                       # host "localhost", port server.port, trust server.ca_file
        server.letters[0].message # the exact bytes, dots unstuffed

`replies` answers a step with words of the test's choice, `drop` hangs up at a step, `hang` never
answers it. The steps: "CONNECT", "EHLO", "AUTH", "NOOP", "MAIL", "RCPT" (or "RCPT a@example.org"),
"DATA" (before 354), "BODY" (after 354), "END" (the letter was read and thrown away) and "TAKEN"
(the letter was taken, only the reply is missing or odd).
"""

import asyncio
import logging
import random
import ssl
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "localhost"
logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # aiosmtpd's own; warns of itself


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that the server took: the envelope and the exact bytes."""

    sender: str
    recipients: tuple[str, ...]
    message: bytes
    user: str
    options: tuple[str, ...]


class SmtpServer:
    """One server, from `with` to its end. Change `replies`, `drop` and `hang` at any time.

    Without `users` anybody may log in, and nobody has to.
    `security`: "tls" (implicit), "starttls", or "none" (offers no encryption). `host` is the name
    in the certificate; another than "localhost" makes it a wrong one. `without` names what EHLO
    shall not offer, such as "8BITMIME".
    """

    def __init__(
        self,
        folder: Path,
        *,
        security: str = "tls",
        users: Mapping[str, str] | None = None,
        replies: Mapping[str, str] | None = None,
        drop: Iterable[str] = (),
        hang: Iterable[str] = (),
        host: str = HOST,
        without: Iterable[str] = (),
        mechanisms: Iterable[str] = ("PLAIN", "LOGIN"),
        size_limit: int = 33_554_432,
    ) -> None:
        self.security = security
        self.users = dict(users or {})
        self.replies = dict(replies or {})
        self.drop, self.hang = set(drop), set(hang)
        self.without, self.mechanisms = tuple(without), tuple(mechanisms)
        self.size_limit = size_limit
        self.lost = 0
        self._loses: tuple[float, random.Random] | None = None
        self.letters: list[Received] = []
        self.steps: list[str] = []
        self.greetings: list[str] = []
        self.port = 0
        authority = trustme.CA()
        self.ca_file = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(self.context)
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda loop, context: None)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="smtp-server", daemon=True)

    def lose(self, share: float, chance: random.Random) -> None:
        """From now on hang up instead of this share of the last replies; `lost` counts them."""
        self._loses = share, chance

    def loses_now(self) -> bool:
        """Whether this last reply is to be lost."""
        lost = self._loses is not None and self._loses[1].random() < self._loses[0]
        self.lost += lost
        return lost

    @property
    def connections(self) -> int:
        """Return how often somebody connected."""
        return self.steps.count("CONNECT")

    def __enter__(self) -> "SmtpServer":
        self._thread.start()
        self._ready.wait(30)
        assert self.port
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)

    def _run(self) -> None:
        loop = self._loop
        context = self.context if self.security == "tls" else None
        server = loop.run_until_complete(
            loop.create_server(lambda: _Session(self, loop), "127.0.0.1", 0, ssl=context)
        )
        self.port = server.sockets[0].getsockname()[1]
        loop.call_soon(self._ready.set)
        loop.run_forever()
        server.close()
        if tasks := asyncio.all_tasks(loop):
            for task in tasks:
                task.cancel()
            loop.run_until_complete(asyncio.wait(tasks))
        loop.run_until_complete(asyncio.sleep(0.01))  # transports close in the next round
        loop.close()


class _Session(SMTP):
    """One connection, meddled with where the server's owner says so."""

    def __init__(self, owner: SmtpServer, loop: asyncio.AbstractEventLoop) -> None:
        starttls = owner.security == "starttls"
        super().__init__(
            _Handler(owner),
            hostname="mail.test",
            tls_context=owner.context if starttls else None,
            auth_require_tls=starttls,
            auth_exclude_mechanism={"PLAIN", "LOGIN"} - set(owner.mechanisms),
            authenticator=_Handler(owner).authenticate,
            data_size_limit=owner.size_limit,
            enable_SMTPUTF8="SMTPUTF8" not in owner.without,
            loop=loop,
        )
        self._auth_required = bool(owner.users)
        self._owner = owner

    async def reply_to(self, step: str, *, which: str = "") -> str | None:
        """Return what the owner has the server say at this step, if anything; or do not return."""
        owner = self._owner
        names = (f"{step} {which}", step)
        owner.steps.append(step)
        lost = step == "TAKEN" and owner.loses_now()
        if lost or owner.drop.intersection(names):
            assert isinstance(self.transport, asyncio.Transport)
            self.transport.abort()
        if lost or (owner.drop | owner.hang).intersection(names):
            await asyncio.Event().wait()
        return next((owner.replies[name] for name in names if name in owner.replies), None)

    async def meddle(self, step: str, *, which: str = "") -> bool:
        """Do what the owner wants at this step; return whether that was the answer."""
        reply = await self.reply_to(step, which=which)
        if reply is not None:
            await self.push(reply)
        return reply is not None

    async def _handle_client(self) -> None:
        if not await self.meddle("CONNECT"):
            await super()._handle_client()
        elif self.transport is not None:
            self.transport.close()

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self.meddle("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg: str) -> None:
        if not await self.meddle("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_NOOP(self, arg: str) -> None:
        if not await self.meddle("NOOP"):
            await super().smtp_NOOP(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:
        if not await self.meddle("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        address = (arg or "").partition("<")[2].partition(">")[0]
        if not await self.meddle("RCPT", which=address):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if await self.meddle("DATA"):
            return
        if {"BODY"} & (self._owner.drop | self._owner.hang):
            await self.push("354 Go on")
            await self._reader.read(1)
            await self.meddle("BODY")
            return
        await super().smtp_DATA(arg)


class _Handler:
    """What aiosmtpd asks: who may log in, what is offered, what becomes of a letter."""

    def __init__(self, owner: SmtpServer) -> None:
        self._owner = owner

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        name, password = data.login.decode(), data.password.decode()
        right = not self._owner.users or self._owner.users.get(name) == password
        return AuthResult(success=right, handled=False, auth_data=data)

    async def handle_EHLO(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        self._owner.greetings.append(hostname)
        hidden = self._owner.without
        return (
            [line for line in responses if not line[4:].startswith(hidden)] if hidden else responses
        )

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(server, _Session)
        if (reply := await server.reply_to("END")) is not None:
            return reply
        assert isinstance(envelope.original_content, bytes)
        self._owner.letters.append(
            Received(
                envelope.mail_from or "",
                tuple(envelope.rcpt_tos),
                envelope.original_content,
                _user(session),
                tuple(envelope.mail_options),
            )
        )
        reply = await server.reply_to("TAKEN")
        return "250 2.0.0 Taken" if reply is None else reply


def _user(session: Session) -> str:
    data: object = getattr(session, "auth_data", None)
    return data.login.decode() if isinstance(data, LoginPassword) else ""
