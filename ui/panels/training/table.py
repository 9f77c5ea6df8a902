"""Before and after: every measure of the version in use beside that of the trained one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from assistant.base.i18n import tr
from assistant.training.deploy import Gate
from assistant.training.stage import Stage
from ui.look.parts import clear, frame, plain

_MEASURES = {
    "tool": "the right tool",
    "refused": "talk left alone",
    "argument words": "words of arguments",
    "whole call": "whole request right",
    "talk": "free chat (log-likelihood)",
    "fairness": "The same for every name",
}
_LANGUAGES = {"en": "English", "zh": "Chinese"}
_HEADS = ("", "In use", "Trained", "")


class GatesTable(QWidget):
    """Rows of gates, with a verdict in words beside each."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(22)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(0, 1)
        box = frame("row", self._grid, (18, 13, 16, 13))
        outer = QGridLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)

    def show_stage(self, stage: Stage) -> None:
        """Show the gates of a measured run; hide where there are none."""
        clear(self._grid)
        self.setVisible(bool(stage.gates))
        if not stage.gates:
            return
        for column, head in enumerate(_HEADS):
            label = plain(tr(head) if head else "", step="small", tone="muted", wrap=False)
            self._put(0, column, label)
        for number, gate in enumerate(stage.gates, start=1):
            self._put(number, 0, plain(gate_words(gate)))
            self._put(number, 1, plain(shown(gate, gate.before), tone="muted", wrap=False))
            self._put(number, 2, plain(shown(gate, gate.after), tone="strong", wrap=False))
            self._put(number, 3, _verdict(gate))

    def _put(self, line: int, column: int, label: QLabel) -> None:
        side = Qt.AlignmentFlag.AlignLeft if column in {0, 3} else Qt.AlignmentFlag.AlignRight
        if column:
            self._grid.addWidget(label, line, column, side | Qt.AlignmentFlag.AlignVCenter)
        else:
            self._grid.addWidget(label, line, column)


def gate_words(gate: Gate) -> str:
    """Return a measure in words: "English: the right tool"."""
    language, _, measure = gate.name.partition(" ")
    if language not in _LANGUAGES:
        return tr(_MEASURES.get(gate.name, gate.name))
    what = tr(_MEASURES.get(measure, measure))
    return tr("{language}: {what}", language=tr(_LANGUAGES[language]), what=what)


def shown(gate: Gate, value: float) -> str:
    """Return a share in percent, a log-likelihood as it is."""
    return f"{value:.2f}" if gate.nats else f"{100 * value:.1f} %"


def _verdict(gate: Gate) -> QLabel:
    if not gate.passed:
        text, tone = tr("worse"), "danger"
    elif gate.after > gate.before:
        text, tone = tr("better"), "ok"
    else:
        text, tone = tr("no worse"), ""
    label = plain(text, wrap=False)
    label.setProperty("kind", "pill")
    label.setProperty("tone", tone)
    return label
