"""Any record whatever: strategies for Hypothesis. Wall times are ones that exist."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.cards import Card, CardState, Entry, Letter
from assistant.domain.changes import Add, Change, Proposal, Record, Remove, Send, Unsend, Update
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.labels import Label, Origin
from assistant.domain.mail import Account, Address, Draft, OutboxState, Outgoing
from assistant.domain.received import Attached, Received
from assistant.domain.reminders import Firing, Reminder
from assistant.domain.talk import Conversation, Line, Role
from assistant.domain.tasks import Task, TaskStatus

ZONES = ("Europe/Berlin", "Asia/Shanghai", "America/St_Johns", "Pacific/Apia", "UTC")
FIRST, LAST = datetime(1970, 1, 2), datetime(2060, 1, 1)  # noqa: DTZ001

texts = st.text(max_size=12)
keys = st.text(min_size=1, max_size=8)
zones = st.sampled_from(ZONES).map(ZoneInfo)
utc = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
moments = st.builds(lambda moment, zone: moment.astimezone(zone), utc, zones)
floating = st.datetimes(FIRST, LAST)
days = st.dates(date(1970, 1, 2), date(2060, 1, 1))
lengths = st.timedeltas(timedelta(0), timedelta(days=20))
rules = st.sampled_from(
    (None, "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=5", "FREQ=YEARLY;UNTIL=20300101T000000Z")
)
addresses = st.builds(Address, keys, texts)
people = st.lists(addresses, max_size=2).map(tuple)
words = st.lists(texts, max_size=2).map(tuple)
labels = st.frozensets(st.builds(Label, st.sampled_from(Origin), texts), max_size=3)


@st.composite
def events(draw: st.DrawFn, ids: st.SearchStrategy[str] = keys) -> Event:
    """Draw a zoned, floating or all-day event."""
    start = draw(moments | floating | days)
    length = draw(lengths)
    if not isinstance(start, datetime):
        length = timedelta(days=length.days + 1)
    end = start + length
    if isinstance(start, datetime) and start.tzinfo is not None:
        end = (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    return Event(
        draw(ids),
        draw(texts),
        start,
        end,
        draw(texts),
        draw(people),
        draw(rules),
        draw(st.none() | st.integers(0, 10_000)),
        draw(texts),
    )


def reminders(ids: st.SearchStrategy[str] = keys) -> st.SearchStrategy[Reminder]:
    """Return any reminder."""
    maybe = st.none() | moments
    return st.builds(Reminder, ids, texts, moments, rules, maybe, maybe, maybe)


def contacts(ids: st.SearchStrategy[str] = keys) -> st.SearchStrategy[Contact]:
    """Return any contact."""
    return st.builds(Contact, ids, texts, words, words, texts)


def drafts(ids: st.SearchStrategy[str] = keys) -> st.SearchStrategy[Draft]:
    """Return any draft that was not sent."""
    sender = st.none() | addresses
    return st.builds(
        Draft, ids, people, texts, texts, people, people, sender, texts,
        references=words, answers=texts, forwards=texts,
    )  # fmt: skip


def received(ids: st.SearchStrategy[str] = keys) -> st.SearchStrategy[Received]:
    """Return any letter that arrived."""
    numbers = st.integers(0, 2**32 - 1)
    attached = st.builds(Attached, texts, texts, numbers, numbers, st.booleans())
    return st.builds(
        Received, ids, addresses, texts, texts, moments, people, people, people, texts, texts,
        words, texts, texts, numbers, words, st.lists(attached, max_size=2).map(tuple),
    )  # fmt: skip


def tasks(ids: st.SearchStrategy[str] = keys) -> st.SearchStrategy[Task]:
    """Return any task."""
    places = st.floats(-1e6, 1e6)
    return st.builds(
        Task, ids, texts, texts, st.none() | moments | days, st.integers(0, 9), texts, places,
        rules, st.sampled_from(TaskStatus), st.none() | moments, texts, texts, st.integers(0, 9),
        st.none() | moments,
    )  # fmt: skip


def documents(ids: st.SearchStrategy[str] = keys) -> st.SearchStrategy[Document]:
    """Return any document."""
    return st.builds(Document, ids, texts, texts, st.none() | moments)


def calendars(ids: st.SearchStrategy[str] = keys) -> st.SearchStrategy[Calendar]:
    """Return any calendar."""
    return st.builds(Calendar, ids, texts, texts, st.booleans(), st.booleans(), texts)


KINDS: Mapping[type, Callable[[st.SearchStrategy[str]], st.SearchStrategy[Any]]] = {
    Event: events,
    Reminder: reminders,
    Contact: contacts,
    Draft: drafts,
    Received: received,
    Task: tasks,
    Document: documents,
    Calendar: calendars,
}


def records(ids: st.SearchStrategy[str] = keys) -> st.SearchStrategy[Record]:
    """Return a record of any kind."""
    return st.one_of(*(kind(ids) for kind in KINDS.values()))


changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(Add, records()),
    st.builds(Update, records(), records()),
    st.builds(Remove, records()),
    st.builds(Send, drafts(), st.none() | moments),
    st.builds(Unsend, drafts()),
)
proposals = st.builds(Proposal, texts, st.lists(changes, max_size=3).map(tuple))
letters = st.builds(
    Letter, st.binary(max_size=40), texts, texts, words, texts, texts, st.none() | moments
)
said = st.dictionaries(keys, st.one_of(texts, st.booleans(), words), max_size=3)
cards = st.builds(
    Card, keys, texts, texts, texts, said, proposals, st.lists(letters, max_size=2).map(tuple),
    texts, moments, st.sampled_from(CardState), texts, words,
)  # fmt: skip
entries = st.builds(
    Entry, keys, moments, texts, texts, texts, texts, proposals, texts, texts, texts
)
outgoing = st.builds(
    Outgoing, keys, texts, texts, st.sampled_from(OutboxState), texts, words,
    st.binary(max_size=40), texts, moments, st.integers(0, 99), texts,
)  # fmt: skip
accounts = st.builds(Account, keys, texts, texts, texts, st.integers(1, 65_535), texts, texts)
conversations = st.builds(Conversation, keys, texts, moments, moments, labels)
lines = st.builds(
    Line, keys, texts, texts, st.sampled_from(Role), texts, moments, texts, texts, st.booleans()
)
firings = st.builds(Firing, keys, moments, moments)

everything = st.one_of(
    records(), proposals, letters, cards, entries, outgoing, accounts, conversations, lines, firings
)
