"""Make the example of `torchtitan`: the configuration that the program writes beside a run.

With torchtitan 0.3.0 and torch 2.13.0:

    pip install torchtitan torch
    python -P tests/artefacts/make/torchtitan.py tests/importers/examples/torchtitan/artefact

The configuration is the program's own small model for tests, written by the program itself. The
description of its layers, which is long and not read, is cut to the first of them. `acme_1b.toml`
beside it is as people write them for the versions before 0.3.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import torch.distributed
from torchtitan.models.llama3.config_registry import llama3_debugmodel

SAVED = "torchtitan.json"


def main() -> None:
    """Write the example."""
    folder = Path(sys.argv[1])
    place = {"RANK": "0", "WORLD_SIZE": "1", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29500"}
    os.environ.update(place)
    torch.distributed.init_process_group("gloo")
    config = llama3_debugmodel()
    config.training.local_batch_size = 4
    config.training.global_batch_size = 64
    config.parallelism.tensor_parallel_degree = 2
    config.debug.save_config_file = f"saved/{SAVED}"
    with tempfile.TemporaryDirectory() as outputs:
        config.dump_folder = outputs
        config.maybe_log()
        saved = json.loads((Path(outputs) / "saved" / SAVED).read_text())
    torch.distributed.destroy_process_group()
    saved["dump_folder"] = "outputs"
    saved["model_spec"]["model"] = {"dim": saved["model_spec"]["model"]["dim"]}
    (folder / SAVED).write_text(json.dumps(saved, indent=2))


main()
