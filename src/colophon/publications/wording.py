"""Words, addresses and names in answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from colophon.law.model.printed import Printed

ADDRESS: Final = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
MAILBOX: Final = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@[\w-]+(?:\.[\w-]+)+")
TELEPHONE: Final = re.compile(r"(?<![\w+])\+?\(?\d{1,4}\)?(?:[ ./()-]{1,2}\d{2,}){2,}(?!\w)")
_WORDS_OF_AN_ADDRESS: Final = 5

_NAME: Final = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!(?:txt|pdf|html?|md)\b)[a-z]{2,24}\b",
    re.IGNORECASE,
)
_FILE: Final = re.compile(
    r"\b[\w-]+\.(?:csv|tsv|json|jsonl|xlsx|parquet|zip|gz|txt)\b", re.IGNORECASE
)
_NO_LIST: Final = re.compile(r"^(?:robots|ai|llms|tdmrep|security)\.", re.IGNORECASE)


def has_word(text: str, words: Iterable[str]) -> str | None:
    """Return the first of some words that a text holds as a word of its own, as it stands there."""
    wanted = "|".join(re.escape(word) for word in sorted({*words}, key=len, reverse=True))
    found = re.search(rf"(?<!\w)(?:{wanted})(?!\w)", text, re.IGNORECASE) if wanted else None
    return found[0] if found else None


def begins_word(text: str, words: Iterable[str]) -> str | None:
    """Return the first of some words that a word of a text begins with."""
    wanted = "|".join(re.escape(word) for word in sorted({*words}, key=len, reverse=True))
    found = re.search(rf"(?<!\w)(?:{wanted})", text, re.IGNORECASE) if wanted else None
    return found[0] if found else None


def is_nothing(text: str, form: Printed) -> bool:
    """Whether a text says nothing, or that nothing applies."""
    bare = text.strip(" \t\n.:;,()[]*_|☐").casefold()
    return not bare or bare in {word.casefold().strip(".") for word in form.nothing}


def is_beginning_of_nothing(text: str, form: Printed) -> bool:
    """Whether a text begins by saying that nothing applies, and may go on to say why."""
    if is_nothing(text, form):
        return True
    first = re.split(r"[.;:,(\n]|\s[-–—]\s", text.strip(), maxsplit=1)[0]
    return is_nothing(first, form) or text.strip().upper().startswith(("N/A", "N.A."))


def domain_names(text: str) -> list[str]:
    """Return what looks like domain names, without file names and parts of numbers."""
    bare = MAILBOX.sub(" ", ADDRESS.sub(" ", text))
    return [name for name in _NAME.findall(bare) if not _NO_LIST.match(name)]


def pointers(text: str) -> list[str]:
    """Return the addresses and file names that a text points to."""
    files = [name for name in _FILE.findall(text) if not _NO_LIST.match(name)]
    return [*ADDRESS.findall(text), *files]


def has_postal_address(text: str) -> bool:
    """Whether a text may hold a postal address: some words, and a number among them."""
    bare = MAILBOX.sub(" ", ADDRESS.sub(" ", text))
    words = re.findall(r"[^\W\d_]{2,}", bare)
    return len(words) >= _WORDS_OF_AN_ADDRESS and any(letter.isdigit() for letter in bare)


def language_of(text: str, form: Printed) -> str | None:
    """Return the language whose short words a text holds most of; None where it holds none."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {
        language: sum(word in known for word in words)
        for language, known in ((name, frozenset(few)) for name, few in form.short_words.items())
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else None
