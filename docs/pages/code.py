"""The pages that follow from modules: importers, formats, errors."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import colophon
from colophon import errors as tree, importers as rooms, parts
from colophon.compute.configuration import ANOTHER_METHOD
from colophon.documents import formats as kinds
from colophon.law.load import law
from pages.markdown import NOTHING, code, link, prose, table, title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

SOURCE = Path(colophon.__file__).parent


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


# -- Importers ------------------------------------------------------------------------------------


def importers() -> str:
    """Return the page of the importers: what each reads, and the fields that its facts fill."""
    pieces = [
        title(
            "Importers",
            """
`colophon init --from` and `colophon collect` let each importer read the files that it knows.
An importer says which fact stands where in a file. It guesses nothing, and it does not know who
must be told. *Fills* names the fields that take the fact as their value where nobody has answered;
*helps with* names those where it is only shown to the person who answers.
""",
        )
    ]
    for module in parts.modules(rooms):
        pieces += [f"## {_name(module)}\n", f"{prose(module.__doc__)}\n"]
        rows = [
            (code(fact), says, _fields(fact, "evidence"), _fields(fact, "hints"))
            for fact, says in module.FACTS.items()
        ]
        if rows:
            pieces.append(table(("Fact", "What it is", "Fills", "Helps with"), rows))
        else:
            pieces.append("It gives no facts: it says why it does not read these files.\n")
    return "\n".join(pieces)


def _fields(fact: str, attribute: str) -> str:
    found = [
        link(code(field.id), "fields", field.id)
        for field in law().field.values()
        if fact in getattr(field, attribute)
    ]
    return ", ".join(found) or NOTHING


# -- Formats --------------------------------------------------------------------------------------


def formats() -> str:
    """Return the page of the formats that documents are written in."""
    pieces = [
        title(
            "Formats",
            """
`colophon write` writes each document in every format, or in those that `--format` names.
All are drawn from the same tree and say the same. A format that needs a library which is not
installed is left out, and the command says so; one that `--format` names stops it instead. What
other programs read besides is told under [exports](exports.md), with the schema of the JSON.
""",
        )
    ]
    for module in parts.modules(kinds):
        name = _name(module)
        pieces += [
            f"## {name}\n",
            f"`--format {name}` writes `<document>.<audience>.{module.EXTENSION}`.\n",
            f"{prose(module.__doc__)}\n",
        ]
    return "\n".join(pieces)


# -- Errors ---------------------------------------------------------------------------------------


def errors() -> str:
    """Return the page of the errors: the tree, and the shape of every message of each."""
    drawn = inspect.cleandoc(tree.__doc__ or "").split("\n\n")
    pieces = [
        title(
            "Errors",
            f"""
An error is a mistake that a person can mend. It has a place, a message and a remedy, and the
command leaves with the exit code {tree.EXIT_CODE_MISTAKE}:

```text
colophon: compute.yaml:12: `amount` is in `MWh`; training compute is in FLOP
  Write it in that form.
```

{inspect.cleandoc(drawn[2])}

```text
{inspect.cleandoc(drawn[1])}
```

Below are the messages, as they stand in the code. `…` stands for what is filled in.
""",
        )
    ]
    messages = sorted(set(_messages()))
    for kind in _kinds():
        about = prose(kind.__doc__).partition("\n\n")[0]
        pieces += [f"## {kind.__name__}\n", f"{about}\n"]
        rows = [
            (message, remedy)
            for name, message, remedy in messages
            if name == kind.__name__ and message.strip("…: ")
        ]
        if rows:
            pieces.append(table(("Message", "Remedy"), rows))
    return "\n".join(pieces)


def _kinds() -> list[type[tree.ColophonError]]:
    return [
        one
        for one in vars(tree).values()
        if isinstance(one, type) and issubclass(one, tree.ColophonError)
    ]


def _messages() -> Iterator[tuple[str, str, str]]:
    """Yield the kind, message and remedy of every error that is made anywhere in the program."""
    names = {kind.__name__ for kind in _kinds()}
    known = {"ANOTHER_METHOD": ANOTHER_METHOD}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                remedy = next((one.value for one in node.keywords if one.arg == "remedy"), None)
                if node.func.id in names and node.args and remedy is not None:
                    words = known.get(remedy.id) if isinstance(remedy, ast.Name) else None
                    yield node.func.id, _shape(node.args[0]), words or _shape(remedy)


def _shape(node: ast.expr) -> str:
    """Return the words of a message; `…` for what is computed."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_shape(value) for value in values)
        case ast.BinOp(left=left, right=right):
            return _shape(left) + _shape(right)
        case _:
            return "…"
