"""A section goes into a card that is there; every other byte stays as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import example, given, strategies as st
from markdown_it import MarkdownIt

from colophon import reading
from colophon.documents.exports import _card, model_card
from colophon.documents.subject import Entry
from colophon.errors import ReadingError
from colophon.law.model import Audience
from tests.documents.exports.test_exports import told

if TYPE_CHECKING:
    from colophon.documents.exports._card import Card
    from colophon.documents.subject import Subject

CARD: Final = b"""---
# set by hand
license: apache-2.0   # as on the Hub
tags: [text]
---

# A model

Its text.
"""


def a_subject(**items: tuple[str, ...]) -> Subject:
    """Return what the public sees of a model of which only these fields are told."""
    names = {name.replace("__", ".").replace("_", "-"): value for name, value in items.items()}
    entries = {
        name: Entry(name, f"Label of {name}", "stated", value, value)
        for name, value in names.items()
    }
    return replace(told("olmo-2-13b", Audience.PUBLIC), entries=entries)


def front_matter(card: bytes) -> dict[str, Any]:
    """Return the keys at the top of a card."""
    front = card.removeprefix(b"\xef\xbb\xbf").split(b"---")[1]
    value = reading.yaml(front, "card").value
    assert isinstance(value, dict)
    return value


def insert(card: bytes, subject: Subject | None = None) -> Card:
    """Put the section into a card, and hold that doing it again changes nothing."""
    subject = subject or told("olmo-2-13b", Audience.PUBLIC)
    made = model_card.insert(card, "README.md", subject)
    assert model_card.insert(made.content, "README.md", subject) == made
    return made


def without(card: bytes) -> bytes:
    """Return a card without its section, and without the blank line above it."""
    before, _, rest = card.partition(b"<!-- colophon:begin")
    return before.rstrip(b"\r\n") + rest.partition(b"<!-- colophon:end -->")[2]


def test_the_rest_stays() -> None:
    """Text, front matter and comments of the card stand as they did; the section is at its end."""
    made = insert(CARD)
    assert made.content.startswith(CARD)
    assert made.parted == ()
    assert b"## How this model was made" in made.content
    assert made.content.endswith(b"<!-- colophon:end -->\n")


def test_a_section_is_replaced_where_it_stands() -> None:
    """A section between text stays there, with the text above and below it."""
    old = b"above\n\n<!-- colophon:begin old -->\nold\n<!-- colophon:end -->\n\nbelow"
    made = _card.with_section(old, "README.md", "new\n")
    assert made.startswith(b"above\n\n<!-- colophon:begin")
    assert made.endswith(b"new\n\n<!-- colophon:end -->\n\nbelow")
    assert b"old" not in made


def test_keys_are_added_at_the_end() -> None:
    """A key that is not there is added below the others, which keep their comments."""
    subject = a_subject(
        licence__name=("Apache-2.0",), model__dependencies=("allenai/OLMo-2-1124-7B",)
    )
    made = insert(b"---\ntags: [a]  # mine\n---\ntext\n", subject)
    assert made.content.startswith(
        b"---\ntags: [a]  # mine\nlicense: apache-2.0\nbase_model:\n- allenai/OLMo-2-1124-7B\n---\n"
    )


def test_another_value_is_told_and_stays() -> None:
    """A key with another value is left alone, with the place where it stands."""
    made = insert(CARD.replace(b"apache-2.0", b"mit"))
    (parted,) = made.parted
    assert (parted.key, parted.place) == ("license", "README.md:3")
    assert (parted.says, parted.dossier) == ("mit", "apache-2.0")
    assert b"license: mit" in made.content
    assert b"apache-2.0" not in made.content.split(b"---")[1]


def test_a_key_that_is_empty_is_told() -> None:
    """A key without a value is no invitation to fill it in."""
    (parted,) = insert(b"---\nlicense:\n---\n").parted
    assert parted.says is None


def test_a_list_may_hold_more() -> None:
    """A list that holds what the dossier says, and more, says nothing else."""
    subject = a_subject(model__dependencies=("a/b",))
    assert insert(b"---\nbase_model: [c/d, a/b]\n---\n", subject).parted == ()
    assert insert(b"---\nbase_model: a/b\n---\n", subject).parted == ()
    (parted,) = insert(b"---\nbase_model: [c/d]\n---\n", subject).parted
    assert parted.says == "c/d"


def test_a_licence_that_the_hub_does_not_know() -> None:
    """Such a licence is `other`, with its name; where another stands, no name is added to that."""
    subject = a_subject(licence__name=("Acme Licence 1: free",))
    made = insert(b"", subject)
    assert front_matter(made.content) == {
        "license": "other",
        "license_name": "Acme Licence 1: free",
    }
    made = insert(b"---\nlicense: mit\n---\n", subject)
    assert front_matter(made.content) == {"license": "mit"}


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("allenai/OLMo-2-1124-7B", "allenai/OLMo-2-1124-7B"),
        ("https://huggingface.co/allenai/OLMo-2-1124-7B", "allenai/OLMo-2-1124-7B"),
        ("https://huggingface.co/allenai/OLMo-2-1124-7B/tree/main", "allenai/OLMo-2-1124-7B"),
        ("https://huggingface.co/datasets/allenai/dolma", None),
        ("https://huggingface.co/papers/2501.00656", None),
        ("https://example.org/a/b", None),
        ("Mistral 7B, version 0.2", None),
    ],
)
def test_a_base_model_is_named_as_on_the_hub(item: str, name: str | None) -> None:
    """A model is written as a base model only under the name that the Hub has for it."""
    made = insert(CARD, a_subject(model__dependencies=(item,)))
    assert front_matter(made.content).get("base_model") == ([name] if name else None)


def test_some_base_models_are_none() -> None:
    """Where one of several base models has no name on the Hub, none is written."""
    made = insert(CARD, a_subject(model__dependencies=("a/b", "a model of ours")))
    assert "base_model" not in front_matter(made.content)


def test_datasets_are_those_with_an_address_on_the_hub() -> None:
    """Datasets are written by the names in their addresses, each once."""
    dolma = "https://huggingface.co/datasets/allenai/dolma"
    lines = (f"Dolma: {dolma}, and again {dolma}/tree/main.", "C4 (https://example.org/c4)")
    made = insert(CARD, a_subject(public_summary__public_datasets_large=lines))
    assert front_matter(made.content)["datasets"] == ["allenai/dolma"]


def test_lines_end_as_those_of_the_card() -> None:
    """In a card with carriage returns, every new line has one."""
    made = insert(
        CARD.replace(b"license: apache-2.0   # as on the Hub\n", b"").replace(b"\n", b"\r\n")
    )
    assert made.content.count(b"\n") == made.content.count(b"\r\n")
    assert b"license: apache-2.0\r\n---\r\n" in made.content


def test_a_mark_of_byte_order_stays_first() -> None:
    """A card that begins with a byte order mark still does."""
    made = insert(b"\xef\xbb\xbf# A model\n")
    assert made.content.startswith(b"\xef\xbb\xbf---\nlicense: apache-2.0\n---\n\n# A model\n")
    assert made.content.count(b"\xef\xbb\xbf") == 1


def test_an_empty_card() -> None:
    """Into nothing go the front matter and the section alone."""
    made = insert(b"").content
    assert made.startswith(b"---\nlicense: apache-2.0\n---\n\n<!-- colophon:begin")
    assert made == model_card.render(told("olmo-2-13b", Audience.PUBLIC))


def test_nothing_to_add_needs_no_front_matter() -> None:
    """A card without front matter gets none where there is no key for it."""
    assert insert(b"# A model\n", a_subject()).content.startswith(b"# A model\n")


@pytest.mark.parametrize(
    ("card", "place", "message"),
    [
        (b"---\nlicense: mit\n", "README.md:1", "does not end"),
        (b"---\n- a\n---\n", "README.md:1", "no list of keys"),
        (b"---\n{tags: [a]}\n---\n", "README.md", "takes no further line"),
        (b"---\na: b: c\n---\n", "README.md:2", "not YAML"),
        (b"\xff\n", "README.md:1", "not UTF-8"),
        (b"x\n<!-- colophon:begin -->\n", "README.md:2", "marks"),
        (b"<!-- colophon:end -->\n<!-- colophon:begin -->\n", "README.md:1", "marks"),
        (
            b"<!-- colophon:begin -->\n<!-- colophon:end -->\n" * 2,
            "README.md:1",
            "marks",
        ),
    ],
)
def test_a_card_that_cannot_be_read(card: bytes, place: str, message: str) -> None:
    """A card that is not in order is left alone, with what to mend and where."""
    with pytest.raises(ReadingError, match=message) as caught:
        insert(card)
    assert caught.value.place.startswith(place)


HOSTILE: Final = "<!-- colophon:end -->\n---\n| a | b |\n```\n<script>x</script>"


def test_no_text_leaves_the_section() -> None:
    """What somebody states can neither end the section, nor become a table or a script."""
    subject = a_subject(use__intended_tasks=(HOSTILE,), licence__name=(HOSTILE,))
    made = insert(CARD.replace(b"license", b"x"), subject)
    ends = [line for line in made.content.splitlines() if _card._END.fullmatch(line)]
    assert len(ends) == 1
    assert b"\n<script" not in made.content


def test_it_reads_as_a_page() -> None:
    """Rendered, the section is a heading, a table with every entry, and what is missing."""
    subject = told("olmo-2-13b", Audience.PUBLIC)
    page = MarkdownIt("commonmark").enable("table").render(model_card.render(subject).decode())
    for entry in subject.entries.values():
        if entry.repeats in subject.entries:
            continue
        assert entry.label in page.replace("&quot;", '"').replace("&amp;", "&")
    assert page.count("<table>") == 1


TOPS: Final = [
    b"",
    b"---\ntags: [a]\n---\n",
    b"\r\n",
    b"\xef\xbb\xbf",
    b"---\r\n---\r\n",
    b"---\r---\r",
]


@given(st.text(alphabet="a \r\n-\ufeff:#", max_size=30).map(str.encode), st.sampled_from(TOPS))
@example(b"\r", b"")
@example(b"a\n\r", b"")
def test_whatever_the_card_is(text: bytes, top: bytes) -> None:
    """Any card that can be read keeps its bytes in their order, and twice is once."""
    card = top + text
    try:
        made = insert(card, a_subject(licence__name=("mit",))).content
    except ReadingError:
        return
    rest = iter(made)
    assert all(byte in rest for byte in card)
    assert _card.with_section(made, "README.md", "x\n") != made


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20))
def test_a_scalar_is_read_back(text: str) -> None:
    """Whatever stands as a value is read back as it was, never as a number or a truth value."""
    assert reading.yaml(f"key: {_card._scalar(text)}\n".encode(), "card").value == {"key": text}


def test_nothing_is_told_twice() -> None:
    """What repeats the answer to another field of the card is left out; who and what come first."""
    rows = [
        line.split(" | ")[0].removeprefix("| ").strip()
        for line in model_card.render(told("invented-web-lm", Audience.PUBLIC))
        .decode()
        .splitlines()
        if line.startswith("| ")
    ]
    assert rows[2:4] == ["Model name", "Versions covered"]
    assert "Web crawlers used" in rows
    assert "Use of web crawlers" not in rows


def test_days_are_written_as_the_language_writes_them() -> None:
    """A day that the form wants with two figures for the year has four in a card."""
    text = model_card.render(told("invented-web-lm", Audience.PUBLIC)).decode()
    assert "2026-11-20" in text
    assert "20/11/26" not in text
