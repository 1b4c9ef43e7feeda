"""What the classes of models take where a configuration leaves a value out.

Programs leave out of the objects inside a `config.json` whatever equals what the class takes, sizes
too. `data/classes.json` holds that for each type, as transformers 5.23 and diffusers 0.42 have it.
At the top of a file programs write all sizes; there only the smaller things may be missing, which
`data/decoders.json` lists for decoders of language.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from colophon.reading import json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.reading import Plain

SIZES: Final = """
    channels d_ff d_kv d_model decoder_attention_heads decoder_ffn_dim decoder_layers depth
    depths dim dim_feedforward embed_dim encoder_attention_heads encoder_ffn_dim
    encoder_layers head_dim hidden_dim hidden_size hidden_sizes image_size intermediate_size
    n_heads n_layers num_attention_heads num_heads num_hidden_layers num_key_value_heads
    num_layers patch_size vocab_size
    """
"""Without these at its top a file does not say how large the model is."""

_ALWAYS = frozenset(SIZES.split())


def taken(model_type: str, *, nested: bool) -> Mapping[str, Plain]:
    """Return what the class of a type takes where the file leaves it out.

    Args:
        model_type: of the model, or of the part of one; of an unknown one nothing is taken.
        nested: whether the object stands inside another, and may leave out its sizes too.
    """
    known, small = (of.get(model_type, {}) for of in (_read("classes"), _read("decoders")))
    if not nested:
        known = {key: known[key] for key in known.keys() - _ALWAYS}
    return {**known, **small}


@cache
def _read(name: str) -> Mapping[str, Mapping[str, Any]]:
    """Return what each class takes, by one of the files of data."""
    source = files("colophon.compute").joinpath("data", f"{name}.json").read_bytes()
    read = json(source, f"{name}.json").value
    assert isinstance(read, dict), "the file maps types to what their classes take"
    return read
