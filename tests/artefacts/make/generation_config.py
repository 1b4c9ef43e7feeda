"""The example of `generation_config`: settings that a model is delivered with.

Made with Transformers, its version is in the file; run `python generation_config.py`.
"""

from pathlib import Path

from transformers import GenerationConfig

ARTEFACT = Path(__file__).parents[2] / "importers/examples/generation_config/artefact"

config = GenerationConfig(
    do_sample=True, temperature=0.6, top_p=0.95, top_k=20, max_new_tokens=4096, eos_token_id=2
)
config.save_pretrained(ARTEFACT)
