"""What `make demo` shows: from the files of a model to the documents about it.

Every command that is printed is run as it is printed, on copies of the examples in a fresh folder:
`build/demo/`, or the folder that is named as the only argument. The day is fixed, so that the demo
shows the same tomorrow.

Leaves with 0 when every command did what it is for, although the dossiers have gaps; with 1 when
a command failed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
FOLDER: Final = HERE.parent / "build" / "demo"
OPEN: Final = "olmo-2-13b"
LARGE: Final = "llama-3.1-405b"
INVENTED: Final = "invented-web-lm"
DOCUMENTS: Final = 1500
ON: Final = ("--on", "2026-11-21")


class DemoError(Exception):
    """A command did not do what it is for."""


def run(folder: Path, *arguments: str, gaps: bool = False) -> None:
    """Print a command and run it in `folder`; `gaps` says that it may leave with 1.

    Raises:
        DemoError: it left with another code, or it complained.
    """
    words = " ".join(["colophon", *arguments])
    print(f"\n{styled(f'$ {words}', '36')}", flush=True)
    command = [sys.executable, "-m", "colophon", *arguments]
    done = subprocess.run(command, cwd=folder, stderr=subprocess.PIPE, check=False)
    # A crash of Python leaves with 1 too, and tells of itself where mistakes are told.
    if done.stderr or done.returncode not in ({0, 1} if gaps else {0}):
        sys.stderr.buffer.write(done.stderr)
        raise DemoError(f"`{words}` left with {done.returncode}")


def say(heading: str, text: str) -> None:
    """Print a heading and what is about to be seen."""
    width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 100))
    print(f"\n\n{styled(heading, '1')}\n{textwrap.fill(text, width)}")


def styled(text: str, code: str) -> str:
    """Return `text` in a style, on a terminal whose owner has not said NO_COLOR."""
    plain = os.environ.get("NO_COLOR") or not sys.stdout.isatty()
    return text if plain else f"\x1b[{code}m{text}\x1b[0m"


def shown(path: Path) -> str:
    """Return a path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def fresh(folder: Path) -> None:
    """Put copies of the examples into `folder`, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in (OPEN, LARGE, INVENTED):
        shutil.copytree(HERE / name, folder / name)


def show(folder: Path) -> None:
    """Show it step by step.

    Raises:
        DemoError: a command did not do what it is for.
    """
    say(
        "1  A first draft, from a model folder",
        "A machine reads what files can tell; every question that they cannot answer is an empty "
        "line for a person.",
    )
    run(folder, "init", "draft", "--from", f"{OPEN}/model")
    say(
        "2  Two records, filled in from public sources",
        "Illustrations by the maintainers of Colophon, not statements of the providers. The first "
        "model is free and open-source; the second is larger, and its licence is not free.",
    )
    for name in (OPEN, LARGE):
        run(folder, "-C", f"{name}/dossier", "status", *ON, gaps=True)
    say(
        "3  Why",
        "Each verdict comes with its reasons, down to the line of the record and the provision. "
        "`colophon check` shows all of them, and each gap with the place where it is filled.",
    )
    run(folder, "-C", f"{LARGE}/dossier", "explain", "systemic-risk-presumption", *ON)
    say(
        "4  What is handed over",
        "One document for each reader, who sees what the law gives that reader to see. What is "
        "missing is shown as missing, with the provision that asks for it.",
    )
    for name in (OPEN, LARGE):
        to = ("--format", "html", "--to", f"documents/{name}")
        run(folder, "-C", f"{name}/dossier", "write", *to, *ON)
    say(
        "5  From the corpus to the public summary",
        "The model, its provider and its corpus are invented. Each file of the corpus is read "
        "once: its size, days, languages, and the domain of each page. The summary takes from it "
        "what it may tell, and points to the list of domain names that is written beside it.",
    )
    make_corpus(folder / INVENTED / "corpus")
    invented = ("-C", f"{INVENTED}/dossier")
    run(folder, *invented, "scan", "web", f"{INVENTED}/corpus")
    run(folder, *invented, "domains", "web", "--top", "1%")
    run(folder, *invented, "domains", "web", "--has", "https://www.example.com/page")
    to = ("--format", "html", "--to", f"documents/{INVENTED}")
    run(folder, *invented, "write", "public-summary", *to, *ON)


def make_corpus(folder: Path) -> None:
    """Write the invented corpus.

    Raises:
        DemoError: it cannot be written.
    """
    command = [sys.executable, str(HERE / "corpus.py"), str(folder), "--own-crawl"]
    command += ["--documents", str(DOCUMENTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DemoError(f"the corpus could not be made: {done.stderr}")


def main(arguments: list[str]) -> int:
    """Show the demo in `build/demo/` or in the folder named, and return the exit code."""
    folder = Path(arguments[0]).resolve() if arguments else FOLDER
    fresh(folder)
    try:
        show(folder)
    except DemoError as error:
        print(f"\ndemo: {error}", file=sys.stderr)
        return 1
    print(f"\n\nDone: everything is in {shown(folder)}. To see what the AI Office would get, open")
    print(f"  {styled(shown(folder / 'documents' / LARGE / 'annex-xi.ai-office.html'), '1')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
