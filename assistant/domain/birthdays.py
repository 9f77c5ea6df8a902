"""Birthdays of contacts as events: one that repeats every year, kept in step with its contact."""

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Remove, Update
from assistant.domain.contacts import Contact
from assistant.domain.reads import Reads

_ANY_YEAR = 2000  # a leap year: every birthday has a day in it
CALENDAR = "birthdays"


def day_of(birthday: str) -> date | None:
    """Return the day of a birthday, of the year 2000 where the year is not known."""
    year = str(_ANY_YEAR) if birthday.startswith("--") else birthday[:4]
    try:
        return date(int(year), *map(int, birthday[-5:].split("-")))
    except (TypeError, ValueError):
        return None


def written_day(text: str) -> str:
    """Return a birthday as `Contact` holds it made of "1990-05-12", "05-12", "12.5.1990"."""
    said = text.strip()
    dotted = said.replace("/", ".").rstrip(".").split(".")
    if len(dotted) in {2, 3} and all(part.isdigit() for part in dotted):
        day, month, *year = dotted
        said = f"{year[0] if year else '-'}-{int(month):02}-{int(day):02}"
    for mark in "年月":
        said = said.replace(mark, "-")
    parts = said.replace("日", "").strip("-").split("-")
    if len(parts) not in {2, 3} or not all(part.isdigit() for part in parts):
        return ""
    *years, month, day = parts
    made = f"{int(years[0]):04}" if years else "-"
    made = f"{made}-{int(month):02}-{int(day):02}"
    return made if day_of(made) else ""


def birthday_event(contact: Contact) -> Event | None:
    """Return the event of a contact's birthday; None where it is not known.

    Who was born on 29 February has it on the last day of the month.
    """
    day = day_of(contact.birthday)
    if day is None:
        return None
    late = (day.month, day.day) == (2, 29)
    known = not contact.birthday.startswith("--")
    return Event(
        id=f"birthday-{contact.id}",
        title=tr("Birthday: {name}", name=contact.name),
        start=day,
        end=day + timedelta(days=1),
        repeat="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" if late else "FREQ=YEARLY",
        notes=tr("Born in {year}", year=day.year) if known else "",
        calendar=CALENDAR,
        uid=f"birthday-{contact.uid or contact.id}",
        transparent=True,
    )


def with_birthday(reads: Reads, change: Change) -> Sequence[Change]:
    """Return a change of a contact, and what it does to the birthday in the calendar."""
    before, after = _contacts(change)
    one = after or before
    if one is None:
        return (change,)
    known = reads.get(Event, f"birthday-{one.id}")
    wanted = birthday_event(after) if after is not None else None
    if (
        before is not None
        and after is not None
        and known is None
        and (before.birthday == after.birthday)
    ):
        return (change,)  # the user took it out of the calendar
    if known is None:
        return (change, Add(wanted)) if wanted is not None else (change,)
    if wanted is None:
        return (change, Remove(known))
    same = (known.title, known.start, known.repeat) == (wanted.title, wanted.start, wanted.repeat)
    return (change,) if same else (change, Update(known, wanted))


def _contacts(change: Change) -> tuple[Contact | None, Contact | None]:
    """Return the contact before and after a change; None where there is none."""
    match change:
        case Add(Contact() as after):
            return None, after
        case Update(Contact() as before, Contact() as after):
            return before, after
        case Remove(Contact() as before):
            return before, None
        case _:
            return None, None
