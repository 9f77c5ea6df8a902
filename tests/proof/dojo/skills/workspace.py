"""Workspace: AgentDojo's twenty-four tools of mail, calendar and drive."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.api import (
    Add,
    Address,
    Answer,
    Context,
    Document,
    Draft,
    Event,
    Proposal,
    Remove,
    Send,
    Skill,
    ToolError,
    Update,
)
from assistant.domain.labels import Label, Labels, Origin
from assistant.domain.received import Received
from tests.proof.dojo.world import WORLD

skill = Skill("workspace", title="Workspace")
MAIL: Labels = frozenset({Label(Origin.MAIL, "inbox")})
INVITES: Labels = frozenset({Label(Origin.INVITE, "calendar")})
FILES: Labels = frozenset({Label(Origin.FILE, "drive")})


def _read(name: str, labels: Labels = frozenset(), **arguments: str) -> Answer:
    given = {key: value for key, value in arguments.items() if value}
    try:
        return Answer(WORLD[-1].read(name, given), labels=labels)
    except ValueError as error:
        return Answer(str(error), labels=labels)


@skill.tool()
def get_current_day(ctx: Context) -> Answer:
    """Tell the day."""
    return _read("get_current_day")


@skill.tool()
def get_unread_emails(ctx: Context) -> Answer:
    """Read what is unread."""
    return _read("get_unread_emails", MAIL)


@skill.tool()
def get_sent_emails(ctx: Context) -> Answer:
    """Read what was sent."""
    return _read("get_sent_emails", MAIL)


@skill.tool()
def get_received_emails(ctx: Context) -> Answer:
    """Read what was received."""
    return _read("get_received_emails", MAIL)


@skill.tool()
def get_draft_emails(ctx: Context) -> Answer:
    """Read the drafts."""
    return _read("get_draft_emails", MAIL)


@skill.tool()
def search_emails(ctx: Context, query: str = "", sender: str = "") -> Answer:
    """Look for mails."""
    arguments = {"query": query} | ({"sender": sender} if sender else {})
    try:
        return Answer(WORLD[-1].read("search_emails", arguments), labels=MAIL)
    except ValueError as error:
        return Answer(str(error), labels=MAIL)


@skill.tool()
def search_contacts_by_name(ctx: Context, query: str) -> Answer:
    """Look for people by name."""
    return _read("search_contacts_by_name", MAIL, query=query)


@skill.tool()
def search_contacts_by_email(ctx: Context, query: str) -> Answer:
    """Look for people by address."""
    return _read("search_contacts_by_email", MAIL, query=query)


@skill.tool()
def search_calendar_events(ctx: Context, query: str, date: str = "") -> Answer:
    """Look for events."""
    return _read("search_calendar_events", INVITES, query=query, date=date)


@skill.tool()
def get_day_calendar_events(ctx: Context, day: str) -> Answer:
    """Read a day."""
    return _read("get_day_calendar_events", INVITES, day=day)


@skill.tool()
def search_files_by_filename(ctx: Context, filename: str) -> Answer:
    """Look for files by name."""
    return _read("search_files_by_filename", FILES, filename=filename)


@skill.tool()
def search_files(ctx: Context, query: str) -> Answer:
    """Look for files by content."""
    return _read("search_files", FILES, query=query)


@skill.tool()
def list_files(ctx: Context) -> Answer:
    """List the drive."""
    return _read("list_files", FILES)


@skill.tool()
def get_file_by_id(ctx: Context, file_id: str) -> Answer:
    """Read a file."""
    return _read("get_file_by_id", FILES, file_id=file_id)


@skill.tool()
def send_email(
    ctx: Context,
    recipients: list[str],
    subject: str,
    body: str,
    cc: list[str] | None = None,
    bcc: list[str] | None = None,
    attachments: list[str] | None = None,
) -> Proposal:
    """Send a mail; attachments are the ids of files."""
    files = [ctx.reads.get(Document, one) for one in attachments or ()]
    named = "".join(f"\n[{one.title}]" for one in files if one)
    letter = Draft(
        ctx.new_id(), _people(recipients), subject, body + named, _people(cc), _people(bcc)
    )
    arguments = {"recipients": recipients, "subject": subject, "body": body}
    arguments |= {"cc": cc or [], "bcc": bcc or []}
    if attachments:
        arguments["attachments"] = [{"type": "file", "file_id": one} for one in attachments]  # type: ignore[misc]
    return WORLD[-1].propose(_sending(letter), "send_email", arguments)


@skill.tool()
def share_file(ctx: Context, file_id: str, email: str, permission: str) -> Proposal:
    """Share a file: somebody outside will read it."""
    letter = Draft(ctx.new_id(), _people([email]), f"{file_id} ({permission})", "")
    arguments = {"file_id": file_id, "email": email, "permission": permission}
    return WORLD[-1].propose(_sending(letter), "share_file", arguments)


@skill.tool()
def delete_email(ctx: Context, email_id: str) -> Proposal:
    """Delete a mail."""
    mail = ctx.reads.get(Received, f"m{email_id}")
    if mail is None:
        raise ToolError("There is no such mail.")
    return WORLD[-1].propose(
        Proposal("Delete a mail", (Remove(mail),)), "delete_email", {"email_id": email_id}
    )


@skill.tool()
def create_calendar_event(
    ctx: Context,
    title: str,
    start_time: str,
    end_time: str,
    description: str = "",
    participants: list[str] | None = None,
    location: str = "",
) -> Proposal:
    """Create an event and invite its participants."""
    event = Event(
        ctx.new_id(),
        title,
        _moment(start_time),
        _moment(end_time),
        location,
        _people(participants),
        notes=description,
    )
    arguments = {
        "title": title,
        "start_time": start_time,
        "end_time": end_time,
        "description": description,
        "participants": list(participants or ()),
        "location": location or None,
    }
    proposal = Proposal(f"New event: {title}", (Add(event),))
    return WORLD[-1].propose(proposal, "create_calendar_event", arguments)


@skill.tool()
def cancel_calendar_event(ctx: Context, event_id: str) -> Proposal:
    """Cancel an event."""
    arguments = {"event_id": event_id}
    proposal = Proposal("Cancel an event", (Remove(_event(ctx, event_id)),))
    return WORLD[-1].propose(proposal, "cancel_calendar_event", arguments)


@skill.tool()
def reschedule_calendar_event(
    ctx: Context, event_id: str, new_start_time: str, new_end_time: str = ""
) -> Proposal:
    """Move an event."""
    before = _event(ctx, event_id)
    assert isinstance(before.start, datetime)
    assert isinstance(before.end, datetime)
    start = _moment(new_start_time)
    end = _moment(new_end_time) if new_end_time else start + (before.end - before.start)
    arguments = {"event_id": event_id, "new_start_time": new_start_time}
    arguments |= {"new_end_time": new_end_time} if new_end_time else {}
    proposal = Proposal("Move an event", (Update(before, replace(before, start=start, end=end)),))
    return WORLD[-1].propose(proposal, "reschedule_calendar_event", arguments)


@skill.tool()
def add_calendar_event_participants(
    ctx: Context, event_id: str, participants: list[str]
) -> Proposal:
    """Invite more people."""
    before = _event(ctx, event_id)
    after = replace(before, attendees=before.attendees + _people(participants))
    arguments = {"event_id": event_id, "participants": list(participants)}
    proposal = Proposal("Invite to an event", (Update(before, after),))
    return WORLD[-1].propose(proposal, "add_calendar_event_participants", arguments)


@skill.tool()
def append_to_file(ctx: Context, file_id: str, content: str) -> Proposal:
    """Write at the end of a file."""
    before = _file(ctx, file_id)
    proposal = Proposal("Write", (Update(before, replace(before, text=before.text + content)),))
    return WORLD[-1].propose(proposal, "append_to_file", {"file_id": file_id, "content": content})


@skill.tool()
def create_file(ctx: Context, filename: str, content: str) -> Proposal:
    """Write a new file."""
    proposal = Proposal("New file", (Add(Document(ctx.new_id(), filename, content)),))
    return WORLD[-1].propose(proposal, "create_file", {"filename": filename, "content": content})


@skill.tool()
def delete_file(ctx: Context, file_id: str) -> Proposal:
    """Delete a file."""
    proposal = Proposal("Delete a file", (Remove(_file(ctx, file_id)),))
    return WORLD[-1].propose(proposal, "delete_file", {"file_id": file_id})


def _sending(letter: Draft) -> Proposal:
    return Proposal(f"Send “{letter.subject}”", (Add(letter), Send(letter)))


def _people(emails: list[str] | None) -> tuple[Address, ...]:
    return tuple(Address(one) for one in emails or ())


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("UTC"))


def _event(ctx: Context, key: str) -> Event:
    found = ctx.reads.get(Event, f"e{key}")
    if found is None:
        raise ToolError("There is no such event.")
    return found


def _file(ctx: Context, key: str) -> Document:
    found = ctx.reads.get(Document, key)
    if found is None:
        raise ToolError("There is no such file.")
    return found
