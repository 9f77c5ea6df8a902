"""Mail: write letters, send them, find them again."""

from assistant.api import (
    Add,
    Address,
    Answer,
    Context,
    Draft,
    Example,
    MailRef,
    NeedsAnswer,
    Person,
    Proposal,
    Send,
    Skill,
    tr,
)

skill = Skill("mail", title="Mail")
_LEADS = (
    *("saying that", "saying", "to say that", "to say", "and say that", "and say"),
    *("and tell them that", "and tell him that", "and tell her that", "and tell them"),
    *(
        "and tell him",
        "and tell her",
        "let * know that",
        "let * know",
        "with the text",
        "that says",
    ),
    *("email * that", "mail * that", "write to * that", "write * that", "message * that"),
    *("tell * that", "inform * that", "send * to * that"),
    *("说一下", "说：", "说:", "说，", "说", "内容是", "内容：", "告诉他们", "告诉他", "告诉她"),
)
_SUBJECT_LENGTH = 60
_ENDS = (".", "!", "?", "。", "！", "？", "…")


@skill.tool(
    then="send",
    leads={"gist": _LEADS},
    examples=[
        Example(
            "email ben@example.com that the parcel has arrived",
            to=("ben@example.com",),
            gist="the parcel has arrived",
        ),
        Example(
            "write to Sara that I can't come tonight", to=("Sara",), gist="I can't come tonight"
        ),
        Example(
            "send a mail to tom@example.net saying thanks for the lovely dinner",
            to=("tom@example.net",),
            gist="thanks for the lovely dinner",
        ),
        Example(
            "draft a mail to Kim about the invoice: please pay it by Monday",
            to=("Kim",),
            subject="the invoice",
            gist="please pay it by Monday",
        ),
        Example(
            "let ben@example.com know the meeting is cancelled",
            to=("ben@example.com",),
            gist="the meeting is cancelled",
        ),
        Example(
            "mail Sara and Tom that the office is closed tomorrow",
            to=("Sara", "Tom"),
            gist="the office is closed tomorrow",
        ),
        Example(
            "给 wang@example.com 发邮件说包裹已经到了",
            to=("wang@example.com",),
            gist="包裹已经到了",
        ),
        Example("写信告诉小王我今晚不能来", to=("小王",), gist="我今晚不能来"),
        Example("发邮件给李老师，说作业已经交了", to=("李老师",), gist="作业已经交了"),
    ],
)
def draft(
    ctx: Context,
    to: list[Person],
    gist: str = "",
    subject: str = "",
    body: str = "",
    cc: list[Person] | None = None,
    bcc: list[Person] | None = None,
) -> Proposal:
    """Write a letter to someone."""
    text = body or _letter(gist)
    if not text:
        raise NeedsAnswer("What should the mail say?", argument="gist")
    letter = Draft(
        id=ctx.new_id(),
        to=_mailboxes(to, "to"),
        cc=_mailboxes(cc, "cc"),
        bcc=_mailboxes(bcc, "bcc"),
        subject=subject.strip() or _subject(gist or body),
        body=text,
    )
    return Proposal(tr("Draft: {subject}", subject=letter.subject), (Add(letter),))


def _mailboxes(people: list[Person] | None, argument: str) -> tuple[Address, ...]:
    """Return the mailboxes, each once; a name without an address is asked for, never guessed."""
    found: dict[str, Address] = {}
    for person in people or ():
        if not person.email:
            raise NeedsAnswer(
                "I have no mail address for {name}. What is it?",
                argument=argument,
                instead=person.said,
                name=person.name,
            )
        found.setdefault(person.email.casefold(), person.address)
    return tuple(found.values())


def _letter(gist: str) -> str:
    """Return the gist as a sentence: capital first, a full stop at the end."""
    said = gist.strip()
    if not said:
        return ""
    said = said[0].upper() + said[1:]
    if said.endswith(_ENDS):
        return said
    return said + ("." if said.isascii() or not _chinese(said[-1]) else "。")


def _chinese(mark: str) -> bool:
    return "\u4e00" <= mark <= "\u9fff"


def _subject(text: str) -> str:
    first = text.strip().splitlines()[0].rstrip(".。")
    first = first[:1].upper() + first[1:]
    if len(first) <= _SUBJECT_LENGTH:
        return first
    cut = first[: _SUBJECT_LENGTH - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


@skill.tool(
    examples=[
        Example("send the draft about the invoice", draft="the invoice"),
        Example("send my draft parcel now", draft="parcel"),
        Example("把关于发票的草稿发出去", draft="发票"),
    ]
)
def send(ctx: Context, draft: MailRef) -> Proposal:
    """Send a draft that is already written."""
    letter = draft.draft
    if not letter.to:
        raise NeedsAnswer("Who is it for?", argument="draft")
    return Proposal(
        tr(
            "Send “{subject}” to {people}",
            subject=letter.subject,
            people=", ".join(str(one) for one in letter.recipients),
        ),
        (Send(letter),),
    )


@skill.tool(
    examples=[
        Example("find my mail about the parcel", query="the parcel"),
        Example("show the drafts"),
        Example("which letters did I send to Sara", query="Sara"),
        Example("search mail for invoice", query="invoice"),
        Example("找一下关于包裹的邮件", query="包裹"),
        Example("看看我的草稿"),
    ]
)
def find(ctx: Context, query: str = "") -> Answer:
    """Look for letters among drafts and sent mail."""
    found = ctx.reads.drafts(query)
    lines = [
        f"{tr('sent') if one.sent else tr('draft')}  {', '.join(map(str, one.to))}  {one.subject}"
        for one in found
    ]
    return Answer("\n".join(lines) or tr("No letters."), tuple(found))
