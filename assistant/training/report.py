"""What a run came to: metrics.json for gates and comparisons, and the model card in Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.training import charts
from assistant.training.dialogue import Talked
from assistant.training.scoring import Score, table, together

Scores = Mapping[tuple[str, str], Score]
_SENTENCES = 5  # with a name, see resources/training/names.toml


@dataclass(frozen=True, slots=True)
class Measured:
    """One model's answers: scores by (source, language), fairness, misses a name, free talk."""

    label: str
    scores: Scores
    fairness: float
    misses: Mapping[str, int]
    talk: Talked = field(default_factory=lambda: Talked({}, ()))

    def flat(self) -> dict[str, float]:
        """Return "en tool", "zh whole call", ... as the gates compare them."""
        found = {"fairness": self.fairness}
        for language in sorted({language for _, language in self.scores}):
            own = [score for (_, spoken), score in self.scores.items() if spoken == language]
            rates = together(own).rates()
            found |= {f"{language} {name}": value for name, value in rates.items()}
        return found | {f"{name} talk": nats for name, nats in self.talk.nats.items()}


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
    likely = [told.get(f"log_likelihood_{when}") for when in ("before", "after")]
    said = ["unknown" if one is None else f"{one:.3f}" for one in likely]  # a paused run has none
    settings = ("seed", "steps", "epochs", "batch", "rate", "rank", "sentences")
    worst = sorted(after.misses.items(), key=lambda pair: -pair[1])[:8]
    return "\n".join(
        [
            f"# {after.label}",
            "",
            f"A LoRA adapter on {told.get('base')}, with a router head: the head says by words and "
            "letters which tools are likely, the model names one and copies the words of its "
            "arguments, from the sentence or the turn before it. Free chat is answered by the "
            "stock weights.",
            "",
            f"Made by: `{command}`",
            "",
            ", ".join(f"{name} {told.get(name)}" for name in settings) + ".",
            "",
            f"Log-likelihood a token of held-out calls: {said[0]} before, {said[1]} after (nats).",
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
            + ".\n",
            charts.misses(after.misses, _SENTENCES),
            "",
            _talk(before.talk, after.talk),
            "",
            "## Before and after\n",
            charts.before_after(before.flat(), after.flat()),
            "",
            "## Taken for another\n",
            charts.confusions(together(list(after.scores.values())).taken_for),
            "",
            _confusions(after.scores),
            "",
            "## Loss\n",
            charts.loss_curve(told.get("losses", ())),
            "",
            "Limits: a follow-up is read with the last turn and its answer only; half a time that "
            "it changes (“at 4 instead”) is not put together with the other half; names in "
            "scripts that the base model has hardly seen are the weakest.",
            "",
        ]
    )


def _talk(before: Talked, after: Talked) -> str:
    lines = [
        f"| {name} | {before.nats.get(name, nats):.3f} | {nats:.3f} |"
        for name, nats in sorted(after.nats.items())
    ]
    read = [
        f"- {asked}\n  - before: {former}\n  - after: {answer}"
        for (asked, answer), (_, former) in zip(after.said, before.said, strict=False)
    ]
    head = [
        "## Free chat\n",
        "Log-likelihood a token (nats) of the answers of ordinary talk "
        "(`resources/prompts/dialogue.toml`), and some answers to read.\n",
        "| language | before | after |\n| --- | --- | --- |",
    ]
    return "\n".join([*head, *lines, "", *read])


def _confusions(scores: Scores) -> str:
    total = together(list(scores.values())).taken_for
    wrong = sorted(((n, pair) for pair, n in total.items() if pair[0] != pair[1]), reverse=True)
    lines = [f"| {a or 'talk'} | {b or 'talk'} | {n} |" for n, (a, b) in wrong[:15]]
    return "\n".join(["| wanted | called | times |", "| --- | --- | --- |", *lines])
