"""Contacts: the address book."""

from dataclasses import replace

from assistant.api import (
    Add,
    Address,
    Answer,
    Contact,
    ContactRef,
    Context,
    Example,
    NeedsAnswer,
    Phone,
    Proposal,
    Skill,
    Update,
    tr,
)

skill = Skill("contacts", title="Contacts")


@skill.tool(
    examples=[
        Example("save Ben's address ben@example.com", name="Ben", email="ben@example.com"),
        Example(
            "add Sara Lind to my contacts, sara@example.net",
            name="Sara Lind",
            email="sara@example.net",
        ),
        Example("new contact Tom 0171 5550100", name="Tom", phone="0171 5550100"),
        Example("the number of Kim is 555-0142, keep it", name="Kim", phone="555-0142"),
        Example("添加联系人小王，邮箱 wang@example.com", name="小王", email="wang@example.com"),
        Example("保存李老师的电话 13800000000", name="李老师", phone="13800000000"),
    ]
)
def add(
    ctx: Context, name: str, email: Address | None = None, phone: Phone | None = None
) -> Proposal:
    """Add a person to the contacts."""
    emails = (email.email,) if email else ()
    contact = Contact(ctx.new_id(), name, emails, (phone,) if phone else ())
    return Proposal(tr("New contact: {name}", name=name), (Add(contact),))


@skill.tool(
    examples=[
        Example("what is Ben's mail address", name="Ben"),
        Example("look up Sara's phone number", name="Sara"),
        Example("do I have a contact called Tom", name="Tom"),
        Example("show all my contacts"),
        Example("小王的邮箱是什么", name="小王"),
        Example("查一下李老师的电话", name="李老师"),
    ]
)
def find(ctx: Context, name: str = "") -> Answer:
    """Look up people in the contacts."""
    found = ctx.reads.contacts(name)
    return Answer("\n".join(map(_line, found)) or tr("No such contact."), tuple(found))


def _line(one: Contact) -> str:
    return "  ".join([one.name, *one.emails, *one.phones])


@skill.tool(
    examples=[
        Example("Ben's new address is ben@example.net", name="Ben", email="ben@example.net"),
        Example("change Sara's number to 0171 5550123", name="Sara", phone="0171 5550123"),
        Example(
            "update the mail address of Tom to tom@example.org", name="Tom", email="tom@example.org"
        ),
        Example("Kim has a new phone number, 555-0199", name="Kim", phone="555-0199"),
        Example("小王的邮箱改成 xiaowang@example.com", name="小王", email="xiaowang@example.com"),
        Example("把李老师的电话换成 13900000000", name="李老师", phone="13900000000"),
    ]
)
def update(
    ctx: Context,
    name: ContactRef,
    email: Address | None = None,
    phone: Phone | None = None,
) -> Proposal:
    """Change the mail address or the phone number of a contact."""
    before = name.contact
    if email is None and phone is None:
        raise NeedsAnswer("What is the new address of {name}?", argument="email", name=before.name)
    after = replace(
        before,
        emails=_first(email.email, before.emails) if email else before.emails,
        phones=_first(str(phone), before.phones) if phone else before.phones,
    )
    return Proposal(tr("Changed contact: {name}", name=before.name), (Update(before, after),))


def _first(new: str, old: tuple[str, ...]) -> tuple[str, ...]:
    """Return the new value in the place of the first; the others of several stay behind it."""
    return (new, *(one for one in old[1:] if one != new))
