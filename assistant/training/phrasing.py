"""What common wordings say that no corpus labels: what a mail says, what goes on a list."""

import re

_SAYS = re.compile(
    r"\b(?:saying|say|says|telling (?:him|her|them)|tell (?:him|her|them)|with the (?:message|text)"
    r"|let (?:him|her|them) know|ask(?:ing)?(?: (?:him|her|them))?) (?:that )?(?P<gist>.{4,})$"
)
_THAT = re.compile(
    r"\b(?:e ?mail|mail|write|message|tell|inform) (?:to )?(?:\w+ ){1,3}that (?P<gist>.{4,})$"
)
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|with (?:the )?subject) (?P<subject>[^,]{3,})$"
)
_LIST = (
    r"(?:(?:my|the|our|a|this|that|your|another)\s)?(?:[\w'-]+\s){0,3}?"
    r"(?:lists?|to ?dos?|to-dos?)\b"
)
_ADD = re.compile(
    rf"\b(?:add|put|include|insert|write|place|append|get|stick)\s(?P<items>.+?)\s"
    rf"(?:to|on|onto|in|into|down on)\s{_LIST}"
)
_NEED = re.compile(
    rf"\b(?:need|want|like)\s(?P<items>.+?)\s(?:added|put)?\s?(?:to|on|onto)\s{_LIST}"
)
_REMOVE = re.compile(
    rf"\b(?:remove|delete|take|erase|drop|cross|scratch|clear|get rid of|cut|strike)\s"
    rf"(?P<items>.+?)\s(?:off of|off|from|out of|in|on)\s{_LIST}"
)
_SPLIT = re.compile(r"\s*,\s*(?:and\s)?|\sand\s|\splus\s")
_VAGUE = re.compile(
    r"^(?:(?:this|that|it|these|an?|the|my|new|following|another|one|some|more|next|last|item|items|"
    r"things?|something|event|to|tasks?|entry|entries|first|please)\s?)+$"
)
_ARTICLE = re.compile(r"^(?:the|a|an|some|my)\s")


def items_in(text: str, tool: str) -> list[str]:
    """Return what is put on a list or taken off it; nothing where it is not clear."""
    patterns = (_REMOVE,) if tool == "tasks.remove" else (_ADD, _NEED)
    for pattern in patterns:
        found = pattern.search(text)
        if found and not _VAGUE.match(found["items"]):
            return [_ARTICLE.sub("", one.strip()) for one in _SPLIT.split(found["items"]) if one]
    return []


def letter_in(text: str) -> list[tuple[str, str]]:
    """Return what a mail shall say, or what it is about, as (argument, words)."""
    for pattern in (_SAYS, _THAT):
        if found := pattern.search(text):
            return [("gist", found["gist"].strip())]
    found = _ABOUT.search(text)
    return [("subject", found["subject"].strip())] if found else []
