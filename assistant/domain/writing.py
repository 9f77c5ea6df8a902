"""How letters are put together: a sentence out of a gist, greetings, quotes, subjects. No model."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.mail import Address, Draft, Enclosed
from assistant.domain.received import Received

_SUBJECT_LENGTH = 60
_ENDS = (".", "!", "?", "。", "！", "？", "…")
_MOST_QUOTED = 200  # lines
_REPLY = re.compile(
    r"^\s*(?:(?:re|aw|sv|回复|回覆|答复)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
_FORWARD = re.compile(r"^\s*(?:(?:fwd?|wg|转发|轉寄)\s*[:：]\s*)+", re.IGNORECASE)

# How a letter opens and closes, by language and tone; the blank line between is added here.
_FORMS = {
    ("en", "formal"): ("Dear {name},", "Kind regards,"),
    ("en", "friendly"): ("Hi {name},", "All the best,"),
    ("zh", "formal"): ("尊敬的{name}：\n\n您好！", "此致\n敬礼"),
    ("zh", "friendly"): ("{name}，你好！", "祝好"),
}
_NAMELESS = {
    ("en", "formal"): "Dear Sir or Madam,",
    ("en", "friendly"): "Hello,",
    ("zh", "formal"): "您好！",
    ("zh", "friendly"): "你好！",
}
_TONES = {
    "formal": (
        *("formal", "polite", "business", "official", "professional", "respectful"),
        *("正式", "礼貌", "客气", "商务", "严肃", "恭敬"),
    ),
    "friendly": (
        *("friendly", "casual", "warm", "informal", "relaxed", "kind", "cheerful"),
        *("友好", "亲切", "随意", "轻松", "热情", "非正式"),
    ),
}
_LANGUAGES = {
    "en": ("english", "英文", "英语"),
    "zh": ("chinese", "mandarin", "中文", "汉语", "普通话"),
}


def language_of(text: str) -> str:
    """Return "zh" where a fifth of the letters of `text` are Chinese, else "en"."""
    letters = [mark for mark in text if mark.isalpha()]
    chinese = sum("\u4e00" <= mark <= "\u9fff" for mark in letters)
    return "zh" if letters and chinese * 5 >= len(letters) else "en"


def tone_named(words: str) -> str:
    """Return "formal" or "friendly" for what the user said of the tone; "" where neither is."""
    said = words.casefold()
    casual = any(word in said for word in ("informal", "非正式", "不正式", "not too formal"))
    if casual:
        return "friendly"
    return next((tone for tone, names in _TONES.items() if any(n in said for n in names)), "")


def language_named(words: str) -> str:
    """Return "en" or "zh" for the language that `words` name; "" for any other."""
    said = words.casefold()
    return next((key for key, names in _LANGUAGES.items() if any(n in said for n in names)), "")


def sentence(gist: str) -> str:
    """Return the gist as a sentence: capital first, a full stop at the end."""
    said = gist.strip()
    if not said:
        return ""
    said = said[0].upper() + said[1:]
    if said.endswith(_ENDS):
        return said
    return said + ("。" if "\u4e00" <= said[-1] <= "\u9fff" else ".")


def dressed(text: str, to: Sequence[Address], tone: str, language: str, myself: str = "") -> str:
    """Return `text` with a greeting to `to` and a close, in a tone ("formal", "friendly")."""
    form = (language, tone)
    greeting, close = _FORMS[form]
    names = [one.name for one in to]
    joined = ("、" if language == "zh" else ", ").join(names)
    first = greeting.format(name=joined) if all(names) and names else _NAMELESS[form]
    last = f"{close}\n{myself}" if myself else close
    return f"{first}\n\n{text}\n\n{last}"


def subject_of(text: str) -> str:
    """Return a subject made of the first line of `text`, cut between words."""
    first = next((line for line in text.strip().splitlines() if line.strip()), "").rstrip(".。")
    first = first[:1].upper() + first[1:]
    if len(first) <= _SUBJECT_LENGTH:
        return first
    cut = first[: _SUBJECT_LENGTH - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def bare_subject(subject: str) -> str:
    """Return a subject without the marks of replies and forwards, however many there are."""
    while (rest := _FORWARD.sub("", _REPLY.sub("", subject))) != subject:
        subject = rest
    return subject.strip()


def reply_subject(subject: str) -> str:
    """Return the subject of an answer: one "Re:" (RFC 5322 3.6.5), whatever stood there."""
    return f"Re: {_REPLY.sub('', subject).strip()}".strip()


def forward_subject(subject: str) -> str:
    """Return the subject of a letter that is passed on."""
    return f"Fwd: {_FORWARD.sub('', subject).strip()}".strip()


def answer_to(key: str, letter: Received, body: str) -> Draft:
    """Return the draft that answers `letter`: to its From alone, in its thread (RFC 5322 3.6.4)."""
    thread = (*letter.references, letter.message_id)
    return Draft(
        id=key,
        to=(letter.sender,),
        subject=reply_subject(letter.subject),
        body=body,
        in_reply_to=letter.message_id,
        references=tuple(one for one in dict.fromkeys(thread) if one),
        answers=letter.id,
    )


def answer_to_all(key: str, letter: Received, body: str, myself: Sequence[Address]) -> Draft:
    """Return the draft that answers everyone: To its From and its To, Cc its Cc, never oneself."""
    made = answer_to(key, letter, body)
    own = {one.email.casefold() for one in myself}
    if letter.sender.email.casefold() in own:  # one's own letter is answered to those it went to
        made = replace(made, to=letter.to)
    to = {one.email.casefold(): one for one in (*made.to, *letter.to) if one.email}
    to = {email: one for email, one in to.items() if email not in own}
    cc = {one.email.casefold(): one for one in letter.cc if one.email}
    cc = {email: one for email, one in cc.items() if email not in own and email not in to}
    return replace(made, to=tuple(to.values()), cc=tuple(cc.values()))


def passing_on(key: str, letter: Received, body: str = "", to: Sequence[Address] = ()) -> Draft:
    """Return the draft that passes `letter` on, with the files that came with it."""
    files = tuple(
        Enclosed(one.name, one.content_type, one.size, letter=letter.id, part=one.part)
        for one in letter.attachments
        if not one.inline
    )
    return Draft(
        id=key,
        to=tuple(to),
        subject=forward_subject(letter.subject),
        body=f"{body}\n\n{passed_on(letter)}".strip("\n"),
        forwards=letter.id,
        enclosed=files,
    )


def quoted(letter: Received) -> str:
    """Return the text of `letter` as it stands below an answer, each line marked."""
    lines = letter.text.strip().splitlines()
    kept = lines if len(lines) <= _MOST_QUOTED else [*lines[:_MOST_QUOTED], "[…]"]
    marked = "\n".join(">" if not line else _quote(line) for line in kept)
    return f"{_attribution(letter)}\n{marked}" if marked else ""


def _quote(line: str) -> str:
    return f">{line}" if line.startswith(">") else f"> {line}"


def _attribution(letter: Received) -> str:
    when = f"{letter.date:%Y-%m-%d %H:%M}"
    if language_of(letter.text) == "zh":
        return f"{letter.sender} 于 {when} 写道："
    return f"On {when}, {letter.sender} wrote:"


def passed_on(letter: Received) -> str:
    """Return `letter` as it stands in one that passes it on, with its heads."""
    chinese = language_of(letter.text) == "zh"
    title = "转发的邮件" if chinese else "Forwarded message"
    names = ("发件人", "日期", "主题", "收件人") if chinese else ("From", "Date", "Subject", "To")
    colon = "：" if chinese else ": "
    values = (
        str(letter.sender),
        f"{letter.date:%Y-%m-%d %H:%M}",
        letter.subject,
        ", ".join(map(str, letter.to)),
    )
    heads = [f"{name}{colon}{value}" for name, value in zip(names, values, strict=True) if value]
    return "\n".join([f"---------- {title} ----------", *heads, "", letter.text.strip()])
