"""Qt for Python 6.12.0 aborts on Python 3.11 after some 650 `Signal.emit()`: this one must not."""

import ast
import subprocess
import sys

from tests.architecture.sources import callee, calls, literal

EMIT = """
from PySide6.QtCore import QObject, Signal

class Sender(QObject):
    sent = Signal(bool, object, str)

seen = []
sender = Sender()
sender.sent.connect(lambda flag, thing, text: seen.append((flag, thing, text)))
for number in range(5000):
    sender.sent.emit(number % 2 == 0, None, str(number))
print(len(seen))
"""


def test_five_thousand_signals() -> None:
    done = subprocess.run([sys.executable, "-c", EMIT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "5000"), done.stderr


def test_foreign_text_in_a_tooltip_is_no_markup() -> None:
    """Qt reads a tooltip as rich text where it looks like it: `as_hint` makes it harmless."""
    bare = [
        place
        for place, call in calls("ui")
        if callee(call) == "setToolTip"
        and literal(call.args[0]) is None
        and "as_hint" not in ast.dump(call.args[0])
    ]
    assert not bare, bare
