"""Which elements of the tensors are parameters.

The elements of a tensor of floating-point numbers are parameters, but for the buffers that some
programs save beside them. Left out, and named in what is said of the count:

* tensors of truth values (`BOOL`), which are masks;
* tensors that go by a name of `BUFFERS`, such as `inv_freq` and `position_ids`;
* tensors `attn.bias` and `attention.bias` of the shape 1 x 1 x n x n: the causal mask of GPT-2,
  saved as numbers.

No count is given where one stored element is not one parameter, or may not be:

* other tensors of whole numbers, such as the `qweight` of GPTQ and AWQ, the `U8` of bitsandbytes
  and the `_blocks` of MXFP4, which hold several parameters in one number or are 8-bit weights;
* numbers of less than 8 bits, the scales `F8_E8M0`, and complex numbers;
* tensors named as the scales of quantised weights, such as `weight_scale_inv`.

What was saved is counted as it was saved: an output layer that shares its weights with the
embedding is not saved twice, and layers for the prediction of further tokens are counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon.importers import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from colophon.importers.safetensors.header import Tensor

BUFFERS: Final = frozenset(
    {
        "cos_cached",
        "freqs_cis",
        "inv_freq",
        "masked_bias",
        "num_batches_tracked",
        "original_inv_freq",
        "position_ids",
        "relative_position_index",
        "running_mean",
        "running_var",
        "sin_cached",
        "token_type_ids",
    }
)
"""The last part of the names of tensors that are saved and are not parameters."""

_SCALES = (
    ".activation_scale",
    ".k_scale",
    ".kv_scale",
    ".output_scale",
    ".pre_quant_scale",
    ".prob_output_scale",
    ".q_scale",
    ".qscale_act",
    ".qscale_weight",
    ".scales",
    ".v_scale",
    "input_scale",
    "weight_global_scale",
    "weight_scale",
    "weight_scale_2",
    "weight_scale_inv",
)

_MASKS = ("attn.bias", "attention.bias")
_MASK_DIMENSIONS = 4

_FLOATS = frozenset(
    {"F8_E4M3", "F8_E4M3FNUZ", "F8_E5M2", "F8_E5M2FNUZ", "F16", "BF16", "F32", "F64"}
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many parameters there are.

    Attributes:
        parameters: the number, None where it cannot be told from the stored elements.
        without: how many tensors of which kind were left out, such as `{"inv_freq": 32}`.
        why_not: why there is no number, as a clause; empty when there is one.
    """

    parameters: int | None
    without: Counter[str]
    why_not: str


def count(tensors: Iterable[Tensor]) -> Count:
    """Count the parameters in `tensors`."""
    total = 0
    without: Counter[str] = Counter()
    packed: list[Tensor] = []
    for tensor in tensors:
        if buffer := _buffer(tensor):
            without[buffer] += 1
        elif tensor.dtype not in _FLOATS or tensor.name.endswith(_SCALES):
            packed.append(tensor)
        else:
            total += tensor.elements
    if packed:
        first = f"`{quoted(packed[0].name)}` of {packed[0].dtype}"
        more = f" and {len(packed) - 1} more" if len(packed) > 1 else ""
        return Count(
            None, without, f"{first}{more} may be packed, quantised, or scales of quantised weights"
        )
    if total == 0:
        return Count(None, without, "it holds no tensor of floating-point numbers")
    return Count(total, without, "")


def _buffer(tensor: Tensor) -> str:
    """Return what kind of buffer it is, empty when it is none."""
    last = tensor.name.rpartition(".")[2]
    if last in BUFFERS:
        return f"`{last}`"
    if tensor.dtype == "BOOL":
        return "BOOL"
    square = len(tensor.shape) == _MASK_DIMENSIONS and tensor.shape[2] == tensor.shape[3]
    if tensor.name.endswith(_MASKS) and square and tensor.shape[:2] == (1, 1):
        return "`attn.bias` (masks)"
    return ""
