"""Outside corpora as lessons: their labels in our tools and arguments. `FORMAT:PATH` names one.

Their sentences are for training runs only and never enter the project; licences go into the card.
Formats: nlu_eval (Liu et al. 2019) and slurp (Bastianelli et al. 2020), smcalflow (Microsoft 2020),
sgd (Rastogi et al. 2020), clinc (Larson et al. 2019); all as JSON lines.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.base.errors import UsageError
from assistant.skill.registry import Registry
from assistant.training import corpus_clinc, corpus_nlu, corpus_sgd, corpus_smcalflow
from assistant.training.fitting import Unfit, fitted
from assistant.training.lesson import Lesson
from assistant.training.rows import Row

Record = Mapping[str, Any]
Reader = Callable[[Record], Lesson | None]

READERS: Mapping[str, Reader] = {
    "nlu_eval": corpus_nlu.lesson,
    "slurp": corpus_nlu.lesson,
    "smcalflow": corpus_smcalflow.lesson,
    "sgd": corpus_sgd.lesson,
    "clinc": corpus_clinc.lesson,
}
LICENCES: Mapping[str, str] = {
    "nlu_eval": "CC BY 4.0, NLU-Evaluation-Data (Liu et al. 2019)",
    "slurp": "CC BY 4.0, SLURP (Bastianelli et al. 2020)",
    "smcalflow": "CC BY-SA 4.0, SMCalFlow 2.0 (Microsoft Semantic Machines 2020)",
    "sgd": "CC BY-SA 4.0, Schema-Guided Dialogue (Rastogi et al. 2020)",
    "clinc": "CC BY 3.0, CLINC150 (Larson et al. 2019)",
}


def parse_corpus(text: str) -> tuple[str, Path]:
    """Return the parts of FORMAT:PATH; raises `UsageError`."""
    form, colon, path = text.partition(":")
    if not colon or form not in READERS or not Path(path).is_file():
        raise UsageError(
            "{text} names no corpus.",
            hint="Write FORMAT:PATH with one of {formats} and a file that exists.",
            text=repr(text),
            formats=", ".join(READERS),
        )
    return form, Path(path)


def corpus_rows(registry: Registry, form: str, path: Path, counts: "Counter[str]") -> Iterator[Row]:
    """Yield the lessons of one file; raises `UsageError` where a line has another form."""
    former: Record = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = json.loads(line)
                lesson = READERS[form]({**record, **_former(former, record)})
                former = record
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise UsageError(
                    "Line {number} of {file} is not {form}.",
                    hint="See the formats with: deskmate collect --help",
                    number=number,
                    file=path.name,
                    form=form,
                ) from error
            if lesson is None:
                counts[f"not used from {form}"] += 1
            else:
                yield _row(registry, form, lesson)


def _former(former: Record, record: Record) -> Record:
    """Return what the turn before in the same dialogue was; nothing where there is none."""
    if not former.get("dialogue") or former["dialogue"] != record.get("dialogue"):
        return {}
    return {
        "prev_user": former["text"],
        "prev_op": former.get("op", ""),
        "prev_lispress": former.get("lispress", ""),
    }


def _row(registry: Registry, form: str, lesson: Lesson) -> Row:
    known = {one.name for one in registry.tools()}
    named = lesson.named or (lesson.tool != "" and lesson.tool not in known)
    said: Mapping[str, Any] = {}
    if lesson.tool and not named:
        try:
            tool = registry.tool(lesson.tool)
            earlier = [text for role, text in lesson.before if role == "user"]
            said = fitted(tool, lesson.text, lesson.pairs(tool), "en", earlier=earlier)
        except Unfit:
            named = True
    return Row(
        text=lesson.text,
        tool=lesson.tool,
        said=said,
        source=form,
        group=f"{form}/{lesson.skeleton}",
        named=named,
        before=lesson.before,
        partial=lesson.partial and not named,
    )
