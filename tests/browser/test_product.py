"""The whole product in a browser: the trained assistant, the real actions, a sent request."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import Pages
from tests.live import LiveServer

pytestmark = pytest.mark.browser


def test_a_request_is_read_back_changed_and_sent(pages: Pages, live_server: LiveServer) -> None:
    chat = pages.chat(live_server.url).open()
    chat.button("I’d like to request an appointment").click()
    expect(chat.field).to_have_attribute("autocomplete", "name")
    chat.ask("Ana Beltran")
    expect(chat.field).to_have_attribute("inputmode", "tel")
    chat.ask("203-555-0103")
    expect(chat.field).to_have_attribute("inputmode", "email")
    chat.ask("ana@example.com")
    chat.button("Norwalk").click()
    expect(chat.button("Choose a date")).to_be_visible()
    chat.ask("Friday morning")
    chat.ask("dull skin")
    chat.ask("no")
    values = chat.log.locator(".card").last.locator("dd:not(.change)")
    expect(values.nth(0)).to_have_text("Ana Beltran")
    expect(values.nth(3)).to_have_text("Norwalk")
    chat.button("Change: Town").click()
    chat.button("Stamford").click()
    expect(chat.log.locator(".card")).to_have_count(2)
    expect(values.nth(3)).to_have_text("Stamford")
    chat.button("Yes, send it").click()
    expect(chat.answers.last).to_contain_text(
        re.compile(r"[2-9A-HJ-NP-TW-Z]{4}-[2-9A-HJ-NP-TW-Z]{4}")
    )


def test_an_emergency_is_answered_with_help_in_spanish(
    pages: Pages, live_server: LiveServer
) -> None:
    chat = pages.chat(live_server.url)
    chat.element.evaluate("chat => { chat.lang = 'es'; }")
    chat.open().ask("no puedo respirar")
    expect(chat.answers.first).to_contain_text("911")


def test_a_reload_offers_the_open_request_again(pages: Pages, live_server: LiveServer) -> None:
    chat = pages.chat(live_server.url).open()
    chat.button("I’d like to request an appointment").click()
    chat.ask("Ana Beltran")
    expect(chat.answers.last).to_contain_text("phone")
    chat.page.reload()
    chat.open()
    expect(chat.answers.last).to_contain_text("phone")
    chat.ask("203-555-0103")
    chat.button("Continue my request").click()
    expect(chat.field).to_have_attribute("inputmode", "email")
