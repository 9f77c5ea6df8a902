"""A card whose words the user changes: its tool runs again, a new card takes its place."""

from collections.abc import Mapping

from assistant.agent.amending import AMENDABLE, amended, letters_in
from assistant.agent.calling import Caller
from assistant.agent.gate import Gate
from assistant.base.errors import Declined, ToolError
from assistant.domain.changes import Answer, record_of
from assistant.skill.contract import Words
from assistant.store.store import Store


def edit_card(
    key: str,
    changed: Mapping[str, str | tuple[str, ...]],
    *,
    store: Store,
    caller: Caller,
    gate: Gate,
) -> None:
    """Run the card's tool with other words; safe, because tools only propose.

    What is left as it was is read as on the day of the card: its "tomorrow" stays that day.
    """
    card = store.cards.get(key)
    if card is None or not card.tool:
        raise Declined("This card is no longer open.", hint="Ask again.")
    said: dict[str, Words] = {**card.said, **changed}
    spoken = {
        name: card.spoken.get(name, card.created)
        for name, words in card.said.items()
        if said[name] == words
    }
    ids = tuple(dict.fromkeys(record_of(change).id for change in card.proposal.changes))
    tool = caller.tool(card.tool)
    own = {one.name for one in tool.parameters}
    by_hand = (AMENDABLE - own) if letters_in(card.proposal) else frozenset()
    beyond = {name: words for name, words in said.items() if name in by_hand}
    worded = {name: words for name, words in said.items() if name not in beyond}
    outcome = caller.run(tool, worded, card.why, ids=ids, spoken=spoken)
    if isinstance(outcome, Answer):
        raise ToolError("This cannot be edited.", hint="Decline the card and ask again.")
    if beyond:
        outcome = amended(outcome, beyond, caller.context(card.why))
    gate.replace_card(key, outcome, said, spoken)
