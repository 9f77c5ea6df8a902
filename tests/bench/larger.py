"""A larger model beside llama.cpp on the same file, where somebody has one.

    DESKMATE_BENCH_GGUF=FILE python -m tests.bench larger

FILE is a GGUF model of an architecture that `deskmate models add-folder` takes; it is converted
into a folder of its own. Both write the same number of tokens, in turns.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.base.paths import find_paths
from assistant.llm.brought import bring
from assistant.llm.host import HostedModel
from assistant.llm.installed import ENCODER
from assistant.llm.model import Message, Request, TextDelta
from assistant.llm.process import usual_threads
from tests.bench.llama import Llama

STORY = "Tell me a story about the sea."
NEW = 24  # tokens
Row = tuple[str, float | str, str, str]


def rows() -> Iterator[Row]:
    """Measure the model that DESKMATE_BENCH_GGUF names; without it there are no rows."""
    named = os.environ.get("DESKMATE_BENCH_GGUF")
    if not named:
        return
    file = Path(named)
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder)
        (models / ENCODER).symlink_to(find_paths().models / ENCODER)
        yield from _rows(HostedModel(models, bring(models, file.parent, "larger").name), file)


def _rows(model: HostedModel, file: Path) -> Iterator[Row]:
    llama = Llama(usual_threads(), file)
    ours: list[float] = []
    theirs: list[float] = []
    try:
        model.load()
        for _ in range(3):
            ours.append(_pace(model))
            found = llama.ask("talk", messages=[{"role": "user", "content": STORY}])
            theirs.append(1 / found["token wall"])
        yield f"{file.name}, written, median", statistics.median(ours), "tokens/s", ""
        yield f"{file.name}, written, median, llama.cpp", statistics.median(theirs), "tokens/s", ""
        yield "memory of its host", model.memory / 2**20, "MiB", ""
    finally:
        model.close()
        llama.close()


def _pace(model: HostedModel) -> float:
    request = Request((Message("user", STORY),), max_tokens=NEW)
    times = [
        time.perf_counter()
        for one in model.generate(request, lambda: False)
        if isinstance(one, TextDelta)
    ]
    return (len(times) - 1) / (times[-1] - times[0])
