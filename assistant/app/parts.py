"""What the facade stands on, put together once by `build`."""

from dataclasses import dataclass

from assistant.agent.calling import Caller
from assistant.agent.gate import Gate
from assistant.app.addressbook import AddressBook
from assistant.app.answering import Answering
from assistant.app.briefing import Briefing
from assistant.app.calendars import Calendars
from assistant.app.inbox import Inbox
from assistant.app.lessons import Lessons
from assistant.app.mailing import Mailing
from assistant.app.minds import Minds
from assistant.app.models import Shelf
from assistant.app.reminding import Reminding
from assistant.app.talking import Talking
from assistant.app.teaching import Teaching
from assistant.base.bus import Bus
from assistant.base.clock import Clock
from assistant.base.paths import Paths
from assistant.base.secrets import Secrets
from assistant.base.settings import Settings
from assistant.schedule.scheduler import Scheduler
from assistant.skill.registry import Registry
from assistant.store.store import Store


@dataclass(frozen=True, slots=True)
class Parts:
    """The rooms of the core, joined."""

    paths: Paths
    settings: Settings
    clock: Clock
    bus: Bus
    store: Store
    secrets: Secrets
    registry: Registry
    minds: Minds
    caller: Caller
    gate: Gate
    talking: Talking
    scheduler: Scheduler
    mailing: Mailing
    inbox: Inbox
    reminding: Reminding
    briefing: Briefing
    calendars: Calendars
    contacts: AddressBook
    answering: Answering
    shelf: Shelf
    lessons: Lessons
    teaching: Teaching
