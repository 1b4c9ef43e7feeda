"""The example of `gguf`: a model of a few numbers in a set of two files, and an adapter.

Made with gguf 0.19.0, the library of llama.cpp; run `python -P gguf.py`, or it imports itself.
"""

from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType
from gguf.quants import quantize

ARTEFACT = Path(__file__).parents[2] / "importers/examples/gguf/artefact"
WIDTH, TOKENS = 32, 6

ARTEFACT.mkdir(parents=True, exist_ok=True)


def finish(writer: GGUFWriter) -> None:
    """Write what was added."""
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


model = GGUFWriter(ARTEFACT / "acme.gguf", "llama", split_max_tensors=3)
model.add_type("model")
model.add_name("Acme 1B")
model.add_license("apache-2.0")
model.add_languages(["en", "no"])
model.add_file_type(LlamaFileType.MOSTLY_Q8_0)
model.add_base_model_count(1)
model.add_base_model_name(0, "Acme 1B Base")
model.add_base_model_repo_url(0, "https://example.org/acme/acme-1b-base")
model.add_context_length(2048)
model.add_embedding_length(WIDTH)
model.add_block_count(1)
model.add_head_count(4)
model.add_head_count_kv(2)
model.add_vocab_size(TOKENS)
model.add_token_list([f"token {number}" for number in range(TOKENS)])
for name, shape in {
    "token_embd.weight": (TOKENS, WIDTH),
    "blk.0.attn_q.weight": (WIDTH, WIDTH),
    "blk.0.ffn_up.weight": (2 * WIDTH, WIDTH),
}.items():
    packed = quantize(np.zeros(shape, "float32"), GGMLQuantizationType.Q8_0)
    model.add_tensor(name, packed, raw_dtype=GGMLQuantizationType.Q8_0)
model.add_tensor("output_norm.weight", np.ones(WIDTH, "float32"))
model.add_tensor("rope_freqs.weight", np.ones(4, "float32"))
finish(model)

adapter = GGUFWriter(ARTEFACT / "law-lora.gguf", "llama")
adapter.add_type("adapter")
adapter.add_string("adapter.type", "lora")
adapter.add_base_model_count(1)
adapter.add_base_model_name(0, "Acme 1B")
adapter.add_tensor("blk.0.attn_q.weight.lora_a", np.zeros((4, WIDTH), "float16"))
adapter.add_tensor("blk.0.attn_q.weight.lora_b", np.zeros((WIDTH, 4), "float16"))
finish(adapter)
