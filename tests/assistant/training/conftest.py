"""A language model of a few thousand weights, and a little to learn."""

import json
import shutil
from pathlib import Path

import pytest

from assistant.llm.installed import Installed, write_manifest
from assistant.skill.registry import Registry, discover
from assistant.training.rows import Row, write_rows
from tests.conftest import MODELS

NAME = "smollm2-135m-instruct"


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The skills that ship."""
    return discover()


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A folder like the embedded model's: its tokenizer, and a network of two thin layers."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    folder = tmp_path_factory.mktemp("models") / NAME
    folder.mkdir()
    for name in ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        shutil.copy2(MODELS / NAME / name, folder / name)
    told = json.loads((MODELS / NAME / "config.json").read_text("utf-8"))
    small = {
        "hidden_size": 32,
        "intermediate_size": 48,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "head_dim": 16,
    }
    torch.manual_seed(0)
    LlamaForCausalLM(LlamaConfig(**{**told, **small})).to(torch.bfloat16).save_pretrained(folder)
    write_manifest(folder, name=NAME, kind="chat", sha256="ab" * 32)
    return Installed(NAME, "chat", "ab" * 32, folder)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of collected rows, eight to train on."""
    folder = tmp_path_factory.mktemp("data")
    words = ("stretch", "call mum", "buy milk", "喝水")
    rows = [
        Row(f"remind me to {one} tomorrow", "reminders.create", {"text": one, "when": "tomorrow"})
        for one in words
    ]
    rows += [Row(f"{one} is a word", "") for one in words]
    for part in ("train", "dev", "test"):
        write_rows(rows, folder / f"{part}.jsonl")
    return folder
