"""A letter on a card, drawn from the bytes that would leave."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.cards import Letter
from assistant.domain.mail import Address
from assistant.domain.message import ShownLetter, read_letter
from ui.cards.face import Face, Field
from ui.look.flow import FlowLayout
from ui.look.icons import picture
from ui.look.moments import hour, long_day, size
from ui.look.parts import frame, plain, words
from ui.look.prose import Prose

_TOP = Qt.AlignmentFlag.AlignTop


def face(letter: Letter) -> Face:
    """Return what a card shows of `letter`: everything in it, read back from its bytes."""
    shown = read_letter(letter.message)
    return Face(
        icon="mail",
        title=tr("Send this mail?") if letter.at is None else tr("Send this mail later?"),
        verb=_verb(letter),
        body=_body(letter, shown),
        fields=_fields(shown),
        leaves_to=letter.host,
    )


def _verb(letter: Letter) -> str:
    n = len(letter.recipients)
    if letter.at is not None:
        return tr("Schedule for 1 person") if n == 1 else tr("Schedule for {n} people", n=n)
    return tr("Send to 1 person") if n == 1 else tr("Send to {n} people", n=n)


def hidden(letter: Letter, shown: ShownLetter) -> tuple[Address, ...]:
    """Return who gets the letter without standing in its headers (Bcc)."""
    named = {one.email.lower() for one in shown.to + shown.cc}
    return tuple(Address(one) for one in letter.recipients if one.lower() not in named)


def _body(letter: Letter, shown: ShownLetter) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    layout.addLayout(_heads(letter, shown))
    layout.addWidget(_text(shown.body))
    for name, count in shown.enclosed:
        layout.addWidget(_file(name, count))
    return made


def _heads(letter: Letter, shown: ShownLetter) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(9)
    grid.setColumnStretch(1, 1)
    rows: list[tuple[str, QWidget]] = [
        (label, _people(people))
        for label, people in (
            ("To", shown.to),
            ("Cc", shown.cc),
            ("Bcc", hidden(letter, shown)),
        )
        if people
    ]
    rows.append(("From", plain(shown.sender)))
    if letter.at is not None:
        rows.append(("Leaves", plain(leaves(letter.at), tone="strong")))
    subject = plain(shown.subject or tr("(no subject)"), tone="strong")
    subject.setObjectName("mailSubject")
    rows.append(("Subject", subject))
    for at, (label, shown_as) in enumerate(rows):
        name = words(label, tone="muted", wrap=False)
        name.setContentsMargins(0, 5 if label in {"To", "Cc", "Bcc"} else 0, 0, 0)
        grid.addWidget(name, at, 0, _TOP)
        grid.addWidget(shown_as, at, 1)
    return grid


def leaves(at: datetime) -> str:
    """Return when a letter leaves; `at` is in the user's zone."""
    return tr("{day}, {time}", day=long_day(at.date()), time=hour(at))


def _people(people: Sequence[Address]) -> QWidget:
    made = QWidget()
    flow = FlowLayout(6)
    for one in people:
        flow.addWidget(_person(one))
    made.setLayout(flow)
    return made


def _person(one: Address) -> QFrame:
    layout = QHBoxLayout()
    layout.setSpacing(6)
    if one.name:
        layout.addWidget(plain(one.name, tone="strong", wrap=False))
    address = plain(one.email, tone="muted" if one.name else "", wrap=False)
    address.setObjectName("recipient")
    layout.addWidget(address)
    made = frame("person", layout, (9, 4, 9, 4))
    made.setAccessibleName(str(one))
    return made


def _file(name: str, count: int) -> QFrame:
    layout = QHBoxLayout()
    layout.setSpacing(8)
    layout.addWidget(picture("note", "muted", 16))
    label = plain(name)
    label.setObjectName("enclosed")
    layout.addWidget(label, 1)
    layout.addWidget(plain(size(count), step="small", tone="muted", wrap=False))
    return frame("inset", layout, (12, 6, 12, 6))


def _text(body: str) -> QFrame:
    prose = Prose()
    prose.setObjectName("mailBody")
    prose.show_plain(body)
    layout = QVBoxLayout()
    layout.addWidget(prose)
    return frame("inset", layout, (16, 13, 16, 13))


def _fields(shown: ShownLetter) -> tuple[Field, ...]:
    to = ", ".join(str(one) for one in shown.to)
    cc = ", ".join(str(one) for one in shown.cc)
    return (
        Field("to", "To", to, many=True),
        *((Field("cc", "Cc", cc, many=True),) if cc else ()),
        Field("subject", "Subject", shown.subject),
        Field("body", "Text", shown.body, long=True),
    )
