"""A card in plain text: the literal payload, then what it does and where it goes."""

from zoneinfo import ZoneInfo

from assistant.agent.outcome import outcome
from assistant.base.i18n import tr
from assistant.domain.cards import Card, Letter
from assistant.domain.message import read_letter


def card_text(card: Card, zone: ZoneInfo) -> str:
    """Return all that an approval of `card` covers, in the user's language."""
    parts = [_letter(letter) for letter in card.letters] or [outcome(card.proposal, zone)]
    return "\n\n".join([*parts, *(f"! {text}" for text in card.warnings)])


def _letter(letter: Letter) -> str:
    """Return a letter as its reader will see it, read back from the final bytes."""
    shown = read_letter(letter.message)
    visible = {one.email for one in shown.to + shown.cc}
    hidden = [one for one in letter.recipients if one not in visible]
    lines = [
        f"{tr('From')}: {shown.sender}",
        f"{tr('To')}: {', '.join(map(str, shown.to))}",
        f"{tr('Cc')}: {', '.join(map(str, shown.cc))}" if shown.cc else "",
        f"{tr('Bcc')}: {', '.join(hidden)}" if hidden else "",
        f"{tr('Subject')}: {shown.subject}",
        "\n" + shown.body + "\n",
        tr("leaves this computer to {host}", host=letter.host),
    ]
    return "\n".join(line for line in lines if line)
