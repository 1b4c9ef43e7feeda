"""Accelerators: whose name it is, what one unit can do, and what a typed peak looks like."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from colophon.compute.accelerators import catalogue, joined
from colophon.compute.hardware import Accelerator, accelerator, accelerators, suspicions
from colophon.errors import UnknownIdError
from colophon.quantities import FLOP_PER_SECOND, Amount, plain


def tera(value: str) -> Amount:
    """Return an exact rate of so many TFLOP/s."""
    return Amount.exactly(Decimal(value) * 10**12, FLOP_PER_SECOND)


def ends(amount: Amount | None, scale: int, *, disputed: bool = False) -> str:
    """Return an amount as the rows have it."""
    if amount is None:
        return ""
    shown = dict.fromkeys(plain(end / 10**scale) for end in (amount.low, amount.high))
    return "-".join(shown) + "?" * disputed


# -- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("NVIDIA H100 80GB HBM3", "h100-sxm"),
        ("NVIDIA H100 PCIe", "h100-pcie"),
        ("NVIDIA H100 NVL", "h100-nvl"),
        ("h100 sxm5 80gb", "h100-sxm"),
        ("H100-SXM", "h100-sxm"),
        ("NVIDIA H200", "h200-sxm"),
        ("NVIDIA H200 NVL", "h200-nvl"),
        ("H800", "h800-sxm"),
        ("NVIDIA GB200 NVL72", "gb200"),
        ("GB200", "gb200"),
        ("B200", "b200"),
        ("GB200 superchip", "gb200-superchip"),
        ("NVIDIA A100-SXM4-80GB", "a100-sxm"),
        ("A100 80GB PCIe", "a100-pcie"),
        ("NVIDIA A100-SXM-64GB", "a100-custom"),
        ("Tesla V100-SXM2-32GB", "v100-sxm"),
        ("AMD Instinct MI300X", "mi300x"),
        ("AMD Instinct MI250X GCD", "mi250x-gcd"),
        ("L40S", "l40s"),
        ("L4", "l4"),
        ("NVIDIA GeForce RTX 4090", "rtx-4090"),
        ("TPUv4", "tpu-v4"),
        ("Google Cloud TPU v4 chips", "tpu-v4"),
        ("TPU v4 core", "tpu-v4-core"),
        ("TPU v5 lite", "tpu-v5e"),
        ("AWS Trainium2", "trainium-2"),
        ("Intel Data Center GPU Max 1550", "max-1550"),
        ("Huawei Ascend 910B", "ascend-910b"),
    ],
)
def test_the_longest_name_is_found(name: str, found: str) -> None:
    """A name is found as drivers report it and as people write it, and the longest one counts."""
    assert accelerator(name).id == found


@pytest.mark.parametrize("one", accelerators(), ids=lambda one: one.id)
def test_every_accelerator_is_found_by_a_name_of_its_own(one: Accelerator) -> None:
    """No accelerator is known only by names that mean others too."""
    own = [name for name in one.names if catalogue().by_name[joined(name)] == (one,)]
    assert own
    assert {accelerator(name).id for name in own} == {one.id}


def test_forms_with_equal_peaks_need_not_be_told_apart() -> None:
    """A bare A100 has the peaks of all its forms, no form, and power from the least to the most."""
    one = accelerator("A100 80GB")
    assert (one.id, one.form, one.peak("bf16")) == ("a100", None, tera("312"))
    assert ends(one.watts, 0) == "250-400"


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("H100", ["`H100 SXM`", "`H100 PCIe`", "`H100 NVL`"]),
        ("NVIDIA H100 80GB", ["`H100 SXM`", "`H100 PCIe`", "`H100 NVL`"]),
        ("V100", ["`V100 SXM`", "`V100 PCIe`"]),
        ("AMD Instinct MI250X", ["`MI250X OAM`", "`MI250X GCD`"]),
        ("TPU v5", ["`TPU v5e`", "`TPU v5p`"]),
        ("Trainium", ["`Trainium 1`", "`Trainium 2`", "`Trainium 3`"]),
        ("Ascend 910", ["`910A`", "`910B`", "`910C`"]),
    ],
)
def test_a_name_of_several_is_refused_with_all_of_them(name: str, choices: list[str]) -> None:
    """Where forms, parts or generations with different peaks share a name, all are named."""
    with pytest.raises(UnknownIdError, match="different peaks") as refused:
        accelerator(name)
    assert refused.value.remedy == f"Write which one: {', '.join(choices)}."


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("H1000", "`H100`"),
        ("NVIDIA H800 PCIe", "`H100 PCIe`"),
        ("H20 PCIe", "`H100 PCIe`"),
        ("RTX 3090 Ti", "`RTX 3090`"),
        ("NVIDIA GeForce RTX 4090 Laptop GPU", "`RTX 4090`"),
        ("A10G", "`A10`"),
        ("MI300", "`MI300X`"),
        ("TPU v4-512", "`TPU v4`"),
        ("DGX A100", "`A100`"),
        ("NVIDIA A100-SXM4-40GB MIG 1g.5gb", "`NVIDIA A100-SXM4-40GB`"),
        ("A100 and H100 SXM", "Give its dense peak"),
        ("abacus", "Give its dense peak"),
        ("", "Give its dense peak"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest_names(name: str, near: str) -> None:
    """Nothing is taken by default, and nothing that a word more makes another accelerator."""
    with pytest.raises(UnknownIdError, match="no accelerator that is known") as refused:
        accelerator(name, place="compute.yaml:5")
    assert near in refused.value.remedy
    assert refused.value.place == "compute.yaml:5"


@given(st.text(max_size=12), st.sampled_from([one.names[-1] for one in accelerators()]))
def test_a_name_with_something_beside_it_is_found_or_refused(beside: str, name: str) -> None:
    """Whatever stands beside a name, another peak is never returned for it."""
    try:
        found = accelerator(f"{name} {beside}")
    except UnknownIdError:
        return
    assert any(joined(own) in joined(f"{name} {beside}") for own in found.names)


# -- Suspicions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peak", "name", "dtype", "kinds"),
    [
        ("989.4", "H100 SXM", "bf16", []),
        ("989", "H100 SXM", "bf16", []),
        ("989.5", "H100 SXM", None, []),
        ("1979", "H100 SXM", "bf16", ["sparse h100-sxm bf16", "dtype h100-sxm fp8"]),
        ("1979", "H100 SXM", None, ["sparse h100-sxm bf16", "dtype h100-sxm fp8"]),
        ("1979", "H100 SXM", "fp8", []),
        ("989.4", "H100 SXM", "fp8", ["dtype h100-sxm bf16"]),
        ("3958", "H100 SXM", None, ["sparse h100-sxm fp8"]),
        ("3958", "H100 SXM", "bf16", ["sparse h100-sxm fp8"]),
        ("756", "H100 SXM", "bf16", ["form h100-pcie bf16"]),
        ("989", "H100 PCIe", "bf16", ["form h100-sxm bf16"]),
        ("989", "H200 NVL", "bf16", ["form h200-sxm bf16"]),
        ("1513", "H100 SXM", None, ["sparse h100-pcie bf16"]),
        ("624", "A100", "bf16", ["sparse a100 bf16"]),
        ("312", "A100", None, []),
        ("156", "A100", None, []),
        ("156", "A100", "bf16", ["dtype a100 tf32"]),
        ("383", "MI250X GCD", "bf16", ["sparse mi250x-gcd bf16", "unit mi250x bf16"]),
        ("191.5", "MI250X OAM", "bf16", ["unit mi250x-gcd bf16"]),
        ("137.5", "TPU v4", "bf16", ["unit tpu-v4-core bf16"]),
        ("275", "TPU v4 core", "bf16", ["sparse tpu-v4-core bf16", "unit tpu-v4 bf16"]),
        ("2500", "B200", "bf16", ["form gb200 bf16"]),
        ("440", "Gaudi 2", "bf16", []),
        ("2250", "B300", "bf16", []),
        ("1e3", "H100 SXM", "bf16", []),
        ("312", "H100 SXM", "bf16", ["other h100-sxm bf16"]),
        ("0.9894", "H100 SXM", None, ["other h100-sxm bf16"]),
        ("330.4", "RTX 4090", "fp16", ["sparse rtx-4090 fp16"]),
        ("312", None, None, []),
        ("123456", None, None, []),
    ],
)
def test_a_typed_peak_looks_like_what_it_is(
    peak: str, name: str | None, dtype: str | None, kinds: list[str]
) -> None:
    """A peak with sparsity, of another form, of a part or a whole, or of another type is told."""
    meant = accelerator(name) if name else None
    found = suspicions(tera(peak), meant, dtype)
    assert [f"{one.kind} {one.accelerator.id} {one.dtype}" for one in found] == kinds


def test_a_sparse_peak_is_recognised_without_the_name() -> None:
    """1979 TFLOP/s is twice the dense peak of several, and the value told is the dense one."""
    found = suspicions(tera("1979"))
    sparse = {one.accelerator.id: one.value for one in found if one.kind == "sparse"}
    assert sparse["h100-sxm"] == tera("989.4")
    assert "a100-sxm" not in sparse
