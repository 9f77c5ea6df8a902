from pathlib import Path

import pytest

from assistant.base.errors import UsageError
from assistant.training.router import labels_of, predicted, train_router
from assistant.training.rows import Row, write_rows
from assistant.training.run import Run, Settings
from tests.conftest import MODELS

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
SMALL = Settings(epochs=6, batch=4, threads=1, rate=0.02)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """MiniLM's shape and tokenizer, two thin layers."""
    import torch
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("encoder")
    tokenizer = MODELS / "all-minilm-l6-v2" / "tokenizer.json"
    (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config).save_pretrained(folder)
    return folder


def test_it_tells_sentences_apart(encoder: Path, tmp_path: Path) -> None:
    rows = [Row(f"remind me number {n}", "reminders.create") for n in range(24)]
    rows += [Row(f"hello hello {n}", "") for n in range(24)]
    for part in ("train", "dev"):
        write_rows(rows, tmp_path / f"{part}.jsonl")
    run = Run(tmp_path / "run")
    run.begin(SMALL, tmp_path, "tiny")
    assert train_router(run, tmp_path, encoder, SMALL)
    assert run.told()["router_accuracy"] == 1
    found = predicted(run.part("router") / "head", encoder, ["remind me number 3", "hello hello 9"])
    assert found == ["reminders.create", "talk"]


def test_one_tool_only_cannot_be_learned() -> None:
    with pytest.raises(UsageError):
        labels_of([Row("a", "mail.find"), Row("b", "mail.find")])
