"""How long all documents take in all formats, beside pandoc with the same text.

    make bench-documents

Colophon writes every document of the large example in one format after the other, each time as a
process of its own that reads the dossier and assesses it. Pandoc is given the same documents as
Markdown, one process for each as a person would start it; what it makes for Typst is compiled by
the library that Colophon uses too. Both take turns; medians of the rounds are shown. A ratio above
its limit is marked, and nothing fails.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypandoc
import typst

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS: Final = 3
LIMIT: Final = 1
"""All formats together take at most so many times as long as with pandoc."""
ROOT: Final = Path(__file__).parent.parent
COLOPHON: Final = str(Path(sys.executable).with_name("colophon"))
LARGE: Final = str(ROOT / "examples" / "llama-3.1-405b" / "dossier")
FORMATS: Final = {
    "html": "html5",
    "markdown": "gfm",
    "json": "json",
    "docx": "docx",
    "pdf": "typst",
}
"""The formats of Colophon, and what pandoc is asked for instead."""


def ours(form: str, folder: Path) -> None:
    """Write all documents in one format."""
    command = [COLOPHON, "-C", LARGE, "write", "--format", form, "--to", str(folder)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def theirs(form: str, texts: Path, folder: Path) -> None:
    """Have pandoc make the same documents of their Markdown."""
    for text in sorted(texts.glob("*.md")):
        made = folder / f"{text.stem}.{FORMATS[form]}"
        command = [pypandoc.get_pandoc_path(), str(text), "--standalone", "--from", "gfm"]
        subprocess.run([*command, "--to", FORMATS[form], "--output", str(made)], check=True)
        if form == "pdf":
            made.with_suffix(".pdf").write_bytes(typst.compile(str(made)))


def seconds(act: Callable[[], None]) -> float:
    """Return how long it takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print what came of it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        texts, made, other = folder / "texts", folder / "made", folder / "other"
        other.mkdir()
        ours("markdown", texts)
        documents = len(list(texts.glob("*.md")))
        print(f"{documents} documents of the large example, medians of {ROUNDS} rounds")
        print(f"{'':<10}{'colophon':>12}{'pandoc':>12}{'ratio':>8}   a document")
        sums = [0.0, 0.0]
        for form in FORMATS:
            taken: tuple[list[float], list[float]] = ([], [])
            for _ in range(ROUNDS):
                taken[0].append(seconds(lambda form=form: ours(form, made)))
                taken[1].append(seconds(lambda form=form: theirs(form, texts, other)))
            our, their = (statistics.median(some) for some in taken)
            sums = [sums[0] + our, sums[1] + their]
            each = f"{1e3 * our / documents:.0f} ms"
            print(f"{form:<10}{our:10.2f} s{their:10.2f} s{our / their:8.2f}   {each}", flush=True)
        ratio = sums[0] / sums[1]
        mark = "" if ratio <= LIMIT else "  ABOVE ITS LIMIT"
        print(f"{'all':<10}{sums[0]:10.2f} s{sums[1]:10.2f} s{ratio:8.2f}   at most {LIMIT}{mark}")


if __name__ == "__main__":
    main()
