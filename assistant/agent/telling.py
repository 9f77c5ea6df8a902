"""What code has found out, told once more by a model, in its own words and without any tool."""

import logging
from collections.abc import Callable

from assistant.agent.agent import Turn
from assistant.agent.claims import claims_an_act
from assistant.agent.conversation import as_data
from assistant.agent.understanding import Understanding
from assistant.base.errors import AssistantError
from assistant.base.i18n import language, tr
from assistant.domain.events import Answering, Refused, TextDelta, TurnStateChanged
from assistant.llm.model import Message, Request

log = logging.getLogger(__name__)
_TOKENS = 200
_LONGEST = 4_000  # characters of what is told
_ORDER = {
    "en": (
        "Tell the user in two or three warm sentences what this day asks of them: what comes first,"
        " what is late, who waits for an answer. Name only what stands in the list; add no times,"
        " people or advice of your own. Answer in English."
    ),
    "zh": (
        "用两三句亲切的话告诉用户这一天有哪些事：先做什么、什么已经过期、谁在等回复。"
        "只说清单里有的，不要自己加时间、人名或建议。用中文回答。"
    ),
}


def tell_on(
    turn: Turn,
    facts: str,
    minds: Callable[[], Understanding],
    post: Callable[[object], None],
    *,
    far: bool,
) -> None:
    """Let the model tell `facts` in the conversation of `turn`; a model that cannot is passed over.

    A small model that is led by a grammar tells nothing. With `far` the facts may leave this
    computer for the model server that the user chose, which is said; without, they stay.
    """
    try:
        mind = minds()
        if not mind.chains or (mind.host and not far):
            return
        if mind.host:
            post(Answering(turn.id, turn.conversation, mind.model.name, mind.host))
        post(TurnStateChanged(turn.id, turn.conversation, "reading"))
        order = Message("system", _ORDER["zh" if language() == "zh" else "en"])
        request = Request((order, Message("user", as_data(facts[:_LONGEST]))), max_tokens=_TOKENS)
        deltas = mind.model.generate(request, turn.stop.is_set)
        heard = mind.hear(deltas, lambda piece: post(TextDelta(turn.id, turn.conversation, piece)))
    except AssistantError as error:
        log.info("the facts stand alone: %s", error)
        return
    if claims_an_act(heard.text):
        text = tr("No action was taken. Ask for it in one sentence and I will do it.")
        post(Refused(turn.id, turn.conversation, "", text))
