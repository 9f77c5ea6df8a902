"""A finished caller as an adapter folder: bfloat16 matrices under the base's own names."""

import json
import shutil
from pathlib import Path

from assistant.base.errors import UsageError
from assistant.llm.adapters import WEIGHTS, write_manifest
from assistant.llm.installed import Installed
from assistant.llm.pieces import FILE
from assistant.training.rows import read_rows
from assistant.training.run import SYSTEM, Run

_PREFIX = "base_model.model."


def export(run: Run, base: Installed, version: str) -> Path:
    """Write RUN/adapter with weights, manifest, metrics and card; raises `UsageError`."""
    source = run.part("caller") / "adapter"
    if not source.is_dir():  # a paused run counts as far as it is
        source = run.checkpoint("caller") or source
    if not (source / "adapter_model.safetensors").is_file():
        raise UsageError(
            "{folder} has no trained caller yet.",
            hint="Go on with: deskmate train --data DATA --out {folder}",
            folder=run.folder,
        )
    target = run.folder / "adapter"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    write_weights(source, target / WEIGHTS)
    if (head := run.part("head") / FILE).is_file():
        shutil.copy2(head, target / FILE)
    for name in ("metrics.json", "card.md"):
        if (run.folder / name).is_file():
            shutil.copy2(run.folder / name, target / name)
    tools, named = taught(Path(str(run.told()["data"])))
    write_manifest(
        target,
        {
            "version": version,
            "base": base.name,
            "base_sha256": base.sha256,
            "system": SYSTEM,
            "tools": tools,
            "named": named,
        },
    )
    return target


def write_weights(source: Path, target: Path) -> None:
    """Turn what peft saved into `MODULE.lora_A` (rank, inputs) and `MODULE.lora_B`, bfloat16.

    The same weights give the same bytes, and so the same name: safetensors writes more than one
    note in no order.
    """
    import torch
    from safetensors.torch import load_file, save_file

    config = json.loads((source / "adapter_config.json").read_text("utf-8"))
    found = load_file(str(source / "adapter_model.safetensors"))
    weights = {
        name.removeprefix(_PREFIX).removesuffix(".weight"): one.to(torch.bfloat16).contiguous()
        for name, one in found.items()
    }
    scale = str(config["lora_alpha"] / config["r"])
    save_file(weights, str(target), metadata={"scale": scale})


def taught(data: Path) -> tuple[list[str], list[str]]:
    """Return the tools whose arguments were taught, and those known by name only."""
    rows = [row for row in read_rows(data / "train.jsonl") if not row.wrong]
    tools = {row.tool for row in rows if row.tool and not row.named}
    return sorted(tools), sorted({row.tool for row in rows if row.tool} - tools)
