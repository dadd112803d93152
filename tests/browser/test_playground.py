"""The playground shows all that can be set, called and heard; the page for embedders names it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import OpenChat, Pages
from tests.browser.test_accessibility import violations
from tests.chat.served import Served
from tests.sources import ROOT

pytestmark = pytest.mark.browser

SOURCES = ROOT / "widget" / "src"
PAGES = [ROOT / "widget" / "demo" / "playground.html", ROOT / "docs" / "widget.md"]


def offered() -> set[str]:
    """Attributes, custom properties and events that the sources have."""
    element = (SOURCES / "element.js").read_text(encoding="utf-8")
    views = "".join(path.read_text(encoding="utf-8") for path in (SOURCES / "view").glob("*.js"))
    attributes = set(re.findall(r'attribute\("([a-z]+)"', element + views))
    styles = (SOURCES / "styles.css").read_text(encoding="utf-8")
    events = {f"clinic-chat:{name}" for name in re.findall(r'#tell\("([a-z]+)"', element)}
    return attributes | set(re.findall(r"--clinic-chat-[a-z-]+", styles)) | events


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_everything_that_can_be_set_or_heard_is_described(page: object) -> None:
    names = offered()
    assert len(names) > 24
    text = page.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert {name for name in names if name not in text} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_part_that_is_described_exists(open_chat: OpenChat, page: object) -> None:
    text = page.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    if page.suffix == ".html":  # type: ignore[attr-defined]
        described = set(re.findall(r"<code>(\w+)</code>", text[text.index('id="parts"') :]))
    else:
        listed = re.search(r"border-radius: 4px; }`:\n(.*?)\. No other", text, re.DOTALL)
        described = set(re.findall(r"`(\w+)`", listed[1] if listed else ""))
    views = [*(SOURCES / "view").glob("*.js"), SOURCES / "element.js"]
    classes = set()
    for path in views:
        for names in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
            classes |= set(re.findall(r"[a-z]+", names))
    assert len(described) > 20
    assert described - classes - {"user", "bot", "staff"} == set()


def test_the_playground_does_what_it_says(pages: Pages, server: Served) -> None:
    chat = pages.chat(server.url + "/playground.html")
    page = chat.page
    page.get_by_label("Language").select_option("Spanish")
    expect(chat.launcher).to_have_text("Haga una pregunta")
    page.get_by_label("Language").select_option("English")
    page.get_by_label("Teaser").fill("Any questions?")
    expect(chat.element.locator(".teaser")).to_contain_text("Any questions?")
    page.get_by_label("Accent").fill("#7a3e65")
    colour = "each => getComputedStyle(each).backgroundColor"
    assert chat.launcher.evaluate(colour) == "rgb(122, 62, 101)"
    page.get_by_role("button", name="open()").click()
    expect(chat.field).to_be_visible()
    page.get_by_role("button", name="send(").click()
    chat.answer(0)
    page.get_by_role("button", name="close()").click()
    expect(page.locator("#heard div")).to_have_text(
        [
            "clinic-chat:open",
            "clinic-chat:send",
            'clinic-chat:message {"seq":1,"role":"user"}',
            'clinic-chat:message {"seq":2,"role":"bot"}',
            "clinic-chat:close",
        ]
    )


@pytest.mark.parametrize("path", ["/playground.html", "/privacy.html"])
def test_axe_finds_nothing_in_the_pages_around_it(pages: Pages, server: Served, path: str) -> None:
    for scheme in ("light", "dark"):
        page = pages.page(color_scheme=scheme)
        page.goto(server.url + path)
        assert violations(page) == []
