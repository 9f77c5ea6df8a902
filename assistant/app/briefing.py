"""The brief of the day: made by code at its time, told by a model where there is one here."""

from collections.abc import Callable, Iterator
from datetime import datetime, time

from assistant.agent.agent import Turn
from assistant.agent.telling import tell_on
from assistant.app.minds import Minds
from assistant.app.talking import Talking
from assistant.base.clock import Clock
from assistant.base.i18n import tr
from assistant.base.settings import Settings
from assistant.domain.brief import Brief, brief_of, gist_of, say_brief, title_of
from assistant.domain.changes import Record
from assistant.domain.events import Answered, BriefReady, NoteOpened, TurnEnd, TurnEnded
from assistant.domain.labels import Labels
from assistant.domain.quiet import quiet_hours, time_of_day
from assistant.schedule.daily import Daily
from assistant.schedule.scheduler import Scheduler
from assistant.store.store import Store
from assistant.sync.notify import Notifier

NAME = "brief"
OPEN = "default"  # the desktop's name for a click on the note itself


class Briefing:
    """Makes the brief, writes it down as a conversation, and tells that it is there."""

    def __init__(  # noqa: PLR0913, PLR0917 - what it joins
        self,
        store: Store,
        clock: Clock,
        scheduler: Scheduler,
        settings: Settings,
        minds: Minds,
        talking: Talking,
        notifier: Notifier,
        post: Callable[[object], None],
        wake: Callable[[], object],
    ) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._minds = minds
        self._talking = talking
        self._notifier = notifier
        self._post = post
        self._daily = Daily(
            NAME,
            self._at,
            store.firings,
            clock,
            scheduler,
            work=self._come,
            wake=wake,
            quiet=self._quiet,
        )

    def check(self) -> None:
        """Come if it is time, and arm for the next day; on the lane of the clock."""
        self._daily.check()

    def changed(self) -> None:
        """Its setting was changed: from the next time on."""
        self._daily.begin_tomorrow()
        self._daily.check()

    def ask(self) -> None:
        """Make the brief now; told as `BriefReady`."""
        self._write(asked=True)

    def _come(self) -> None:
        self._write(asked=False)

    def _write(self, *, asked: bool) -> None:
        """Begin a conversation with the brief; the model tells it after that, on its own lane.

        Nobody asked for the one that comes by itself: for it nothing leaves this computer.
        """
        brief = brief_of(self._store.reads, self._clock.now())
        text = say_brief(brief)

        def tell(turn: Turn) -> None:
            self._post(Answered(turn.id, turn.conversation, NAME, text))
            shown = not asked and self._note(turn.conversation, gist_of(brief))
            self._post(BriefReady(turn.conversation, gist_of(brief), shown=shown, asked=asked))
            if not brief.empty:
                tell_on(turn, text, self._minds.current, self._post, far=asked)
            reason: TurnEnd = "stopped" if turn.stop.is_set() else "done"
            self._post(TurnEnded(turn.id, turn.conversation, reason))

        self._talking.begin_with(title_of(brief), self._labels(brief), tell)

    def _note(self, conversation: str, gist: str) -> bool:
        return self._notifier.show(
            NAME,
            tr("Your day"),
            gist,
            ((OPEN, tr("Open")), ("open", tr("Open"))),
            lambda *_: self._post(NoteOpened(conversation=conversation)),
        )

    def _labels(self, brief: Brief) -> Labels:
        found = (self._store.reads.labels(type(one), one.id) for one in _records(brief))
        return Labels().union(*found)

    def _at(self) -> time | None:
        wanted = self._settings.text("morning_brief") == "yes"
        return time_of_day(self._settings.text("brief_time")) if wanted else None

    def _quiet(self, now: datetime) -> datetime | None:
        hours = quiet_hours(self._settings.text("quiet_hours"))
        return hours.until(now) if hours else None


def _records(brief: Brief) -> Iterator[Record]:
    yield from (one.record for one in brief.events)
    yield from brief.overdue
    yield from brief.due
    yield from brief.reminders
    yield from brief.letters
