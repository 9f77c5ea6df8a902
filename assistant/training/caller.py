"""The caller: LoRA (Hu et al. 2021) on the embedded causal model, with Hugging Face's Trainer."""

import random
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.llm.tokens import Tokens
from assistant.training.encode import batch_of, call_loss, encoded
from assistant.training.progress import reporter
from assistant.training.rows import Row, read_rows
from assistant.training.run import SYSTEM, Run, Settings, processes

_DEV = 80  # sentences that each evaluation takes: enough to choose an epoch by
_PACK = 4  # sentences of one sequence: attention between more of them costs more than it saves
PART = "caller"


def train_caller(run: Run, data: Path, base: Path, settings: Settings) -> bool:
    """Train until done or paused; return whether it is done. A run that was begun goes on."""
    import torch

    torch.set_num_threads(settings.threads)
    model, tokens = lora_model(base, settings), Tokens(base)
    training = encoded(_shuffled(read_rows(data / "train.jsonl"), settings.seed), tokens, SYSTEM)
    measuring = encoded(_shuffled(read_rows(data / "dev.jsonl"), 0)[:_DEV], tokens, SYSTEM)
    trainer = _trainer(run, model, (training, measuring), settings)
    checkpoint, first = run.checkpoint(PART), trainer.is_world_process_zero()
    if checkpoint is None and first:
        run.note(log_likelihood_before=likelihood(model, measuring), sentences=len(training))
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
    with warnings.catch_warnings():
        # peft 0.21 asks for an attribute by the name that transformers is giving up.
        warnings.simplefilter("ignore", FutureWarning)
        return get_peft_model(model, config)


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
    from transformers import Trainer, TrainingArguments

    eager = settings.steps or settings.epochs < 1
    arguments = TrainingArguments(
        output_dir=str(run.part(PART) / "checkpoints"),
        num_train_epochs=settings.epochs,
        max_steps=settings.steps or -1,
        per_device_train_batch_size=min(_PACK, settings.batch),
        per_device_eval_batch_size=_PACK,
        gradient_accumulation_steps=max(1, settings.batch // _PACK // processes()),
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
        logging_steps=10,
        seed=settings.seed,
        use_cpu=not torch.cuda.is_available(),
        remove_unused_columns=False,
        prediction_loss_only=True,
        dataloader_pin_memory=False,
        disable_tqdm=True,
        ddp_find_unused_parameters=False,
        report_to="none",
    )
    return Trainer(
        model=model,
        args=arguments,
        train_dataset=data[0],
        eval_dataset=data[1],
        data_collator=batch_of,
        compute_loss_func=call_loss,
        callbacks=[reporter(run, PART)],
    )


def _losses(trainer: Any) -> list[dict[str, float]]:  # noqa: ANN401
    kept = ("step", "loss", "eval_loss", "learning_rate")
    return [{k: v for k, v in one.items() if k in kept} for one in trainer.state.log_history]


def _shuffled(rows: Sequence[Row], seed: int) -> list[Row]:
    mixed = list(rows)
    random.Random(seed).shuffle(mixed)  # noqa: S311 - no secret
    return mixed
