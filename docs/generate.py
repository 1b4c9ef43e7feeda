"""Write the pages of the documentation that follow from the code and the law's data.

python docs/generate.py           writes docs/reference/ and docs/images/, and of which English
                                  each translation of the law was made
python docs/generate.py --check   writes nothing, names what is stale, and leaves with 1
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pages import (
    accelerators,
    calendar,
    code,
    commands,
    consistency,
    corpus,
    coverage,
    dossier_files,
    duties,
    exports,
    flaws,
    index,
    instruments,
    json_output,
    languages,
    lawbook,
    packages,
    picture,
)

from colophon.documents.schema import schema
from colophon.law import load

DOCS = Path(__file__).parent
WORDS = Path(load.__file__).parent / "data" / "text"
FOLDERS = ("reference", "images")
"""What stands in these is generated, all of it."""


def generated() -> dict[str, str]:
    """Return every generated page: path below `docs/` -> text."""
    pages = {
        "commands": commands.page(),
        "fields": lawbook.fields(),
        "obligations": duties.page(),
        "thresholds": lawbook.thresholds(),
        "questions": lawbook.questions(),
        "policies": lawbook.policies(),
        "activities": lawbook.activities(),
        "accelerators": accelerators.page(),
        "documents": lawbook.documents(),
        "consistency": consistency.page(),
        "flaws": flaws.page(),
        "events": calendar.events(),
        "deadlines": calendar.deadlines(),
        "instruments": instruments.page(),
        "languages": languages.page(),
        "coverage": coverage.page(),
        "dossier-files": dossier_files.page(),
        "importers": code.importers(),
        "corpus": corpus.page(),
        "formats": code.formats(),
        "exports": exports.page(),
        "errors": code.errors(),
        "json-output": json_output.page(),
        "packages": packages.page(),
    }
    pages["README"] = index.page(pages)
    texts = {f"reference/{name}.md": f"{text.rstrip()}\n" for name, text in pages.items()}
    schemas = {"reference/document.schema.json": schema().decode()}
    images = {"images/status.svg": picture.status(), "images/compute.svg": picture.compute()}
    return {**texts, **schemas, **images}


def stale(texts: dict[str, str]) -> list[str]:
    """Return the paths that differ from `texts`, are not there, or are there and should not be."""
    there = {
        path.relative_to(DOCS).as_posix(): path.read_text("utf-8")
        for folder in FOLDERS
        for path in (DOCS / folder).rglob("*")
        if path.is_file()
    }
    return sorted(path for path in {*texts, *there} if texts.get(path) != there.get(path))


def made_from(*, is_check: bool) -> bool:
    """Write, or name, the files that say which English a translation was made from."""
    tree = load.shipped()
    is_stale = False
    for language in load.languages():
        if language != load.ENGLISH:
            now = load.made_from_now(tree, language)
            if now != load.made_from(tree, language):
                is_stale = True
                path = WORDS / f"{language}.made-from"
                print(f"{path.name} is stale; make docs writes it" if is_check else path.name)
                if not is_check:
                    path.write_text(now, encoding="utf-8")
    return is_stale


def main() -> int:
    """Write or check, as the command line says; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, name what is stale")
    is_check = parser.parse_args().check
    told = made_from(is_check=is_check)
    texts = generated()
    outdated = stale(texts)
    if is_check:
        for path in outdated:
            print(f"docs/{path} is stale; make docs writes it")
        return 1 if outdated or told else 0
    for path in outdated:
        target = DOCS / path
        if path in texts:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(texts[path], encoding="utf-8")
        else:
            target.unlink()
        print(f"docs/{path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
