"""Catches a model that says it has done something: only the program says what was done."""

import re

_ENGLISH = re.compile(
    r"\bI(?:'ve| have|'ll| will| just)?\s+(?:now\s+|already\s+|just\s+)?"
    r"(?:schedul|sent|send|email|remind|set (?:a|an|the|your)|book|add|creat|cancel|delet|mark)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\b(?:shall|should|can|could|may|must) I\b", re.IGNORECASE)
_CHINESE = re.compile(
    r"(?:已经?|我会|我将)(?:为您|为你|帮您|帮你)?(?:安排|发送|发出|设置|添加|创建|取消|删除|提醒)"
)


def claims_an_act(text: str) -> bool:
    """Return whether `text` says that something was or will be done."""
    return bool(_ENGLISH.search(_QUESTION.sub("", text)) or _CHINESE.search(text))
