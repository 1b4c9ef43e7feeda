"""What programs of others say of the documents of the examples."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pdfua
import pytest
from openxml_audit import OpenXmlValidator

from colophon.workspace.write import write

EXAMPLES: Final = Path(__file__).parents[3] / "examples"
ON: Final = date(2026, 11, 21)

each_example = pytest.mark.parametrize("example", ["llama-3.1-405b", "olmo-2-13b"])
each_language = pytest.mark.parametrize("language", ["en", "nl", "fi"])


@each_language
@each_example
def test_every_docx_follows_the_schemas_of_office(
    example: str, language: str, tmp_path: Path
) -> None:
    """Open XML Audit finds nothing in the documents as DOCX."""
    validator = OpenXmlValidator()
    for file in _written(example, "docx", language, tmp_path):
        found = validator.validate(file)
        assert not found.errors, file.name


@each_language
@each_example
def test_every_pdf_can_be_read_aloud(example: str, language: str, tmp_path: Path) -> None:
    """The rules of PDF/UA that pdfua can check find nothing in the documents as PDF."""
    for file in _written(example, "pdf", language, tmp_path):
        assert not pdfua.validate(str(file)).findings, file.name


def _written(example: str, form: str, language: str, folder: Path) -> list[Path]:
    dossier = EXAMPLES / example / "dossier"
    written = write(dossier, ON, format_names=[form], language=language, to=folder)
    assert written
    return [path for path in written if path.suffix == f".{form}"]
