"""What every error of ours can do."""

from __future__ import annotations

import pickle

import pytest

from colophon import errors
from colophon.errors import ColophonError

KINDS = [one for one in vars(errors).values() if isinstance(one, type)]


@pytest.mark.parametrize("kind", [one for one in KINDS if issubclass(one, ColophonError)])
def test_an_error_comes_whole_from_another_process(kind: type[ColophonError]) -> None:
    """An error that another process raises has its message, place and remedy here."""
    error = kind("it is gone", place="here", remedy="Look for it.")
    found = pickle.loads(pickle.dumps(error))  # noqa: S301 -- ours
    assert (type(found), str(found)) == (kind, "here: it is gone\n  Look for it.")
