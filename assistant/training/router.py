"""The router: the MiniLM encoder as a classifier of sentences, with Hugging Face's Trainer."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.base.errors import UsageError
from assistant.llm.adapters import TALK
from assistant.training.progress import reporter, saving
from assistant.training.rows import Row, read_rows
from assistant.training.run import Run, Settings, write_json

if TYPE_CHECKING:
    from torch import Tensor

PART = "router"
_LONGEST = 64  # tokens of a sentence
_GENTLE = 0.3  # of the caller's rate: these weights are whole, not small additions


def train_router(run: Run, data: Path, encoder: Path, settings: Settings) -> bool:
    """Train until done or paused; return whether it is done. A run that was begun goes on."""
    import torch
    from transformers import Trainer

    torch.set_num_threads(settings.threads)
    rows = {part: _right(data / f"{part}.jsonl") for part in ("train", "dev")}
    labels = labels_of(rows["train"])
    model = classifier(encoder, labels, settings.seed)
    collate = partial(_batch, tokenizer=_tokenizer(encoder), labels=labels)
    known = {part: [row for row in own if _name(row) in labels] for part, own in rows.items()}
    trainer = Trainer(
        model=model,
        args=_arguments(run, settings),
        train_dataset=known["train"],
        eval_dataset=known["dev"],
        data_collator=collate,
        compute_metrics=_accuracy,
        callbacks=[reporter(run, PART)],
    )
    checkpoint = run.checkpoint(PART)
    with saving():
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    if trainer.state.global_step < trainer.state.max_steps:
        return False
    if trainer.is_world_process_zero():
        save(run.part(PART) / "head", model, labels)
        run.note(router_accuracy=trainer.evaluate()["eval_accuracy"])
    return True


def labels_of(rows: Sequence[Row]) -> list[str]:
    """Return the tools to tell apart, sorted; raises `UsageError` where there is only one."""
    labels = sorted({_name(row) for row in rows})
    if len(labels) < 2:
        raise UsageError(
            "There is nothing to learn: all sentences are of one kind.",
            hint="Collect sentences of other kinds too.",
        )
    return labels


def classifier(encoder: Path, labels: Sequence[str], seed: int) -> Any:  # noqa: ANN401
    """Return a BertForSequenceClassification on the encoder's weights, embeddings frozen."""
    from transformers import AutoModelForSequenceClassification, set_seed

    set_seed(seed)
    model = AutoModelForSequenceClassification.from_pretrained(
        str(encoder), num_labels=len(labels), local_files_only=True
    )
    for weight in model.base_model.embeddings.parameters():
        weight.requires_grad = False
    return model


def save(folder: Path, model: Any, labels: Sequence[str]) -> None:  # noqa: ANN401
    """Write the trained weights in bfloat16 (the frozen ones are the encoder's) and the labels."""
    import torch
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        name: weight.detach().to("cpu", torch.bfloat16).contiguous()
        for name, weight in model.named_parameters()
        if weight.requires_grad
    }
    save_file(weights, str(folder / "router.safetensors"), metadata={"format": "pt"})
    write_json(folder / "labels.json", {"labels": list(labels)})


def load(folder: Path, encoder: Path) -> tuple[Any, list[str]]:
    """Return the classifier that `save` wrote, and its labels."""
    import json

    from safetensors.torch import load_file

    labels: list[str] = json.loads((folder / "labels.json").read_text("utf-8"))["labels"]
    model = classifier(encoder, labels, 0)
    model.load_state_dict(load_file(str(folder / "router.safetensors")), strict=False)
    model.eval()
    return model, labels


def predicted(folder: Path, encoder: Path, sentences: Sequence[str]) -> list[str]:
    """Return the tool of every sentence; `TALK` where none fits."""
    import torch

    model, labels = load(folder, encoder)
    tokenizer = _tokenizer(encoder)
    found: list[str] = []
    with torch.inference_mode():
        for at in range(0, len(sentences), 32):
            inputs = _coded(sentences[at : at + 32], tokenizer)
            found += [labels[best] for best in model(**inputs).logits.argmax(-1).tolist()]
    return found


def _right(path: Path) -> list[Row]:
    return [row for row in read_rows(path) if not row.wrong]


def _name(row: Row) -> str:
    return row.tool or TALK


def _tokenizer(encoder: Path) -> Any:  # noqa: ANN401 - tokenizers ships no types
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.enable_padding()
    return tokenizer


def _coded(sentences: Sequence[str], tokenizer: Any) -> "dict[str, Tensor]":  # noqa: ANN401
    import torch

    coded = tokenizer.encode_batch(list(sentences))
    return {
        "input_ids": torch.tensor([one.ids for one in coded]),
        "attention_mask": torch.tensor([one.attention_mask for one in coded]),
    }


def _batch(rows: Sequence[Row], tokenizer: Any, labels: Sequence[str]) -> "dict[str, Tensor]":  # noqa: ANN401
    import torch

    wanted = torch.tensor([labels.index(_name(row)) for row in rows])
    return {**_coded([row.text for row in rows], tokenizer), "labels": wanted}


def _accuracy(found: Any) -> Mapping[str, float]:  # noqa: ANN401 - transformers.EvalPrediction
    return {"accuracy": float((found.predictions.argmax(-1) == found.label_ids).mean())}


def _arguments(run: Run, settings: Settings) -> Any:  # noqa: ANN401
    import torch
    from transformers import TrainingArguments

    return TrainingArguments(
        output_dir=str(run.part(PART) / "checkpoints"),
        num_train_epochs=settings.epochs,
        max_steps=settings.steps or -1,
        per_device_train_batch_size=2 * settings.batch,
        per_device_eval_batch_size=2 * settings.batch,
        auto_find_batch_size=True,
        learning_rate=_GENTLE * settings.rate,
        lr_scheduler_type="cosine",
        warmup_steps=0.1,
        weight_decay=0.01,
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="accuracy",
        logging_steps=10,
        seed=settings.seed,
        use_cpu=not torch.cuda.is_available(),
        remove_unused_columns=False,
        dataloader_pin_memory=False,
        disable_tqdm=True,
        ddp_find_unused_parameters=False,
        report_to="none",
    )
