"""The pages: what they point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sources import ROOT

PAGES = [
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/**/*.md"))
    if path.name != "LICENSE"
]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_readme_shows_the_page() -> None:
    assert "![" in (ROOT / "README.md").read_text(encoding="utf-8")
