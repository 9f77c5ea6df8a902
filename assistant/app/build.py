"""Builds the core from its rooms: the only place that knows all of them."""

from collections.abc import Callable, Sequence

from filelock import FileLock, Timeout

from assistant.agent.agent import Agent
from assistant.agent.calling import Caller
from assistant.agent.gate import Gate
from assistant.agent.scribe import Scribe
from assistant.app.addressbook import AddressBook
from assistant.app.answering import Answering
from assistant.app.assistant import Assistant
from assistant.app.briefing import Briefing
from assistant.app.calendars import Calendars
from assistant.app.connecting import listed
from assistant.app.inbox import Inbox
from assistant.app.lessons import Lessons
from assistant.app.mailing import Mailing
from assistant.app.minds import Minds
from assistant.app.models import Shelf
from assistant.app.parts import Parts
from assistant.app.reminding import Reminding
from assistant.app.talking import Talking
from assistant.app.teaching import Teaching
from assistant.base.bus import Bus
from assistant.base.clock import Clock, SystemClock, zone_named
from assistant.base.connections import connections
from assistant.base.errors import OutsideError
from assistant.base.paths import Paths
from assistant.base.secrets import FoundSecrets, Secrets
from assistant.base.settings import Settings
from assistant.domain.free import working_hours
from assistant.llm.model import Model
from assistant.schedule.scheduler import scheduler_for
from assistant.skill.registry import discover
from assistant.store.store import Store
from assistant.sync.logins import Logins
from assistant.sync.notify import Notifier, find_notifier
from assistant.sync.outbox import Route
from assistant.training.mine import Notes


class HomeInUse(OutsideError):
    """Another process holds this home."""


def build(  # noqa: PLR0913 - what tests and proofs put in place of the real thing
    paths: Paths,
    *,
    clock: Clock | None = None,
    secrets: Secrets | None = None,
    skills: Sequence[str] = ("skills",),
    model: Model | None = None,
    notifier: Notifier | None = None,
    route: Route | None = None,
) -> Assistant:
    """Return the core for one home; raise `OutsideError` where another process holds it.

    Without `model` the embedded one answers, in a process of its own, started at the first
    question. A `model` that is given chooses tools by itself and reads what its calls came to.
    `route` says how letters travel.
    """
    release = hold(paths)
    try:
        parts = _parts(paths, clock, secrets, skills, model, notifier, route or Route())
    except BaseException:
        release()
        raise
    off_the_list = connections.allow(
        lambda: listed(parts.store.accounts.all(), parts.paths, parts.settings)
    )

    def end() -> None:
        off_the_list()
        release()

    return Assistant(parts, end)


def _parts(  # noqa: PLR0913, PLR0917 - the arguments of `build`
    paths: Paths,
    clock: Clock | None,
    secrets: Secrets | None,
    skills: Sequence[str],
    model: Model | None,
    notifier: Notifier | None,
    route: Route,
) -> Parts:
    settings = Settings(paths.settings)
    clock = clock or _clock(settings)
    bus = Bus()
    store = Store(paths.database, clock)
    registry = discover(tuple(skills), paths.skills)
    secrets = secrets or FoundSecrets()
    minds = Minds(paths, settings, secrets, registry, model)
    caller = Caller(
        registry, store.reads, clock, lambda: working_hours(settings.text("working_hours"))
    )
    gate = Gate(store, clock, bus.post, lambda: settings.number("rest_seconds"))

    def look_again() -> None:
        reminding.wake()
        mailing.wake()

    scheduler = scheduler_for(clock, look_again)

    notifier = notifier or find_notifier()
    reminding = Reminding(store, clock, scheduler, notifier, bus, settings, paths.home)
    reminding.on_wake = look_again
    logins = Logins(secrets, route.ca_file)
    mailing = Mailing(store, secrets, clock, scheduler, bus.post, route=route, logins=logins)
    agent = Agent(minds.current, caller, gate, store, bus.post)
    Scribe(bus, store, clock)
    lessons = Lessons(bus, Notes(paths.lessons), settings, registry, store.reads, clock)
    talking = Talking(agent, store.conversations, clock, bus.post)
    briefing = Briefing(
        store, clock, scheduler, settings, minds, talking, notifier, bus.post, reminding.wake
    )
    reminding.check_too(briefing.check)
    return Parts(
        paths=paths,
        settings=settings,
        clock=clock,
        bus=bus,
        store=store,
        secrets=secrets,
        registry=registry,
        minds=minds,
        caller=caller,
        gate=gate,
        talking=talking,
        scheduler=scheduler,
        mailing=mailing,
        inbox=Inbox(store, logins, clock, bus.post, route.ca_file),
        reminding=reminding,
        briefing=briefing,
        calendars=Calendars(store, clock, bus.post),
        contacts=AddressBook(store, clock, bus.post),
        answering=Answering(store.reads, clock, caller, gate, reminding),
        shelf=Shelf(paths, settings, secrets, minds, bus.post),
        lessons=lessons,
        teaching=Teaching(paths, registry, lessons, bus.post),
    )


def _clock(settings: Settings) -> Clock:
    name = settings.text("timezone")
    return SystemClock(zone_named(name) if name else None)


def hold(paths: Paths) -> Callable[[], None]:
    """Hold the home for this process; return what lets it go."""
    try:
        paths.home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(paths.lock, thread_local=False)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise HomeInUse(
            "Deskmate is already running.", hint="Use the window that is open, or close it first."
        ) from error
    except OSError as error:
        raise OutsideError(
            "The folder {home} cannot be written to.",
            hint="Make room or choose another one with --home.",
            home=paths.home,
        ) from error
    return lock.release
