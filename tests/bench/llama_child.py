"""llama.cpp under the same questions, in a Python of its own; started by `tests.bench.llama`.

Reads one JSON object a line and writes one: seconds by the clock, seconds of processor, tokens.
Imports nothing of the program.
"""

import json
import os
import sys
import time
from typing import Any

from llama_cpp import Llama, LlamaGrammar  # type: ignore[import-not-found]

Line = dict[str, Any]


def timed(start: float, processor: float) -> Line:
    """Return what went by since then."""
    return {"wall": time.perf_counter() - start, "cpu": time.process_time() - processor}


def call(llama: Any, line: Line) -> Line:
    """Write a whole call under llama.cpp's own grammar for the JSON Schema."""
    start, processor = time.perf_counter(), time.process_time()
    grammar = LlamaGrammar.from_json_schema(json.dumps(line["schema"]), verbose=False)
    answer = llama.create_chat_completion(
        line["messages"], grammar=grammar, temperature=0, max_tokens=256
    )
    spent = timed(start, processor)
    usage = answer["usage"]
    return {**spent, "new": usage["completion_tokens"], "prompt": usage["prompt_tokens"]}


def read(llama: Any, line: Line) -> Line:
    """Read a prompt from its first token on."""
    llama.reset()
    tokens = llama.tokenize(line["text"].encode(), add_bos=False)
    start, processor = time.perf_counter(), time.process_time()
    llama.eval(tokens)
    return {**timed(start, processor), "tokens": len(tokens)}


def talk(llama: Any, line: Line) -> Line:
    """Time the first word of an answer, and the tokens after it."""
    start, processor = time.perf_counter(), time.process_time()
    answer = llama.create_chat_completion(
        line["messages"], temperature=0, max_tokens=60, stream=True
    )
    times = [
        timed(start, processor) for piece in answer if "content" in piece["choices"][0]["delta"]
    ]
    first, last, count = times[0], times[-1], max(1, len(times) - 1)
    steps = {f"token {name}": (last[name] - first[name]) / count for name in first}
    return {**first, **steps}


def main(path: str, threads: int) -> None:
    """Answer for ever."""
    if hasattr(os, "nice"):
        os.nice(5)  # as our own host does
    llama = Llama(
        model_path=path, n_ctx=2048, n_threads=threads, n_threads_batch=threads, verbose=False
    )
    parts = {"call": call, "read": read, "talk": talk}
    for raw in sys.stdin:
        line = json.loads(raw)
        print(json.dumps(parts[line["ask"]](llama, line)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
