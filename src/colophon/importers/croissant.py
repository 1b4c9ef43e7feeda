"""A Croissant file: what is said of a dataset, in JSON-LD, with the terms of responsible AI.

A key is what the `@context` of the file makes of it: `rai:dataBiases` is read because the file says
that `rai:` stands for the terms of responsible AI. Nothing is fetched. Texts are told as they
stand, with their line ends as spaces; how much of the data there is, the format does not say.

A file that a platform makes from the card of the dataset may lack what the dataset's own file says.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon.importers import json_object, pointer, reading_of_text, word
from colophon.importers._datasets import facts
from colophon.importers._objects import Told, one, passages, prose, stranger, word_or_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Evidence, Reading, Unread
    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = {
    **facts(
        "dataset.name",
        "dataset.version",
        "dataset.address",
        "dataset.licence",
        "dataset.languages",
    ),
    "dataset.creators": "Who made the dataset",
    "dataset.published": "Day on which the dataset was published",
    "dataset.collection": "How the data were collected",
    "dataset.collection-types": "Kinds of collection",
    "dataset.timeframe": "Period in which the data were collected, by its days",
    "dataset.raw-data": "Where the data come from that were not yet worked on",
    "dataset.missing-data": "What is missing in the data that were collected",
    "dataset.imputation": "How missing data were filled in",
    "dataset.preprocessing": "How the data were prepared",
    "dataset.manipulation": "How the data were changed",
    "dataset.annotation": "How the data were annotated",
    "dataset.annotation-platforms": "Where the data were annotated",
    "dataset.annotation-analysis": "How the annotations were analysed",
    "dataset.annotations-per-item": "How many annotations an item has",
    "dataset.annotators": "Who the annotators were",
    "dataset.annotation-tools": "Programs that annotated the data",
    "dataset.personal-data": "Personal and sensitive information in the data",
    "dataset.biases": "Biases of the data",
    "dataset.limitations": "Limitations of the data",
    "dataset.use-cases": "What the data are for",
    "dataset.social-impact": "What effect on society the data may have",
    "dataset.maintenance": "How the dataset is maintained",
}

_CROISSANT: Final = "mlcommons.org/croissant"
_SCHEMA: Final = "schema.org/"
_RAI: Final = "mlcommons.org/croissant/RAI/"
_SCHEME: Final = re.compile(r"https?://(?:www\.)?")


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield files that are called Croissant, and JSON-LD that names Croissant."""
    for name in folder.names:
        if name.lower().endswith(("croissant.json", "croissant.jsonld")) or (
            (name == "metadata.json" or name.endswith(".jsonld"))
            and _CROISSANT.encode() in folder.head(name)
        ):
            yield (name,)


# -- Forms ----------------------------------------------------------------------------------------


def several(value: Plain) -> list[Plain]:
    """Return the values of a key, which may be one or a list, out of their `@value`."""
    values = value if isinstance(value, list) else [value]
    return [one["@value"] if isinstance(one, dict) and "@value" in one else one for one in values]


def names(value: Plain) -> tuple[str, ...]:
    """Return the names of persons or organisations; raise ValueError with the form otherwise."""
    return tuple(word(one.get("name") if isinstance(one, dict) else one) for one in several(value))


def licences(value: Plain) -> tuple[str, ...]:
    """Return the addresses or names of licences; raise ValueError with the form otherwise."""
    return tuple(
        word(one.get("url") or one.get("name") if isinstance(one, dict) else one)
        for one in several(value)
    )


def texts(value: Plain) -> tuple[str, ...]:
    """Return texts of any length; raise ValueError with the name of the form otherwise."""
    return passages(several(value))


def languages(value: Plain) -> tuple[str, ...]:
    """Return the names of languages; raise ValueError with the name of the form otherwise."""
    return word_or_words(several(value))


def version(value: Plain) -> str:
    """Return a version, which may be a number; raise ValueError with the form otherwise."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return word(value)


def day(value: Plain) -> str:
    """Return a day, without the time of the day; raise ValueError with the form otherwise."""
    (only, *others) = several(value)
    match = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?", str(only))
    if others or not isinstance(only, str) or match is None:
        raise ValueError("a day such as 2026-03-01")
    return match[1]


_TERMS: Final[Mapping[str, Told]] = {
    f"{_SCHEMA}name": Told("dataset.name", word),
    f"{_SCHEMA}version": Told("dataset.version", version),
    f"{_SCHEMA}url": Told("dataset.address", word),
    f"{_SCHEMA}license": Told("dataset.licence", licences),
    f"{_SCHEMA}inLanguage": Told("dataset.languages", languages),
    f"{_SCHEMA}creator": Told("dataset.creators", names),
    f"{_SCHEMA}datePublished": Told("dataset.published", day),
    f"{_RAI}dataCollection": Told("dataset.collection", prose),
    f"{_RAI}dataCollectionType": Told("dataset.collection-types", texts),
    f"{_RAI}dataCollectionTimeframe": Told("dataset.timeframe", texts),
    f"{_RAI}dataCollectionTimeFrame": Told("dataset.timeframe", texts),
    f"{_RAI}dataCollectionRawData": Told("dataset.raw-data", texts),
    f"{_RAI}dataCollectionMissingData": Told("dataset.missing-data", texts),
    f"{_RAI}dataImputationProtocol": Told("dataset.imputation", texts),
    f"{_RAI}dataPreprocessingProtocol": Told("dataset.preprocessing", texts),
    f"{_RAI}dataManipulationProtocol": Told("dataset.manipulation", texts),
    f"{_RAI}dataDataManipulationProtocol": Told("dataset.manipulation", texts),
    f"{_RAI}dataAnnotationProtocol": Told("dataset.annotation", texts),
    f"{_RAI}dataAnnotationPlatform": Told("dataset.annotation-platforms", texts),
    f"{_RAI}dataAnnotationAnalysis": Told("dataset.annotation-analysis", texts),
    f"{_RAI}annotationsPerItem": Told("dataset.annotations-per-item", texts),
    f"{_RAI}annotatorDemographics": Told("dataset.annotators", texts),
    f"{_RAI}machineAnnotationTools": Told("dataset.annotation-tools", texts),
    f"{_RAI}personalSensitiveInformation": Told("dataset.personal-data", texts),
    f"{_RAI}dataBiases": Told("dataset.biases", texts),
    f"{_RAI}dataLimitations": Told("dataset.limitations", texts),
    f"{_RAI}dataUseCases": Told("dataset.use-cases", texts),
    f"{_RAI}dataSocialImpact": Told("dataset.social-impact", texts),
    f"{_RAI}dataReleaseMaintenancePlan": Told("dataset.maintenance", texts),
}
"""What each term tells; two terms are also written as the library mlcroissant spells them."""


# -- Reading --------------------------------------------------------------------------------------


def collect(source: Source) -> Reading:
    """Read one Croissant file.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "croissant", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield the facts and what could not be read, in the order of the file.

    Raises:
        ArtefactError: it is not a JSON object.
        ReadingError: it is not JSON.
    """
    whole = json_object(data, name)
    context = _context(whole.get("@context"))
    terms = {key: _term(key, context) for key in whole}
    conforms = [whole[key] for key, term in terms.items() if term.endswith("/conformsTo")]
    if not any(_CROISSANT in str(value) for value in (*conforms, *context.values())):
        yield stranger("a Croissant file", "`conformsTo` that names Croissant")
        return
    for key, value in whole.items():
        if terms[key] in _TERMS and value not in (None, "", [], {}):
            yield one(_TERMS[terms[key]], value, pointer(key))


def _context(value: Plain) -> dict[str, str]:
    """Return what prefixes and words of their own stand for; `@vocab` is that of all others."""
    found: dict[str, str] = {}
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str):
            found["@vocab"] = part if part.endswith(("/", "#")) else f"{part}/"
        elif isinstance(part, dict):
            for key, term in part.items():
                address = term.get("@id") if isinstance(term, dict) else term
                if isinstance(address, str):
                    found[key] = address
    return found


def _term(key: str, context: Mapping[str, str]) -> str:
    """Return the address that a key stands for, without its `https://`."""
    written = context.get(key, key)
    prefix, colon, local = written.partition(":")
    if colon and prefix in context and not local.startswith("//"):
        written = context[prefix] + local
    elif not colon:
        written = context.get("@vocab", "") + written
    return _SCHEME.sub("", written, count=1)
