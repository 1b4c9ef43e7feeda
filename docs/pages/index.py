"""The index of the reference."""

from __future__ import annotations

from pages.markdown import table, title

ABOUT = {
    "commands": "every command and option, and the exit codes",
    "dossier-files": "every file of a dossier and every key in it",
    "fields": "what documents say of a model: form, recipients, where it is asked",
    "documents": "what is handed over, element by element",
    "consistency": "what the documents of one dossier must agree on",
    "flaws": "what `colophon lint` looks for in public summaries, and why",
    "obligations": "the duties of a provider, the measures of the Code, what follows if not",
    "questions": "the legal questions that are answered with a verdict",
    "thresholds": "the numbers in the law",
    "policies": "what the texts leave open, and the answer that counts until somebody decides",
    "activities": "what compute is spent on, and which total it enters",
    "accelerators": "what one unit does at most in a second, and what it is called",
    "events": "what periods run from",
    "deadlines": "what is due, and when",
    "instruments": "the texts, their force, and how well they are confirmed",
    "languages": "in which languages documents and verdicts can be read, and what is missing",
    "coverage": "where each fact about the law is kept, and which test holds it",
    "importers": "what is read from which files",
    "corpus": "what is read from training data, how its columns are recognised, what is counted",
    "formats": "in which forms documents are written",
    "exports": "what other programs read, and where each field stands there",
    "packages": "what a package holds, and in which order",
    "json-output": "what `--json` prints",
    "errors": "every error, and what its messages say",
}


def page(pages: dict[str, str]) -> str:
    """Return the index of `pages`, each with a line about it."""
    if set(pages) != set(ABOUT):
        raise SystemExit(f"docs/pages/index.py misses {sorted(set(pages) ^ set(ABOUT))}")
    rows = []
    for name, about in ABOUT.items():
        heading = next(line for line in pages[name].splitlines() if line.startswith("# "))
        rows.append((f"[{heading.removeprefix('# ')}]({name}.md)", about))
    intro = "These pages are written by `make docs` from the code and the law's data."
    return title("Reference", intro) + "\n" + table(("Page", "What it holds"), rows)
