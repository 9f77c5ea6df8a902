"""Where the program may connect to, as the user set it up; and how the model is shut in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.base.connections import Allowed, Use, Why, connections, place_of
from assistant.base.paths import Paths
from assistant.base.settings import Settings
from assistant.domain.mail import Account
from assistant.llm.catalog import load_catalog
from assistant.llm.endpoints import Endpoints
from assistant.llm.sandbox import Walls, offered
from assistant.llm.sources import hub_places


@dataclass(frozen=True, slots=True)
class Overview:
    """What the connections page shows: the list, its use since the start, the model's walls.

    `guarded` says whether every socket of this process is held to the list.
    """

    allowed: Sequence[Allowed]
    uses: Sequence[Use]
    guarded: bool
    walls: Walls


def listed(accounts: Sequence[Account], paths: Paths, settings: Settings) -> tuple[Allowed, ...]:
    """Return the places that the user's accounts, model servers and settings name."""
    return tuple(dict.fromkeys(_listed(accounts, paths, settings)))


def overview() -> Overview:
    """Return what there is to show now."""
    return Overview(connections.allowed(), connections.uses(), connections.guarded, offered())


def _listed(accounts: Sequence[Account], paths: Paths, settings: Settings) -> Iterator[Allowed]:
    for one in accounts:
        yield Allowed(one.smtp_host, one.smtp_port, Why.MAIL_OUT, one.address)
        if one.imap_host:
            yield Allowed(one.imap_host, one.imap_port, Why.MAIL_IN, one.address)
    for server in Endpoints(paths.home).all():
        if (found := place_of(server.url)) is not None:
            yield Allowed(*found, Why.MODEL, server.name)
    hubs = (load_catalog().hub, settings.text("hub_mirror"))
    yield from hub_places(hubs, settings.text("proxy"))
