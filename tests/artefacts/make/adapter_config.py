"""The example of `adapter_config`: a LoRA adapter of a model without weights.

Made with PEFT 0.21.2, torch 2.15.0 (for its imports alone); run `python adapter_config.py`.
"""

from pathlib import Path

from peft import LoraConfig

ARTEFACT = Path(__file__).parents[2] / "importers/examples/adapter_config/artefact"

config = LoraConfig(
    base_model_name_or_path="acme/acme-7b",
    revision="4f2c0c8d",
    task_type="CAUSAL_LM",
    r=16,
    lora_alpha=32,
    target_modules=["q_proj"],  # one: PEFT keeps a set, whose order changes from run to run
    modules_to_save=["lm_head"],
    use_dora=True,
)
config.save_pretrained(ARTEFACT)
