"""Dossiers of an older format are brought forward; those of a newer one are not read."""

from __future__ import annotations

import pytest

from colophon.dossier import upgrade
from colophon.dossier.model import FORMAT_VERSION
from colophon.errors import DossierError, FormatVersionError

CURRENT = {"dossier.yaml": f"format: {FORMAT_VERSION}\n".encode(), "compute.yaml": b"x"}


def step(version: int) -> upgrade.Step:
    """Return a step that makes the next version of `version` and leaves its mark."""

    def apply(tree: upgrade.Tree) -> upgrade.Tree:
        assert upgrade.version_of(tree) == version
        return {**tree, "dossier.yaml": f"format: {version + 1}\n".encode(), f"{version}": b""}

    return apply


def test_a_current_dossier_stays_as_it_is() -> None:
    """What is in the current format is not touched."""
    assert upgrade.to_current(CURRENT) == CURRENT


def test_every_step_is_applied_in_turn() -> None:
    """From its own version to the current one, a dossier goes through each step once."""
    steps = {version: step(version) for version in range(1, 5)}
    tree = {"dossier.yaml": b"format: 2\n", "compute.yaml": b"x"}
    upgraded = upgrade.to_current(tree, steps=steps, current=5)
    assert upgraded == {"dossier.yaml": b"format: 5\n", "compute.yaml": b"x"} | {
        "2": b"",
        "3": b"",
        "4": b"",
    }
    assert tree["dossier.yaml"] == b"format: 2\n"


def test_a_newer_dossier_is_refused_and_not_changed() -> None:
    """A dossier that a newer Colophon wrote is not read by an older one."""
    with pytest.raises(FormatVersionError) as refused:
        upgrade.to_current({"dossier.yaml": f"format: {FORMAT_VERSION + 1}\n".encode()})
    assert refused.value.place == "dossier.yaml"
    assert f"has format {FORMAT_VERSION + 1}, and this Colophon reads up to" in str(refused.value)
    assert "Install a newer Colophon" in refused.value.remedy


def test_there_is_a_step_from_every_older_version() -> None:
    """No version that was ever written is left behind."""
    assert set(upgrade.STEPS) == set(range(1, FORMAT_VERSION))


@pytest.mark.parametrize("line", ["", "format:", "format: one", "format: 0", "format: true", "- 1"])
def test_a_dossier_says_its_format(line: str) -> None:
    """A first file without a whole number as its format is refused, with what to write."""
    with pytest.raises(DossierError) as refused:
        upgrade.to_current({"dossier.yaml": line.encode()})
    assert refused.value.message == "the file does not say its format"
    assert refused.value.remedy == f"Write `format: {FORMAT_VERSION}` at the top."


def test_a_directory_without_a_dossier_is_told_apart() -> None:
    """Where the first file is missing, the error says how to start a dossier."""
    with pytest.raises(DossierError) as refused:
        upgrade.to_current({"compute.yaml": b""})
    assert "colophon init" in refused.value.remedy
