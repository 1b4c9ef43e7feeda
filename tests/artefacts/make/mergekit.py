"""The example of `mergekit`: the configurations of two merges.

MergeKit writes the text of the configuration that it was given beside the weights. The weights are
left out: the text is checked with the classes of MergeKit 0.1.5, and written as it writes it;
run `python -P mergekit.py`, or it
imports itself.
"""

from pathlib import Path

import yaml
from mergekit.config import MergeConfiguration
from mergekit.moe.config import MoEMergeConfig

ARTEFACT = Path(__file__).parents[2] / "importers/examples/mergekit/artefact"

MERGE = """\
models:
  - model: acme/acme-7b
  - model: acme/acme-7b-chat@4f2c0c8d
    parameters:
      density: 0.5
      weight: 0.3
  - model: other/law-7b+other/law-lora
    parameters:
      density: [0.2, 0.8]
      weight: 1e-1
merge_method: dare_ties
base_model: acme/acme-7b
dtype: bfloat16
"""

EXPERTS = """\
base_model: acme/acme-7b
gate_mode: hidden
dtype: bfloat16
experts:
  - source_model: acme/acme-7b-chat
    positive_prompts: ["chat"]
  - source_model: other/law-7b
    positive_prompts: ["law"]
"""

MergeConfiguration.model_validate(yaml.safe_load(MERGE))
MoEMergeConfig.model_validate(yaml.safe_load(EXPERTS))

ARTEFACT.mkdir(parents=True, exist_ok=True)
(ARTEFACT / "mergekit_config.yml").write_text(MERGE, "utf-8")
(ARTEFACT / "mergekit_moe_config.yml").write_text(EXPERTS, "utf-8")
