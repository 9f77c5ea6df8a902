"""The caller: LoRA (Hu et al. 2021) on the embedded causal model, with Hugging Face's Trainer."""

import random
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.base.errors import UsageError
from assistant.llm.adapters import WEIGHTS
from assistant.llm.tokens import Tokens
from assistant.training.encode import batch_of, call_loss, encoded
from assistant.training.fast_lora import fast_layers
from assistant.training.mixture import mixed
from assistant.training.padded import alike, padded, padded_loss, wanted_logits
from assistant.training.progress import reporter, saving
from assistant.training.rows import Row, read_rows
from assistant.training.run import SYSTEM, Run, Settings, processes

_DEV = 80  # sentences that each evaluation takes: enough to choose an epoch by
_HEARD, _OWN_SHARE = 4, 5  # times that an own lesson comes; at most one in five of all
_PACK = 4  # sentences of one sequence: attention between more of them costs more than it saves
_LAYER = re.compile(r"\.layers\.(\d+)\.")
PART = "caller"


def train_caller(
    run: Run, data: Path, base: Path, settings: Settings, start: Path | None = None
) -> bool:
    """Train until done or paused; return whether it is done. A run that was begun goes on.

    `start` is an adapter's folder: its weights are taught further.
    """
    import torch

    torch.set_num_threads(settings.threads)
    model, tokens = lora_model(base, settings), Tokens(base)
    if start is not None:
        begin_with(model, start)
    training = encoded(_lessons(read_rows(data / "train.jsonl"), settings), tokens, SYSTEM)
    measuring = encoded(_shuffled(read_rows(data / "dev.jsonl"), 0)[:_DEV], tokens, SYSTEM)
    trainer = _trainer(run, model, (training, measuring), settings)
    checkpoint, first = run.checkpoint(PART), trainer.is_world_process_zero()
    if checkpoint is None and first:
        run.note(log_likelihood_before=likelihood(model, measuring), sentences=len(training))
    with saving():
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    if trainer.state.global_step < trainer.state.max_steps:
        return False
    if first:
        run.note(log_likelihood_after=likelihood(model, measuring), losses=_losses(trainer))
        model.save_pretrained(str(run.part(PART) / "adapter"))
    return True


def lora_model(base: Path, settings: Settings) -> Any:  # noqa: ANN401 - peft.PeftModel
    """Return the base in bfloat16 with fresh LoRA matrices on every linear layer, in float32."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, set_seed

    set_seed(settings.seed)
    model = AutoModelForCausalLM.from_pretrained(
        str(base), dtype=torch.bfloat16, local_files_only=True
    )
    config = LoraConfig(
        r=settings.rank,
        lora_alpha=2 * settings.rank,
        lora_dropout=0.0,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    config._register_custom_module(fast_layers())  # noqa: SLF001 - peft's way to bring own layers
    with warnings.catch_warnings():
        # peft 0.21 asks for an attribute by the name that transformers is giving up.
        warnings.simplefilter("ignore", FutureWarning)
        taught = get_peft_model(model, config)
    lowest = min(settings.lowest, model.config.num_hidden_layers // 2)
    for name, weight in taught.named_parameters():
        layer = _LAYER.search(name)
        if layer and int(layer[1]) < lowest:
            weight.requires_grad = False
    return taught


def begin_with(model: Any, adapter: Path) -> None:  # noqa: ANN401
    """Set the LoRA matrices to those of an adapter of the same rank; raises `UsageError`."""
    import torch
    from safetensors.torch import load_file

    own = dict(model.named_parameters())
    with torch.no_grad():
        for key, found in load_file(str(adapter / WEIGHTS)).items():
            module, _, matrix = key.rpartition(".")
            weight = own.get(f"base_model.model.{module}.{matrix}.default.weight")
            if weight is None or weight.shape != found.shape:
                raise UsageError(
                    "{folder} has another rank or another base.",
                    hint="Begin with an adapter of the same model and --rank.",
                    folder=adapter.name,
                )
            weight.copy_(found)


def likelihood(model: Any, rows: Sequence[dict[str, Any]]) -> float:  # noqa: ANN401
    """Return log P a token of the answers, in nats: sum over all tokens / number of tokens."""
    import torch

    model.eval()
    total, count = 0.0, 0
    with torch.inference_mode():
        for at in range(0, len(rows), _PACK):
            inputs = {
                name: one.to(model.device) for name, one in batch_of(rows[at : at + _PACK]).items()
            }
            labels = inputs.pop("labels")
            total += float(call_loss(model(**inputs), labels, 1))
            count += labels.numel()
    return -total / max(count, 1)


def _trainer(
    run: Run,
    model: Any,  # noqa: ANN401
    data: tuple[Sequence[dict[str, Any]], Sequence[dict[str, Any]]],
    settings: Settings,
) -> Any:  # noqa: ANN401 - transformers.Trainer
    import torch
    from transformers import TrainingArguments

    batch, single = min(_PACK, settings.batch), processes() == 1
    if single:  # of like length and padded; several processes pack, see `encode`
        batch = settings.batch
    eager = settings.steps or settings.epochs < 1
    arguments = TrainingArguments(
        output_dir=str(run.part(PART) / "checkpoints"),
        num_train_epochs=settings.epochs,
        max_steps=settings.steps or -1,
        per_device_train_batch_size=batch,
        per_device_eval_batch_size=batch,
        gradient_accumulation_steps=max(1, settings.batch // batch // processes()),
        train_sampling_strategy="sequential" if single else "random",
        auto_find_batch_size=True,
        learning_rate=settings.rate,
        lr_scheduler_type="cosine",
        warmup_steps=0.05,
        weight_decay=0.01,
        eval_strategy="steps" if eager else "epoch",
        eval_steps=settings.save_every,
        save_strategy="steps" if eager else "epoch",
        save_steps=settings.save_every,
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="eval_loss",
        greater_is_better=False,
        logging_steps=5,
        seed=settings.seed,
        use_cpu=not torch.cuda.is_available(),
        remove_unused_columns=False,
        prediction_loss_only=True,
        dataloader_pin_memory=False,
        disable_tqdm=True,
        ddp_find_unused_parameters=False,
        report_to="none",
    )
    return _kind_of_trainer(single=single)(
        model=model,
        args=arguments,
        train_dataset=alike(data[0], batch, settings.seed) if single else data[0],
        eval_dataset=data[1],
        data_collator=padded if single else batch_of,
        compute_loss_func=None if single else call_loss,
        callbacks=[reporter(run, PART)],
    )


def _kind_of_trainer(*, single: bool) -> Any:  # noqa: ANN401 - a class of transformers
    from transformers import Trainer

    class Padded(Trainer):  # type: ignore[misc]
        """A Trainer whose batches are those of `padded`."""

        def compute_loss(
            self,
            model: Any,  # noqa: ANN401
            inputs: Any,  # noqa: ANN401
            return_outputs: bool = False,  # noqa: FBT001, FBT002 - transformers' signature
            num_items_in_batch: Any = None,  # noqa: ANN401
        ) -> Any:  # noqa: ANN401
            """Return the mean loss over the learned tokens, in nats."""
            del num_items_in_batch
            logits = wanted_logits(model, inputs)
            loss = padded_loss(logits, inputs)
            return (loss, {"logits": logits}) if return_outputs else loss

    return Padded if single else Trainer


def _losses(trainer: Any) -> list[dict[str, float]]:  # noqa: ANN401
    kept = ("step", "loss", "eval_loss", "learning_rate")
    return [{k: v for k, v in one.items() if k in kept} for one in trainer.state.log_history]


def _lessons(rows: Sequence[Row], settings: Settings) -> list[Row]:
    if processes() > 1:  # packed sequences have one loss for all tokens
        rows = [row for row in rows if not row.wrong]
    if settings.mix and settings.steps:
        drawn = mixed(rows, settings.steps * settings.batch, settings.seed)
        return _with_mine(drawn, rows, settings.seed)
    return _shuffled(rows, settings.seed)


def _with_mine(drawn: list[Row], rows: Sequence[Row], seed: int) -> list[Row]:
    """Put each of the user's own lessons in some places: drawn by lot, few would ever come."""
    own = [row for row in rows if row.source == "mine"] * _HEARD
    places = list(range(len(drawn)))
    random.Random(seed).shuffle(places)  # noqa: S311 - no secret
    for place, row in zip(places[: len(drawn) // _OWN_SHARE], own, strict=False):
        drawn[place] = row
    return drawn


def _shuffled(rows: Sequence[Row], seed: int) -> list[Row]:
    mixed = list(rows)
    random.Random(seed).shuffle(mixed)  # noqa: S311 - no secret
    return mixed
