"""Mail: read, write, answer, pass on and send letters."""

from datetime import datetime, timedelta

from assistant.api import (
    Add,
    Address,
    Answer,
    Context,
    Draft,
    Example,
    LetterRef,
    MailRef,
    Moment,
    NeedsAnswer,
    Person,
    Proposal,
    Received,
    Send,
    Skill,
    Span,
    answer_to,
    dressed,
    key_sentences,
    language_named,
    language_of,
    passing_on,
    quoted,
    say_moment,
    sentence,
    subject_of,
    tone_named,
    tr,
)

skill = Skill("mail", title="Mail")
_MOST = 20
_SUMMARIZED = 5
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
        Example(
            "write Sara a friendly mail that the cake was wonderful",
            to=("Sara",),
            gist="the cake was wonderful",
            tone="friendly",
        ),
        Example(
            "email tom@example.net formally in English that the order is late",
            to=("tom@example.net",),
            gist="the order is late",
            tone="formally",
            language="English",
        ),
        Example(
            "给李老师写一封正式的邮件说我下周请假",
            to=("李老师",),
            gist="我下周请假",
            tone="正式",
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
    tone: str = "",
    language: str = "",
) -> Proposal:
    """Write a letter to someone."""
    people = _mailboxes(to, "to")
    letter = Draft(
        id=ctx.new_id(),
        to=people,
        cc=_mailboxes(cc, "cc"),
        bcc=_mailboxes(bcc, "bcc"),
        subject=subject.strip() or subject_of(gist or body),
        body=body or _written(ctx, gist, people, tone, language),
    )
    return Proposal(tr("Draft: {subject}", subject=letter.subject), (Add(letter),))


def _written(ctx: Context, gist: str, to: tuple[Address, ...], tone: str, language: str) -> str:
    """Return the text of a letter: the gist, dressed where a tone or a language was asked for.

    Nothing here translates: a gist in another language than the one asked for is asked again.
    """
    text = sentence(gist)
    if not text:
        raise NeedsAnswer("What should the mail say?", argument="gist")
    own = language_of(text)
    if language and language_named(language) not in {"", own}:
        raise NeedsAnswer(
            "I cannot translate yet. What should it say, in {language}?",
            argument="gist",
            language=language,
        )
    if not tone and not language:
        return text
    myself = next((one.name for one in ctx.reads.myself() if one.name), "")
    return dressed(text, to, tone_named(tone) or "friendly", own, myself)


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


@skill.tool(
    examples=[
        Example("send the draft about the invoice", draft="the invoice"),
        Example("send my draft parcel now", draft="parcel"),
        Example(
            "send the draft about the party tomorrow at 8", draft="the party", at="tomorrow at 8"
        ),
        Example("schedule my draft rent for Monday at 9 am", draft="rent", at="Monday at 9 am"),
        Example("把关于发票的草稿发出去", draft="发票"),
        Example("明早八点把会议的草稿发出去", draft="会议", at="明早八点"),
    ]
)
def send(ctx: Context, draft: MailRef, at: Moment | None = None) -> Proposal:
    """Send a draft that is already written, now or at a later time."""
    letter = draft.draft
    if not letter.to:
        raise NeedsAnswer("Who is it for?", argument="draft")
    people = ", ".join(str(one) for one in letter.recipients)
    if at is None:
        summary = tr("Send “{subject}” to {people}", subject=letter.subject, people=people)
        return Proposal(summary, (Send(letter),))
    when = say_moment(at.nudge, ctx.zone)
    if at.nudge <= ctx.clock.now():
        raise NeedsAnswer(
            "“{words}” has passed. Which moment do you mean?", argument="at", words=at.said
        )
    summary = tr(
        "Send “{subject}” on {when} to {people}", subject=letter.subject, when=when, people=people
    )
    return Proposal(summary, (Send(letter, at.nudge),))


_ANSWER_LEADS = (
    *("and say that", "and say", "saying that", "saying", "to say that", "to say", "with the text"),
    *("and tell him that", "and tell her that", "and tell them that", "and tell him"),
    *("and tell her", "and tell them", "reply to * that", "answer * that", "respond to * that"),
    *("write back that", "write back to * that", "reply that", "answer that"),
    *("回复说", "并说", "，说", "说：", "说:", "说", "告诉他", "告诉她", "告诉他们"),
)


@skill.tool(
    then="send",
    leads={"gist": _ANSWER_LEADS},
    examples=[
        Example("reply to Ben that I will be there", mail="Ben", gist="I will be there"),
        Example(
            "answer Sara's mail and say the price is fine",
            mail="Sara's mail",
            gist="the price is fine",
        ),
        Example("write back to Tom that Friday suits me", mail="Tom", gist="Friday suits me"),
        Example(
            "reply to the mail about the invoice saying it was paid yesterday",
            mail="the mail about the invoice",
            gist="it was paid yesterday",
        ),
        Example("reply that I agree", gist="I agree"),
        Example("respond to the last mail", mail="the last mail"),
        Example("回复小王说我同意", mail="小王", gist="我同意"),
        Example("给李老师的邮件回信，说我明天到", mail="李老师的邮件", gist="我明天到"),
        Example("回复关于发票的邮件说已经付了", mail="关于发票的邮件", gist="已经付了"),
    ],
)
def reply(ctx: Context, mail: LetterRef, gist: str = "", body: str = "") -> Proposal:
    """Answer a letter that was received."""
    letter = mail.letter
    text = body
    if not text:
        said = sentence(gist)
        if not said:
            raise NeedsAnswer("What should the answer say?", argument="gist")
        text = f"{said}\n\n{quoted(letter)}".rstrip()
    if not letter.sender.email:
        raise NeedsAnswer(
            "This mail does not say who wrote it. Which mail do you mean?", argument="mail"
        )
    made = answer_to(ctx.new_id(), letter, text)
    return Proposal(tr("Draft: {subject}", subject=made.subject), (Add(made),))


@skill.tool(
    then="send",
    leads={"gist": _ANSWER_LEADS},
    examples=[
        Example("forward Ben's mail to Sara", mail="Ben's mail", to=("Sara",)),
        Example(
            "forward the mail about the parcel to tom@example.net",
            mail="the mail about the parcel",
            to=("tom@example.net",),
        ),
        Example(
            "pass the last message on to Kim and say please have a look",
            mail="the last message",
            to=("Kim",),
            gist="please have a look",
        ),
        Example("把小王的邮件转发给李老师", mail="小王的邮件", to=("李老师",)),
        Example(
            "把关于发票的邮件转发给 wang@example.com，说请尽快处理",
            mail="关于发票的邮件",
            to=("wang@example.com",),
            gist="请尽快处理",
        ),
    ],
)
def forward(ctx: Context, mail: LetterRef, to: list[Person], gist: str = "") -> Proposal:
    """Pass a letter that was received on to somebody else."""
    letter = mail.letter
    made = passing_on(ctx.new_id(), letter, sentence(gist), _mailboxes(to, "to"))
    return Proposal(tr("Draft: {subject}", subject=made.subject), (Add(made),))


_UNREAD = (
    *("unread", "new mail", "new mails", "new email", "new emails", "new e-mail", "new messages"),
    *("not read", "have not read", "haven't read", "unopened"),
    *("未读", "没读", "没看", "新邮件", "新的邮件", "新信"),
)


@skill.tool(
    leads={"unread": _UNREAD},
    examples=[
        Example("find my mail about the parcel", query="the parcel"),
        Example("show the drafts"),
        Example("which letters did I send to Sara", query="Sara"),
        Example("search mail for invoice", query="invoice"),
        Example("do I have new mail", unread=True),
        Example("show the mails from Ben since Monday", sender="Ben", since="since Monday"),
        Example("any unread mail from Kim today", sender="Kim", since="today", unread=True),
        Example("找一下关于包裹的邮件", query="包裹"),
        Example("看看我的草稿"),
        Example("小王这周发来的邮件", sender="小王", since="这周"),
        Example("有没有未读邮件", unread=True),
    ],
)
def find(
    ctx: Context,
    query: str = "",
    sender: str = "",
    since: Span | None = None,
    unread: bool = False,  # noqa: FBT001, FBT002 - said or not said
) -> Answer:
    """Look for letters: received, sent and drafts."""
    narrowed = bool(sender or since or unread)
    received = _received(ctx, query, sender, since, unread=unread)[:_MOST]
    own = [] if narrowed else ctx.reads.drafts(query)[:_MOST]
    lines = [
        *(_line(ctx, one) for one in received),
        *map(_own_line, own),
    ]
    return Answer("\n".join(lines) or tr("No letters."), (*received, *own))


def _own_line(one: Draft) -> str:
    kind = tr("sent") if one.sent else tr("draft")
    return f"{kind}  {', '.join(map(str, one.to))}  {one.subject}"


def _received(
    ctx: Context, query: str, sender: str, since: Span | None, *, unread: bool = False
) -> tuple[Received, ...]:
    """Return received letters; a span that lies ahead means the one up to now."""
    span = _behind(since, ctx.clock.now()) if since else None
    return tuple(ctx.reads.letters(query, sender=sender, since=span, unread=unread))


def _behind(since: Span, now: datetime) -> tuple[datetime, datetime]:
    """Return the span as it lies in the past: mail of "Sunday" came on the last one.

    A weekday that is to come means a week before, a day of the year the year before.
    """
    ahead = since.start - now
    if ahead <= timedelta(0):
        return since.start, since.end
    back = timedelta(days=7) if ahead <= timedelta(days=7) else timedelta(days=365)
    return since.start - back, since.end - back


def _line(ctx: Context, one: Received) -> str:
    mark = "" if one.seen else f"{tr('unread')}  "
    subject = one.subject or tr("(no subject)")
    return f"{mark}{say_moment(one.date, ctx.zone)}  {one.sender}  {subject}"


@skill.tool(
    examples=[
        Example("read me the mail from Sara", mail="the mail from Sara"),
        Example("open Ben's mail about the parcel", mail="Ben's mail about the parcel"),
        Example("read my latest mail"),
        Example("what does Tom's last mail say", mail="Tom's last mail"),
        Example("what did Kim write today", sender="Kim", since="today"),
        Example("读一下小王的邮件", mail="小王的邮件"),
        Example("打开关于发票的邮件", mail="关于发票的邮件"),
        Example("李老师昨天写了什么", sender="李老师", since="昨天"),
    ]
)
def read(
    ctx: Context, mail: LetterRef | None = None, sender: str = "", since: Span | None = None
) -> Answer:
    """Read a letter; the newest one, or the newest of somebody, where none is named."""
    one = _chosen(ctx, mail, sender, since)[:1]
    if not one:
        return Answer(tr("No letters."))
    (letter,) = one
    heads = [
        tr("From: {sender}", sender=letter.sender),
        say_moment(letter.date, ctx.zone),
        letter.subject or tr("(no subject)"),
    ]
    names = ", ".join(part.name for part in letter.attachments if part.name)
    if names:
        heads.append(tr("Attachments: {names}", names=names))
    return Answer("\n".join([*heads, "", letter.text.strip()]), (letter,))


def _chosen(
    ctx: Context, mail: LetterRef | None, sender: str, since: Span | None
) -> tuple[Received, ...]:
    """Return the letter that was named, else the unread ones that fit, else all that fit."""
    if mail is not None:
        return (mail.letter,)
    return _received(ctx, "", sender, since, unread=True) or _received(ctx, "", sender, since)


@skill.tool(
    examples=[
        Example("summarize the mail from Sara", mail="the mail from Sara"),
        Example("sum up my new mail"),
        Example("give me the gist of Tom's mails this week", sender="Tom", since="this week"),
        Example("what is the mail about the parcel about", mail="the mail about the parcel"),
        Example("总结一下小王的邮件", mail="小王的邮件"),
        Example("概括李老师今天的来信", sender="李老师", since="今天"),
        Example("总结我的新邮件"),
    ]
)
def summarize(
    ctx: Context, mail: LetterRef | None = None, sender: str = "", since: Span | None = None
) -> Answer:
    """Tell what letters say in a few of their own sentences."""
    found = _chosen(ctx, mail, sender, since)[:_SUMMARIZED]
    parts = [
        "\n".join([_line(ctx, one), *(f"“{words}”" for words in key_sentences(one))])
        for one in found
    ]
    return Answer("\n\n".join(parts) or tr("No letters."), found)
