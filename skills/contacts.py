"""Contacts: the address book."""

from assistant.api import (
    Add,
    Address,
    Answer,
    Contact,
    Context,
    Example,
    Phone,
    Proposal,
    Skill,
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
        Example("what is Ben's mail address", query="Ben"),
        Example("look up Sara's phone number", query="Sara"),
        Example("do I have a contact called Tom", query="Tom"),
        Example("show all my contacts"),
        Example("小王的邮箱是什么", query="小王"),
        Example("查一下李老师的电话", query="李老师"),
    ]
)
def find(ctx: Context, query: str = "") -> Answer:
    """Look up people in the contacts."""
    found = ctx.reads.contacts(query)
    return Answer("\n".join(map(_line, found)) or tr("No such contact."), tuple(found))


def _line(one: Contact) -> str:
    return "  ".join([one.name, *one.emails, *one.phones])
