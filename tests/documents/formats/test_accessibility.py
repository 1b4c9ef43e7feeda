"""Every page passes axe-core in a browser, where Chromium is on the path."""

from __future__ import annotations

import html as escapes
import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from axe_core_python.base import AXE_SCRIPT

from colophon.documents.formats import html
from colophon.workspace.overview import overview

if TYPE_CHECKING:
    from colophon.documents.model import Document

EXAMPLES: Final = Path(__file__).parents[3] / "examples"
CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
ON: Final = date(2026, 11, 21)

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")

POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
RUN: Final = """
axe.run(document).then(found => {
  const said = document.createElement("pre");
  said.id = "found";
  said.textContent = JSON.stringify(found.violations.map(
    one => [one.impact, one.id, one.nodes.length, String(one.nodes[0].target)]));
  document.body.append(said);
});
"""


def found_in(page: str, folder: Path, width: int) -> list[Any]:
    """Return what axe finds in a page that is drawn so wide; the page itself runs no script."""
    assert CHROMIUM
    scripts = f"<script>{AXE_SCRIPT}</script><script>{RUN}</script>"
    tried = folder / "tried.html"
    tried.write_text(POLICY.sub("", page).replace("</body>", f"{scripts}</body>"), "utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900",
        "--virtual-time-budget=60000", f"--user-data-dir={folder / 'browser'}", "--dump-dom",
        tried.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    said = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert said, "axe came to no end"
    found: list[Any] = json.loads(escapes.unescape(said[1]))
    return found


def test_a_page_with_everything_is_accessible(sample: Document, tmp_path: Path) -> None:
    """The document with every kind of block has no finding of axe."""
    page = html.render(sample).decode()
    assert "<script" not in page.replace("&lt;script", "")
    assert found_in(page, tmp_path, 1280) == []
    assert found_in(page, tmp_path, 500) == []


@pytest.mark.parametrize("language", ["en", "nl", "fi"])
def test_the_pages_of_the_large_example_are_accessible(language: str, tmp_path: Path) -> None:
    """The index and the documents that differ most have no finding of axe, in any language."""
    shutil.copytree(EXAMPLES / "llama-3.1-405b" / "dossier", tmp_path / "dossier")
    overview(tmp_path / "dossier", ON, language=language)
    documents = tmp_path / "dossier" / "documents"
    pages = [*documents.glob("index*.html"), *documents.glob("annex-xi.ai-office.*html")]
    pages += documents.glob("public-summary.public.*html")
    assert len(pages) == 3, "one of each"
    wrong = {
        page.name: found
        for page in pages
        if (found := found_in(page.read_text("utf-8"), tmp_path, 1280))
    }
    assert not wrong
