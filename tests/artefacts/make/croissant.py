"""The example of `croissant`: a dataset with the terms of responsible AI.

Made with mlcroissant 1.1.1; run `python -P croissant.py`.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import mlcroissant

ARTEFACT = Path(__file__).parents[2] / "importers/examples/croissant/artefact"

dataset = mlcroissant.Metadata(
    name="acme-web",
    description="Pages of the web.",
    url="https://example.org/acme-web",
    license=["https://creativecommons.org/licenses/by/4.0/"],
    version="1.2.0",
    conforms_to=[
        "http://mlcommons.org/croissant/1.1",
        "http://mlcommons.org/croissant/RAI/1.0",
    ],
    in_language=["en", "no"],
    date_published=datetime(2026, 3, 1, tzinfo=UTC),
    creators=[mlcroissant.Organization(name="Acme", url="https://example.org")],
    data_collection="Pages were fetched\nby a crawler.",
    data_collection_type=["Web Scraping"],
    data_collection_timeframe=[
        datetime(2025, 1, 1, tzinfo=UTC),
        datetime(2025, 12, 31, tzinfo=UTC),
    ],
    data_biases=["Most pages are in English.", "Few are older than 2015."],
    personal_sensitive_information=["Names", "Languages"],
    data_release_maintenance_plan="Pages are taken out on request.",
)
ARTEFACT.mkdir(parents=True, exist_ok=True)
(ARTEFACT / "croissant.json").write_text(json.dumps(dataset.to_json(), indent=2) + "\n", "utf-8")
