"""Plots of a model card, drawn by hand as SVG: loss, confusions, before and after, names."""

from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT = 560, 180
_LINE = 16  # height of a line of a bar chart
_CELL = 14
_MARGIN = 150  # for the names at the left
_NO_SHARES = ("p50", "p95", "talk")  # seconds and nats
_GREEN, _GREY, _RED = "#2a6", "#bbb", "#c33"


def loss_curve(losses: Sequence[Mapping[str, float]]) -> str:
    """Return the training loss over steps; "" where there is none."""
    points = [(one["step"], one["loss"]) for one in losses if "loss" in one]
    if len(points) < 2:
        return ""
    last, top = max(step for step, _ in points), max(loss for _, loss in points)
    line = " ".join(
        f"{_WIDTH * step / last:.0f},{_HEIGHT * (1 - loss / top):.0f}" for step, loss in points
    )
    return _picture(
        _WIDTH,
        _HEIGHT,
        f'<polyline fill="none" stroke="{_GREEN}" stroke-width="2" points="{line}"/>'
        f"{_text(4, 14, f'{top:.2f}')}{_text(_WIDTH - 70, _HEIGHT - 6, f'{last:.0f} steps')}",
    )


def before_after(before: Mapping[str, float], after: Mapping[str, float]) -> str:
    """Return two bars for every share that both have, from 0 to 100 %."""
    names = [name for name in sorted(after) if name in before and not name.endswith(_NO_SHARES)]
    width = _WIDTH - _MARGIN - 60
    drawn = []
    for row, name in enumerate(names):
        top = row * _LINE * 2
        drawn.append(_text(0, top + 18, name))
        for at, (value, colour) in enumerate(((before[name], _GREY), (after[name], _GREEN))):
            y = top + 4 + at * 11
            drawn.append(
                f'<rect x="{_MARGIN}" y="{y}" width="{width * value:.0f}" height="10" '
                f'fill="{colour}"/>{_text(_MARGIN + width * value + 4, y + 9, f"{value:.1%}")}'
            )
    return _picture(_WIDTH, len(names) * _LINE * 2 + 8, "".join(drawn)) if names else ""


def confusions(taken_for: Mapping[tuple[str, str], int]) -> str:
    """Return the matrix of what was wanted (rows) and what was called (columns)."""
    names = sorted({name for pair in taken_for for name in pair})
    if not names:
        return ""
    drawn = []
    for row, wanted in enumerate(names):
        total = sum(taken_for.get((wanted, called), 0) for called in names) or 1
        y = row * _CELL
        drawn.append(_text(0, y + 11, wanted or "talk"))
        for column, called in enumerate(names):
            times = taken_for.get((wanted, called), 0)
            if times:
                x, colour = _MARGIN + column * _CELL, _GREEN if wanted == called else _RED
                drawn.append(
                    f'<rect x="{x}" y="{y}" width="{_CELL - 1}" height="{_CELL - 1}" '
                    f'fill="{colour}" opacity="{0.25 + 0.75 * times / total:.2f}"><title>'
                    f"{wanted or 'talk'} → {called or 'talk'}: {times}</title></rect>"
                )
    return _picture(_MARGIN + len(names) * _CELL, len(names) * _CELL, "".join(drawn))


def misses(names: Mapping[str, int], asked: int) -> str:
    """Return a bar for every name that was answered otherwise than most; "" where none was."""
    found = sorted(names.items(), key=lambda pair: (-pair[1], pair[0]))
    drawn = [
        f"{_text(0, row * _LINE + 12, name)}"
        f'<rect x="{_MARGIN}" y="{row * _LINE + 2}" width="{60 * times}" height="11" '
        f'fill="{_RED}"/>{_text(_MARGIN + 60 * times + 4, row * _LINE + 12, f"{times} of {asked}")}'
        for row, (name, times) in enumerate(found)
    ]
    return _picture(_WIDTH, len(found) * _LINE + 4, "".join(drawn)) if found else ""


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="11">{escape(words)}</text>'


def _picture(width: float, height: float, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}">{inside}</svg>'
    )
