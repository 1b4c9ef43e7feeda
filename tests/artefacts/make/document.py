"""The example of `document`: a licence, a policy, a report and terms, each in a format of its own.

The Word document is made with python-docx 1.2.0. The PDF is written by hand: what is not looked
into needs no more than its beginning. Run `python document.py`.
"""

from datetime import UTC, datetime
from pathlib import Path

import docx

ARTEFACT = Path(__file__).parents[2] / "importers/examples/document/artefact"

ARTEFACT.mkdir(parents=True, exist_ok=True)

report = docx.Document()
report.core_properties.title = "Acme 1B: Model Report"
report.core_properties.author = ""
report.core_properties.created = datetime(2026, 2, 1, tzinfo=UTC)
report.core_properties.modified = datetime(2026, 3, 1, tzinfo=UTC)
report.add_paragraph("The model was tested.")
report.save(ARTEFACT / "model-report.docx")

TEXTS = {
    "LICENSE": "SPDX-License-Identifier: Apache-2.0\n\nThe licence of Acme 1B.\n",
    "acceptable-use-policy.md": "---\n# no heading\n---\n\n# Acceptable Use\n\nBe kind.\n",
    "Terms_of_Service.html": "<html><head><title>Terms &amp; Conditions</title></head></html>\n",
    "system-card.pdf": "%PDF-1.7\n%%EOF\n",
}
for name, text in TEXTS.items():
    (ARTEFACT / name).write_text(text, "utf-8")
