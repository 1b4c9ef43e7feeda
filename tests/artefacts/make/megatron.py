"""Make the example of `megatron`: a training in two jobs, and the log of the second.

Megatron-LM needs accelerators, so these lines are written as its source writes them
(`megatron/training` of its repository: `append_to_progress_log`,
`compute_throughputs_and_append_to_progress_log`, `_print_args`, `training_log`), with invented
numbers:

    python -P tests/artefacts/make/megatron.py tests/importers/examples/megatron/artefact
"""

from __future__ import annotations

import sys
from pathlib import Path

ARGUMENTS = {
    "bf16": True,
    "context_parallel_size": 1,
    "data_parallel_size": 4,
    "expert_model_parallel_size": 1,
    "fp8": None,
    "global_batch_size": 64,
    "lr": 0.0003,
    "micro_batch_size": 2,
    "optimizer": "adam",
    "params_dtype": "torch.bfloat16",
    "pipeline_model_parallel_size": 2,
    "rampup_batch_size": None,
    "recompute_granularity": "selective",
    "seq_length": 4096,
    "tensor_model_parallel_size": 2,
    "train_iters": 300,
    "train_samples": None,
    "world_size": 16,
}
TITLE = "arguments"
FLOP = 1.234e15
"""Of one step."""


def progress(at: str, job: int, what: str) -> str:
    """Return one line of `progress.txt`."""
    return f"2026-03-0{at}\tJob ID: {job}\t# GPUs: 16\t{what}\n"


def saved(step: int, word: str) -> str:
    """Return what is said of a checkpoint."""
    return (
        f"{word} checkpoint\tIteration: {step}\tJob throughput: 201.3 TFLOP/s/GPU\t"
        f"Cumulative throughput: 199.8 TFLOP/s/GPU\tFloating-point operations: {step * FLOP:.2e}\t"
        f"Tokens (in billions): {step * 64 * 4096 / 10**9:.2f}"
    )


def step(number: int) -> str:
    """Return what the log says of one step."""
    return (
        f" [2026-03-02 09:{number % 60:02d}:00.000000] iteration {number:8d}/{300:8d} |"
        f" consumed samples: {number * 64:12d} | elapsed time per iteration (ms): 383.1 |"
        f" learning rate: 2.9E-04 | global batch size: {64:5d} | lm loss: 2.9E+00 |"
        " loss scale: 1.0 | grad norm: 0.712 | number of skipped iterations:   0 |"
        " number of nan iterations:   0 |\n"
    )


def main(target: Path) -> None:
    """Write both files to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "progress.txt").write_text(
        progress("1 10:00:00", 4711, "Starting job")
        + progress("1 10:20:00", 4711, saved(100, "Saving async"))
        + progress("1 10:20:30", 4711, "Saved async checkpoint\tIteration: 100")
        + progress("2 08:55:00", 4712, "Starting job")
        + progress("2 09:15:00", 4712, saved(200, "Saving async"))
        + progress("2 09:15:30", 4712, "Saved async checkpoint\tIteration: 200")
        + progress("2 09:35:00", 4712, saved(300, "Saving async"))
        + progress("2 09:35:30", 4712, "Saved async checkpoint\tIteration: 300")
    )
    lines = [f"  {name} {'.' * (48 - len(name))} {value}\n" for name, value in ARGUMENTS.items()]
    (target / "pretrain-4712.out").write_text(
        "using world size: 16, data-parallel size: 4, context-parallel size: 1, "
        "tensor-model-parallel size: 2, pipeline-model-parallel size: 2\n"
        f"------------------------ {TITLE} ------------------------\n"
        + "".join(lines)
        + f"-------------------- end of {TITLE} ---------------------\n"
        + "".join(map(step, range(110, 301, 10)))
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
