"""The cache of the law: the parsed law again, or none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from colophon.law import load
from colophon.law.load import languages
from colophon.workspace import law as cache

if TYPE_CHECKING:
    from pathlib import Path

    from colophon.law.model import Law


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give a list that grows by the language each time that the law is parsed."""
    times: list[str] = []
    original = load.load

    def counted(tree: dict[str, bytes], language: str = load.ENGLISH) -> Law:
        times.append(language)
        return original(tree, language)

    monkeypatch.setattr(load, "load", counted)
    return times


@pytest.mark.parametrize("language", languages())
def test_a_cached_law_is_the_parsed_law(tmp_path: Path, parsed: list[str], language: str) -> None:
    """What comes from the cache equals what is parsed, to the last number, and is not parsed."""
    tree = load.shipped()
    first, second = (cache.kept(tmp_path, tree, language) for _ in range(2))
    assert first == second == load.law(language)
    assert first.model_dump_json() == second.model_dump_json()
    assert parsed[:1] == [language]
    assert [one.name for one in tmp_path.iterdir()] == [f"law-{language}.json"]


def test_a_change_of_the_data_makes_it_anew(tmp_path: Path, parsed: list[str]) -> None:
    """One byte of the data that changes, and the cache is not believed."""
    tree = load.shipped()
    cache.kept(tmp_path, tree, "en")
    changed = {**tree, "law.yaml": tree["law.yaml"].replace(b"2026-11-21", b"2026-11-22")}
    assert cache.kept(tmp_path, changed, "en").known_on.day == 22
    assert cache.kept(tmp_path, changed, "en").known_on.day == 22
    assert parsed == ["en", "en"]


def test_a_change_of_the_code_makes_it_anew(
    tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other code may read the same data otherwise, so the cache is not believed."""
    tree = load.shipped()
    cache.kept(tmp_path, tree, "en")
    monkeypatch.setattr(cache, "_code", lambda: (("law/load.py", b"other"),))
    cache.kept(tmp_path, tree, "en")
    assert parsed == ["en", "en"]


@pytest.mark.parametrize("damage", ["", "law", "{}", "cut", "flipped", "folder"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, parsed: list[str], damage: str) -> None:
    """A cache that is empty, cut off, changed or something else is ignored without a word."""
    tree = load.shipped()
    expected = cache.kept(tmp_path, tree, "en")
    file = tmp_path / "law-en.json"
    whole = file.read_bytes()
    if damage == "folder":
        file.unlink()
        file.mkdir()
    else:
        content = {
            "cut": whole[: len(whole) // 2],
            "flipped": whole.replace(b"2025-08-02", b"2025-08-03", 1),
        }.get(damage, damage.encode())
        file.write_bytes(content)
    assert cache.kept(tmp_path, tree, "en") == expected
    assert parsed == ["en", "en"]
    if damage != "folder":
        assert file.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_no_matter(tmp_path: Path) -> None:
    """Where the cache cannot be kept, the law is parsed, and nobody is troubled."""
    blocked = tmp_path / "file"
    blocked.write_text("here")
    assert cache.kept(blocked / "folder", load.shipped(), "en") == load.law()


def test_the_cache_may_be_put_elsewhere_or_turned_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`COLOPHON_CACHE` names the folder of the cache, or says that there is to be none."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    cache._law.cache_clear()
    cache.law()
    assert (tmp_path / "law-en.json").exists()
    monkeypatch.setenv(cache.VARIABLE, "off")
    cache._law.cache_clear()
    assert cache.law() is load.law()
    assert cache._folder() is None


def test_the_cache_stands_where_caches_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word, the cache is in the user's own folder of caches."""
    monkeypatch.delenv(cache.VARIABLE)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert str(cache._folder()) == "/somewhere/colophon"
