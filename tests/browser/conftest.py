"""Servers that answer at once, and pages of other sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Chat, OpenChat, Pages
from tests.browser.sites import Site
from tests.chat.conftest import serve, server  # noqa: F401  (fixtures)
from tests.chat.served import Served


@pytest.fixture
def pages(browser: Browser) -> Iterator[Pages]:
    """At the end, no page of the test may have thrown an error."""
    pages = Pages(browser)
    yield pages
    pages.close()
    assert pages.errors == []


@pytest.fixture
def open_chat(pages: Pages, server: Served) -> OpenChat:  # noqa: F811
    """Opens the demo page with the chat opened: `open_chat(locale="es-ES")`."""

    def open_it(path: str = "/", **options: object) -> Chat:
        return pages.chat(server.url + path, **options).open()

    return open_it


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A page of another origin, which a test fills."""
    site = Site()
    yield site
    site.stop()
