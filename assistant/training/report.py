"""What a run came to: metrics.json for gates and comparisons, and the model card in Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.training.scoring import Score, table, together

Scores = Mapping[tuple[str, str], Score]
_WIDTH, _HEIGHT = 560, 180


@dataclass(frozen=True, slots=True)
class Measured:
    """One model's answers: scores by (source, language), fairness, misses a name."""

    label: str
    scores: Scores
    fairness: float
    misses: Mapping[str, int]

    def flat(self) -> dict[str, float]:
        """Return "en tool", "zh whole call", ... as the gates compare them."""
        found = {"fairness": self.fairness}
        for language in sorted({language for _, language in self.scores}):
            own = [score for (_, spoken), score in self.scores.items() if spoken == language]
            rates = together(own).rates()
            found |= {f"{language} {name}": value for name, value in rates.items()}
        return found


def metrics(before: Measured, after: Measured, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return metrics.json: what was measured before and after, and the log-likelihoods."""
    return {
        "before_label": before.label,
        "after_label": after.label,
        "before": {name: round(value, 4) for name, value in before.flat().items()},
        "after": {name: round(value, 4) for name, value in after.flat().items()},
        "log_likelihood_before": told.get("log_likelihood_before"),
        "log_likelihood_after": told.get("log_likelihood_after"),
        "counts": {
            f"{source} {language}": score.counts()
            for (source, language), score in sorted(after.scores.items())
        },
    }


def card(before: Measured, after: Measured, told: Mapping[str, Any], command: str) -> str:
    """Return the model card."""
    likely = (told.get("log_likelihood_before", 0.0), told.get("log_likelihood_after", 0.0))
    settings = ("seed", "steps", "epochs", "batch", "rate", "rank", "sentences")
    worst = sorted(after.misses.items(), key=lambda pair: -pair[1])[:8]
    return "\n".join(
        [
            f"# {after.label}",
            "",
            f"A LoRA adapter on {told.get('base')}: it names the tool that a sentence asks for, "
            "and copies the words of its arguments. Free chat is answered by the stock weights.",
            "",
            f"Made by: `{command}`",
            "",
            ", ".join(f"{name} {told.get(name)}" for name in settings) + ".",
            "",
            f"Log-likelihood a token of held-out calls: {likely[0]:.3f} before, {likely[1]:.3f} "
            "after (nats).",
            "",
            f"## Held-out sentences, {after.label}",
            "",
            table(after.scores),
            "",
            f"## The same sentences, {before.label}",
            "",
            table(before.scores),
            "",
            f"## Names\n\nThe same answer for every name: {after.fairness:.1%} "
            f"(before {before.fairness:.1%}). Most misses: "
            + (", ".join(f"{name} {times}" for name, times in worst) or "none")
            + ".",
            "",
            "## Taken for another\n",
            _confusions(after.scores),
            "",
            "## Loss\n",
            f"{chart(told.get('losses', ()))}",
            "",
            "Limits: one sentence at a time, no follow-ups in context; tools without a skill yet "
            "are known by name only and refused; names in scripts that the base model has hardly "
            "seen are the weakest.",
            "",
        ]
    )


def _confusions(scores: Scores) -> str:
    total = together(list(scores.values())).taken_for
    wrong = sorted(((n, pair) for pair, n in total.items() if pair[0] != pair[1]), reverse=True)
    lines = [f"| {a or 'talk'} | {b or 'talk'} | {n} |" for n, (a, b) in wrong[:15]]
    return "\n".join(["| wanted | called | times |", "| --- | --- | --- |", *lines])


def chart(losses: Sequence[Mapping[str, float]]) -> str:
    """Return the training loss over steps as SVG, drawn by hand; "" where there is none."""
    points = [(one["step"], one["loss"]) for one in losses if "loss" in one]
    if len(points) < 2:
        return ""
    last, top = max(step for step, _ in points), max(loss for _, loss in points)
    line = " ".join(
        f"{_WIDTH * step / last:.0f},{_HEIGHT * (1 - loss / top):.0f}" for step, loss in points
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}"><polyline fill="none" stroke="#2a6" stroke-width="2" '
        f'points="{line}"/><text x="4" y="14">{top:.2f}</text>'
        f'<text x="{_WIDTH - 60}" y="{_HEIGHT - 6}">{last:.0f} steps</text></svg>'
    )
