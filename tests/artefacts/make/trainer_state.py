"""Make the example of `trainer_state`: a run of the Trainer that was stopped and resumed.

With transformers 5.23.0, torch 2.13.0 and accelerate 1.15.0:

    pip install torch transformers accelerate
    python -P tests/artefacts/make/trainer_state.py tests/importers/examples/trainer_state/artefact

A toy of two layers learns random numbers for six steps, is stopped after four, and is resumed from
its second checkpoint. Only the texts that the Trainer leaves behind are kept.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import torch
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

LENGTH, VOCABULARY, STEPS = 16, 64, 6


class Numbers(torch.utils.data.Dataset):
    """Sequences of random numbers."""

    def __len__(self) -> int:
        return 24

    def __getitem__(self, at: int) -> dict[str, torch.Tensor]:
        tokens = torch.randint(VOCABULARY, (LENGTH,), generator=torch.Generator().manual_seed(at))
        return {"input_ids": tokens, "labels": tokens}


class Stop(TrainerCallback):
    """Stop after some steps, as a job that runs out of time does."""

    def __init__(self, after: int) -> None:
        self.after = after

    def on_step_end(self, args: object, state: object, control: object, **_: object) -> object:
        """Ask for the end."""
        if state.global_step == self.after:
            control.should_training_stop = True
        return control


def trainer(folder: str, *callbacks: TrainerCallback) -> Trainer:
    """Return a trainer of the toy that writes to `folder`."""
    torch.manual_seed(0)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=VOCABULARY,
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
        )
    )
    arguments = TrainingArguments(
        output_dir=folder,
        max_steps=STEPS,
        per_device_train_batch_size=4,
        logging_steps=1,
        save_steps=2,
        include_num_input_tokens_seen="all",
        report_to=[],
        use_cpu=True,
        disable_tqdm=True,
    )
    return Trainer(model, arguments, train_dataset=Numbers(), callbacks=list(callbacks))


def main(target: Path) -> None:
    """Write the texts of the run to `target`."""
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        trainer("run", Stop(4)).train()
        second = trainer("run")
        result = second.train(resume_from_checkpoint="run/checkpoint-2")
        second.save_metrics("train", {**result.metrics, "train_samples": len(Numbers())})
        second.save_state()
        shutil.rmtree(target, ignore_errors=True)
        for path in sorted(Path("run").rglob("*.json")):
            if path.name in {"trainer_state.json", "train_results.json", "all_results.json"}:
                kept = target / path.relative_to("run")
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, kept)


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
