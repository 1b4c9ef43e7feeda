"""Accelerators as data: every figure as it is known, and mistakes in the data refused."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from colophon.compute.accelerators import load
from colophon.compute.hardware import accelerator, accelerators
from colophon.errors import LawError, ReadingError, UnknownIdError
from colophon.law.model import Confirmed
from colophon.quantities import FLOP_PER_SECOND, Amount, plain

# -- Every row of the data --------------------------------------------------------------------

BOTH = ("fp16", "bf16")

ROWS: list[tuple[str, tuple[str, ...], str, dict[str, str], str]] = [
    # name, dtypes of the first figure, that figure, other figures, watts
    ("V100 SXM", ("fp16",), "125", {"fp32": "15.7"}, "300"),
    ("V100 PCIe", ("fp16",), "112", {}, "250"),
    ("A100 SXM", BOTH, "312", {"tf32": "156"}, "400"),
    ("A100 PCIe", BOTH, "312", {"tf32": "156"}, "250-300"),
    ("A800 SXM", BOTH, "312", {"tf32": "156"}, "400"),
    ("A800 PCIe", BOTH, "312", {"tf32": "156"}, "250-300"),
    ("A40", BOTH, "149.7", {"tf32": "74.85"}, "300"),
    ("A30", BOTH, "165", {"tf32": "82.5"}, "165"),
    ("A10", BOTH, "125", {"tf32": "62.5"}, "150"),
    ("L4", BOTH, "121", {"tf32": "60.5", "fp8": "242"}, "72"),
    ("L40", BOTH, "181", {"tf32": "90.5"}, "300"),
    ("L40S", BOTH, "362", {"tf32": "181", "fp8": "733"}, "350"),
    ("RTX 3090", BOTH, "71", {}, "350"),
    ("RTX 4090", BOTH, "165.2", {}, "450"),
    ("RTX 5090", BOTH, "209.5", {}, "575"),
    ("H100 SXM", BOTH, "989.4", {"tf32": "494.7", "fp8": "1978.9"}, "700"),
    ("H200 SXM", BOTH, "989.4", {"tf32": "494.7", "fp8": "1978.9"}, "700"),
    ("GH200", BOTH, "989.4", {"tf32": "494.7", "fp8": "1978.9"}, "700-1000"),
    ("H100 PCIe", BOTH, "756", {"fp8": "1513"}, "350"),
    ("H100 NVL", BOTH, "835", {"fp8": "1671"}, "400"),
    ("H200 NVL", BOTH, "836", {"fp8": "1671"}, "600"),
    ("H800 SXM", BOTH, "989", {"fp8": "1979"}, "700"),
    ("H20", BOTH, "148", {"fp8": "296"}, "400"),
    ("B200", BOTH, "2250", {"tf32": "1125", "fp8": "4500", "fp4": "9000"}, "1000"),
    ("GB200", BOTH, "2500", {"tf32": "1250", "fp8": "5000", "fp4": "10000"}, "1200"),
    ("GB200 superchip", BOTH, "5000", {"tf32": "2500", "fp8": "10000", "fp4": "20000"}, ""),
    ("B300", BOTH, "2250?", {"fp8": "4500", "fp4": "14000"}, "1100"),
    ("GB300", BOTH, "2500?", {"fp8": "5000", "fp4": "15000"}, "1400"),
    ("MI250X OAM", BOTH, "383", {}, "500-560"),
    ("MI250X GCD", BOTH, "191.5", {}, ""),
    ("MI250 OAM", BOTH, "362", {}, "500-560"),
    ("MI250 GCD", BOTH, "181", {}, ""),
    ("MI300X", BOTH, "1307", {"tf32": "654", "fp8": "2615"}, "750"),
    ("MI325X", BOTH, "1307", {"tf32": "654", "fp8": "2615"}, "1000"),
    ("MI300A", BOTH, "981", {"fp8": "1961"}, "550-760"),
    ("MI350X", BOTH, "2300", {"fp8": "4600?", "fp4": "9200"}, "1000"),
    ("MI355X", BOTH, "2500", {"fp8": "5000?", "fp4": "10000"}, "1400"),
    ("TPU v2", ("bf16",), "46", {}, "280"),
    ("TPU v2 core", ("bf16",), "23", {}, ""),
    ("TPU v3", ("bf16",), "123", {}, "450"),
    ("TPU v3 core", ("bf16",), "61.5", {}, ""),
    ("TPU v4", ("bf16",), "275", {}, "340"),
    ("TPU v4 core", ("bf16",), "137.5", {}, ""),
    ("TPU v5e", ("bf16",), "197", {}, "225"),
    ("TPU v5p", ("bf16",), "459", {}, "540"),
    ("TPU v5p core", ("bf16",), "229.5", {}, ""),
    ("TPU v6e", ("bf16",), "918", {"fp8": "918"}, "380"),
    ("TPU v7", ("bf16",), "2307", {"fp8": "4614"}, "960"),
    ("Trainium 1", BOTH, "190", {"fp8": "190"}, ""),
    ("Trainium 2", BOTH, "667", {"fp8": "1299"}, "500"),
    ("Trainium 3", BOTH, "671", {"fp8": "2517"}, "700"),
    ("Gaudi 2", BOTH, "432-450?", {"fp8": "865"}, "600"),
    ("Gaudi 3", BOTH, "1678-1835?", {"fp8": "1835"}, "900"),
    ("Max 1550", BOTH, "839", {}, "600"),
    ("Ascend 910A", ("fp16",), "256-320?", {}, "310"),
    ("Ascend 910B", BOTH, "280-400?", {}, "400"),
    ("Ascend 910C", BOTH, "800?", {}, "700"),
    ("A100 64GB", (), "", {}, ""),
]


def tera(value: str) -> Amount:
    """Return an exact rate of so many TFLOP/s."""
    return Amount.exactly(Decimal(value) * 10**12, FLOP_PER_SECOND)


def ends(amount: Amount | None, scale: int, *, disputed: bool = False) -> str:
    """Return an amount as the rows have it."""
    if amount is None:
        return ""
    shown = dict.fromkeys(plain(end / 10**scale) for end in (amount.low, amount.high))
    return "-".join(shown) + "?" * disputed


@pytest.mark.parametrize(("name", "dtypes", "first", "others", "watts"), ROWS)
def test_a_row_is_as_it_is_known(
    name: str, dtypes: tuple[str, ...], first: str, others: dict[str, str], watts: str
) -> None:
    """Each accelerator has the peaks and the power that are known of it, and no others."""
    one = accelerator(name)
    peaks = {peak.dtype: ends(peak.amount, 12, disputed=peak.disputed) for peak in one.peaks}
    assert peaks == {**dict.fromkeys(dtypes, first), **others}
    assert ends(one.watts, 0) == watts


def test_no_row_is_left_out() -> None:
    """The rows are all that the data hold."""
    rows = [accelerator(name).id for name, *_ in ROWS]
    assert sorted(rows) == sorted(one.id for one in accelerators())


def test_every_figure_has_a_source_and_a_grade() -> None:
    """What was read somewhere is told from what is only remembered."""
    grades = {peak.source.confirmed for one in accelerators() for peak in one.peaks}
    assert grades == {Confirmed.RECALLED, Confirmed.SECONDARY}
    for one in accelerators():
        assert (one.watts is None) == (one.watts_source is None)
        assert one.watts_source is None or one.watts_source.words
    fp8 = accelerator("TPU v6e").peaks[-1]
    assert fp8.source.confirmed is Confirmed.SECONDARY
    assert "Epoch" in fp8.source.words


def test_a_peak_in_dispute_is_an_interval_or_is_refused() -> None:
    """Where sources give a range it is the peak; where they only disagree there is none."""
    peak = accelerator("Gaudi 2").peak("bf16")
    assert (peak.low, peak.best, peak.high) == tuple(
        Decimal(end) * 10**12 for end in (432, 450, 450)
    )
    with pytest.raises(UnknownIdError, match="sources disagree") as refused:
        accelerator("B300").peak("bf16", place="compute.yaml:7")
    assert refused.value.place == "compute.yaml:7"
    assert "2.25e15 FLOP/s" in refused.value.remedy


def test_a_data_type_that_is_not_known_is_refused_with_those_that_are() -> None:
    """No peak is taken from another data type."""
    assert accelerator("V100 SXM").peak("fp16") == tera("125")
    with pytest.raises(UnknownIdError, match="`bf16`") as refused:
        accelerator("V100 SXM").peak("bf16")
    assert refused.value.remedy == "Known are: fp32, fp16."
    with pytest.raises(UnknownIdError, match="`bf16`") as refused:
        accelerator("A100 64GB").peak("bf16")
    assert refused.value.remedy == "Give the peak with its source."


# -- Data -----------------------------------------------------------------------------------------

HEAD = """\
sources: {sheet: {words: a sheet, confirmed: recalled}}
near: 0.002
far: 0.1
sparse: 2
usual: [bf16]
words: []
accelerators:
"""
ENTRY = "- {id: x, chip: x, unit: gpu, names: [X], peaks: {bf16: 1 TFLOP/s}, source: sheet}\n"


@pytest.mark.parametrize(
    ("entries", "line", "message"),
    [
        (ENTRY + ENTRY, 9, "`x` stands twice"),
        (ENTRY.replace("source: sheet", "source: hearsay"), 8, "`hearsay` is named"),
        (ENTRY.replace("1 TFLOP/s", "1 TFLOP"), 8, "an amount in FLOP"),
        (ENTRY.replace("1 TFLOP/s", "'2,788 TFLOP/s'"), 8, "may be 2.788 or 2788"),
        (ENTRY.replace("bf16: 1", "int8: 1"), 8, "int8"),
        (ENTRY.replace("unit: gpu", "unit: box"), 8, "unit"),
        (ENTRY.replace("names: [X]", "names: []"), 8, "`names` has no item"),
        (ENTRY.replace("chip: x, ", ""), 8, "`chip` is missing"),
        (ENTRY.replace("1 TFLOP/s", "{low: 2 TFLOP/s, high: 1 TFLOP/s}"), 8, "rising order"),
    ],
)
def test_data_that_are_not_right_are_refused_at_their_line(
    entries: str, line: int, message: str
) -> None:
    """A mistake in the data is one error with the line of the record."""
    with pytest.raises((ReadingError, LawError)) as refused:
        load((HEAD + entries).encode())
    assert message in refused.value.message
    assert refused.value.place == f"compute/data/accelerators.yaml:{line}"


def test_a_part_that_has_no_exact_peak_is_refused() -> None:
    """A third of a peak has no end in decimals, and nothing is rounded."""
    parts = "parts: {unit: core, count: 2, names: [X core]}"
    entry = ENTRY.replace("names: [X]", f"names: [X], {parts}")
    assert load((HEAD + entry).encode()).accelerators[1].peak("bf16") == tera("0.5")
    with pytest.raises(LawError, match="no exact peak"):
        load((HEAD + entry.replace("count: 2", "count: 3")).encode())


def test_the_data_cost_nothing_where_nobody_asks() -> None:
    """Neither the package nor the ledger reads the accelerators."""
    code = (
        "import sys, colophon.cli, colophon.compute.ledger\n"
        "assert 'colophon.compute.accelerators' not in sys.modules\n"
        "from colophon.compute import accelerators, hardware\n"
        "assert accelerators.catalogue.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
