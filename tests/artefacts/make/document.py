"""The example of `document`: a licence, a policy, a report and terms, each in a format of its own.

The Word document is made with python-docx 1.2.0, the PDF with typst 0.15.2, the others by hand. Run
`python document.py`.
"""

from datetime import UTC, datetime
from pathlib import Path

import docx
import typst

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
}
for name, text in TEXTS.items():
    (ARTEFACT / name).write_text(text, "utf-8")

CARD = """\
#set document(title: "System Card of Acme 1B", date: datetime(year: 2026, month: 2, day: 3))
#set page(width: 1cm, height: 1cm)
"""
typst.compile(CARD.encode(), output=str(ARTEFACT / "system-card.pdf"))
