"""Make the example of `olmo_core`: the configuration that OLMo-core writes into a checkpoint.

With ai2-olmo-core 3.0.0 and torch 2.13.0:

    pip install ai2-olmo-core torch
    python -P tests/artefacts/make/olmo_core.py tests/importers/examples/olmo_core/artefact

The configuration is put together from the program's own classes and written as its
`ConfigSaverCallback` writes it. The `config.yaml` of the older OLMo, which cannot be installed
beside it, is written as that program's configurations in its repository are.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from olmo_core.config import Config, DType
from olmo_core.data import NumpyDataLoaderConfig
from olmo_core.distributed.parallel import DataParallelType
from olmo_core.nn.transformer import TransformerConfig
from olmo_core.optim import AdamWConfig
from olmo_core.train import Duration, TrainerConfig
from olmo_core.train.train_module import (
    TransformerDataParallelConfig,
    TransformerTrainModuleConfig,
)

OLDER = """\
run_name: acme-1b
seed: 6198
dry_run: false
model:
  d_model: 2048
  n_heads: 16
  n_layers: 16
  mlp_ratio: 8
  max_sequence_length: 4096
  vocab_size: 50280
optimizer:
  name: adamw
  learning_rate: 0.0004
  weight_decay: 0.1
scheduler:
  name: cosine_with_warmup
  t_warmup: 2000
save_folder: runs/acme-1b
max_duration: 2e12T
global_train_batch_size: 1024
device_train_microbatch_size: 4
precision: amp_bf16
activation_checkpointing: null
"""


@dataclass
class Experiment(Config):
    """What the scripts of OLMo-core put together."""

    run_name: str
    model: TransformerConfig
    data_loader: NumpyDataLoaderConfig
    train_module: TransformerTrainModuleConfig
    trainer: TrainerConfig


def main(target: Path) -> None:
    """Write both to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    config = Experiment(
        run_name="acme-1b",
        model=TransformerConfig.llama2_271M(vocab_size=32000),
        data_loader=NumpyDataLoaderConfig(global_batch_size=256 * 1024, seed=0),
        train_module=TransformerTrainModuleConfig(
            rank_microbatch_size=16 * 1024,
            max_sequence_length=1024,
            optim=AdamWConfig(lr=4e-4),
            dp_config=TransformerDataParallelConfig(
                name=DataParallelType.hsdp, param_dtype=DType.bfloat16, shard_degree=8
            ),
        ),
        trainer=TrainerConfig(save_folder="runs/acme-1b", max_duration=Duration.steps(1000)),
    )
    (target / "config.json").write_text(json.dumps(config.as_config_dict()))
    (target / "config.yaml").write_text(OLDER)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
