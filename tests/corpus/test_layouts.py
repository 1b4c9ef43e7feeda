"""Known layouts, each told from the others, and what a person may give instead."""

from __future__ import annotations

from typing import Any

import pytest

from colophon.corpus import layouts
from colophon.errors import ColophonError

TEXT = "text"

REAL: dict[str, tuple[str, dict[Any, str]]] = {
    # What is published, as its columns are, and what each layout makes of them.
    "fineweb": (
        "text id dump url date file_path language language_score token_count",
        {"url": "url", "tokens": "token_count", "date": "date", "dump": "dump"},
    ),
    "fineweb-edu": (
        "text id dump url file_path language language_score token_count score int_score",
        {"url": "url", "tokens": "token_count", "language": "language"},
    ),
    "fineweb-2": (
        (
            "text id dump url date file_path language language_score language_script"
            " minhash_cluster_size top_langs"
        ),
        {"url": "url", "date": "date", "language": "language"},
    ),
    "datatrove": (
        (
            "text id metadata metadata.date metadata.dump metadata.file_path metadata.language"
            " metadata.language_score metadata.token_count metadata.url"
        ),
        {"url": "metadata.url", "tokens": "metadata.token_count"},
    ),
    "dolma": (
        (
            "added created id source text metadata metadata.bucket metadata.date_download"
            " metadata.language metadata.source_domain metadata.url"
        ),
        {"url": "metadata.url", "date": "metadata.date_download"},
    ),
    "redpajama-v1": (
        "text meta meta.url meta.timestamp meta.arxiv_id meta.language red_pajama_subset",
        {"url": "meta.url", "date": "meta.timestamp"},
    ),
    "redpajama-v1-files": (
        "text meta meta.url meta.timestamp meta.source meta.language",
        {"url": "meta.url"},
    ),
    "redpajama-v2": (
        (
            "url date_download digest length nlines source_domain title raw_content cc_segment"
            " language language_score perplexity bucket"
        ),
        {"url": "url", "text": "raw_content", "date": "date_download"},
    ),
    "redpajama-v2-signals": (
        "raw_content doc_id meta meta.url meta.date_download meta.language quality_signals",
        {"url": "meta.url", "text": "raw_content"},
    ),
    "c4": ("text timestamp url", {"url": "url", "date": "timestamp"}),
    "culturax": ("text timestamp url source", {"url": "url", "date": "timestamp"}),
    "oscar": (
        (
            "content warc_headers warc_headers.warc-target-uri warc_headers.warc-date metadata"
            " metadata.identification metadata.identification.label metadata.identification.prob"
        ),
        {"url": "warc_headers.warc-target-uri", "text": "content"},
    ),
    "oscar-tables": (
        (
            "id text meta meta.warc_headers meta.warc_headers.warc-target-uri"
            " meta.warc_headers.warc-date meta.identification meta.identification.label"
        ),
        {"url": "meta.warc_headers.warc-target-uri", "language": "meta.identification.label"},
    ),
    "oscar-2109": (
        "id text meta meta.headers meta.headers.warc-target-uri meta.headers.warc-date",
        {"url": "meta.headers.warc-target-uri"},
    ),
    "glotcc": (
        "content warc-target-uri warc-date warc-record-id identification-language tlsh",
        {"url": "warc-target-uri", "language": "identification-language"},
    ),
    "the-stack": (
        (
            "hexsha size ext lang max_stars_repo_path max_stars_repo_name max_stars_repo_licenses"
            " content avg_line_length"
        ),
        {"text": "content", "licence": "max_stars_repo_licenses"},
    ),
    "the-stack-v2": (
        (
            "blob_id directory_id path content_id detected_licenses license_type repo_name"
            " visit_date src_encoding language is_generated length_bytes extension"
        ),
        {"bytes": "length_bytes", "date": "visit_date", "licence": "detected_licenses"},
    ),
    "dclm": (
        (
            "bff_contained_ngram_count_before_dedupe language_id_whole_page_fasttext metadata"
            " metadata.WARC-Date metadata.WARC-Target-URI previous_word_count text url warcinfo"
        ),
        {"url": "url", "date": "metadata.WARC-Date"},
    ),
    "hplt": (
        "f o s rs u c ts collection lang prob text seg_langs robotstxt id filter pii doc_scores",
        {"url": "u", "date": "ts", "dump": "collection"},
    ),
    "hplt-1": (
        "id document_lang scores langs text url collection",
        {"url": "url", "language": "document_lang"},
    ),
    "slimpajama": ("text meta meta.redpajama_set_name", {"text": "text"}),
    "pile": ("text meta meta.pile_set_name", {"text": "text"}),
    "laion": (
        "URL TEXT WIDTH HEIGHT similarity hash punsafe pwatermark LANGUAGE",
        {"url": "URL", "text": "TEXT", "language": "LANGUAGE"},
    ),
    "datacomp": (
        (
            "uid url text original_width original_height clip_b32_similarity_score"
            " clip_l14_similarity_score face_bboxes sha256"
        ),
        {"url": "url", "text": "text"},
    ),
    "img2dataset": (
        "caption url key status error_message width height original_width exif sha256 .txt .images",
        {"url": "url", "text": ".txt", "images": ".images"},
    ),
    "webdataset-images": ("url .images .txt", {"url": "url", "images": ".images"}),
    "common-voice": (
        "client_id path audio sentence up_votes down_votes age gender accent locale segment",
        {"text": "sentence", "language": "locale"},
    ),
    "librispeech": ("file audio text speaker_id chapter_id id", {"text": "text"}),
    "multilingual-librispeech": (
        "audio original_path begin_time end_time transcript audio_duration speaker_id chapter_id",
        {"audio-seconds": "audio_duration", "text": "transcript"},
    ),
    "nemo-manifest": (
        "audio_filepath duration text offset",
        {"audio-seconds": "duration", "text": "text"},
    ),
    "audio-table": (
        "audio transcription duration segment_name",
        {"audio-seconds": "duration", "text": "transcription"},
    ),
    "warc": (
        "WARC-Type WARC-Date WARC-Target-URI Content-Type payload-length dump",
        {"url": "WARC-Target-URI", "bytes": "payload-length", "dump": "dump"},
    ),
    "wet": (
        "WARC-Type WARC-Date WARC-Target-URI WARC-Identified-Content-Language payload-length text",
        {"url": "WARC-Target-URI", "text": "text"},
    ),
    "plain": ("id link body lang", {"url": "link", "text": "body", "language": "lang"}),
}


def columns(names: str) -> dict[str, str]:
    """Return columns by their names, those with parts as objects."""
    found = names.split()
    return {
        name: "object" if any(one.startswith(f"{name}.") for one in found) else TEXT
        for name in found
    }


def test_every_layout_has_a_real_example() -> None:
    """The data hold no layout that nobody tried."""
    assert set(layouts.known()) == set(REAL)


@pytest.mark.parametrize("name", REAL)
def test_a_layout_is_recognised_by_its_columns(name: str) -> None:
    """And each role has the column that the corpus tells it by."""
    names, roles = REAL[name]
    layout = layouts.recognise(columns(names))
    assert layout is not None
    assert layout.id == name
    assert roles.items() <= layout.columns.items()
    assert set(layout.columns.values()) <= set(columns(names))


@pytest.mark.parametrize(
    ("name", "part"),
    [("audio-table", "audio.bytes"), ("dclm", "language_id_whole_page_fasttext.en")],
)
def test_a_layout_is_recognised_where_objects_are_told_by_their_parts_alone(
    name: str, part: str
) -> None:
    """As some readers tell them: `audio.bytes` and `audio.path`, but no `audio`."""
    there = columns(REAL[name][0])
    del there[part.partition(".")[0]]
    assert getattr(layouts.recognise({**there, part: TEXT}), "id", None) == name


@pytest.mark.parametrize("name", REAL)
def test_no_two_layouts_have_an_equal_claim(name: str) -> None:
    """Of those whose columns are all there, one asks for more than any other."""
    there = columns(REAL[name][0])
    claims = [len(one.must) for one in layouts.known().values() if set(one.must) <= set(there)]
    assert claims.count(max(claims)) == 1


def test_every_layout_says_where_it_comes_from() -> None:
    """With a link, and what it must have is among what it reads or tells it from others."""
    for name, layout in layouts.known().items():
        assert layout.link.startswith("https://"), name
        assert layout.columns, name


def test_a_table_of_images_has_one_image_a_record() -> None:
    """Unless a column tells how many."""
    table = layouts.recognise(columns(REAL["laion"][0]))
    assert table is not None
    assert table.each == {"images": 1}
    archive = layouts.recognise(columns(REAL["img2dataset"][0]))
    assert archive is not None
    assert archive.each == {}


def test_the_tokens_of_fineweb_are_those_of_a_tokenizer_that_is_named() -> None:
    """A count by another tokenizer than the model's is no count of the model's tokens."""
    layout = layouts.recognise(columns(REAL["fineweb"][0]))
    assert layout is not None
    assert layout.remark is not None
    assert "GPT-2" in layout.remark


def test_the_contents_of_the_stack_v2_count_where_they_are() -> None:
    """The table as published has ids of blobs; one that has the contents tells them."""
    layout = layouts.recognise(columns(REAL["the-stack-v2"][0] + " content"))
    assert layout is not None
    assert layout.columns["text"] == "content"


@pytest.mark.parametrize("names", ["", "a b c", "id label", "meta meta.source"])
def test_columns_without_an_address_or_a_text_are_no_layout(names: str) -> None:
    """Nothing is guessed."""
    assert layouts.recognise(columns(names)) is None


def test_a_column_that_is_an_object_is_no_text() -> None:
    """A plain name counts only where the column holds values."""
    found = layouts.recognise({"text": "object", "text.a": TEXT, "content": TEXT})
    assert found is not None
    assert found.columns == {"text": "content"}


def test_a_person_may_give_the_columns() -> None:
    """Parts of nested columns, too."""
    there = {"URL": TEXT, "body": "object", "body.text": TEXT, "n": "number"}
    layout = layouts.given("url=URL, text=body.text,tokens=n", there)
    assert layout.columns == {"url": "URL", "text": "body.text", "tokens": "n"}
    assert (layout.id, layout.confirmed) == ("given", "given")


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("url=adress", "`adress` is no column", "Did you mean `address`? There are: "),
        ("text=Body.Text", "`Body.Text` is no column", "`body.text`"),
        ("URL=address", "`URL` is no role", "Did you mean `url`? There are: url, text, "),
        ("licenses=x", "`licenses` is no role", "`licence`"),
        ("url", "`url` does not name a role and its column", "--columns url=…,text=…"),
        ("", "does not name a role and its column", "--columns"),
        ("url=", "does not name", "--columns"),
        ("url=address,", "does not name", "--columns"),
        ("url=address,url=body.text", "`url` is given twice", "one column"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, message: str, remedy: str) -> None:
    """With the nearest names and all that there are."""
    there = {"address": TEXT, "body": "object", "body.text": TEXT}
    with pytest.raises(ColophonError) as error:
        layouts.given(text, there)
    assert message in error.value.message
    assert remedy in error.value.remedy
    assert error.value.place == "--columns"


def test_a_message_does_not_list_a_thousand_columns() -> None:
    """Forty are enough to see what kind of names there are."""
    with pytest.raises(ColophonError) as error:
        layouts.given("url=x", {f"column{number}": TEXT for number in range(1000)})
    assert error.value.remedy.count(",") == 40
