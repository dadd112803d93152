"""The day's list and a request on paper, and the console's head on small screens."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from clinic.store.schema import bookings
from tests.chat.served import Served
from tests.console.booked import book
from tests.console.browser.conftest import OpenPage
from tests.console.browser.test_pages import address_of

pytestmark = pytest.mark.browser

NOT_FOR_PAPER = "nav, form, button, input, select, textarea, .button, summary"
SMALL = {"phone": (375, 780), "twice as large": (640, 430)}


def shown(page: Page, selector: str) -> list[str]:
    """What of it takes up any room."""
    return page.locator(selector).evaluate_all(
        "all => all.filter(each => each.checkVisibility()).map(each => each.outerHTML)"
    )


def test_a_day_prints_as_a_table_and_nothing_else(open_page: OpenPage, day: Served) -> None:
    page = open_page(address_of(day, "day"))
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.set_viewport_size({"width": 700, "height": 900})  # about a sheet's
    page.emulate_media(media="print")
    assert shown(page, NOT_FOR_PAPER) == []
    expect(page.get_by_role("columnheader", name="Contact")).to_be_visible()
    expect(page.locator("tbody")).to_contain_text("Maria Lopez")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_request_prints_whole_with_its_conversation(open_page: OpenPage, day: Served) -> None:
    with day.visitor() as visitor:
        for number in range(12):
            visitor.say(f"Could you tell me about it, please? {number}")
        booking = book(day.chat.store, day.clock(), name="Pia Paper")
        with day.chat.store.database.write() as connection:
            its = sa.update(bookings).where(bookings.c.id == booking.id)
            connection.execute(its.values(conversation=visitor.conversation))
        page = open_page(f"/staff/bookings/{booking.reference}")
        # What was said last is in view at once; the rest is above it.
        ends = """list => [list, list.querySelector('li:last-child')].map(
            each => each.getBoundingClientRect().bottom)"""
        box, last = page.locator(".beside").evaluate(ends)
        assert last <= box + 1
        page.emulate_media(media="print")
        assert shown(page, NOT_FOR_PAPER) == []
        expect(page.locator("h1")).to_contain_text("Pia Paper")
        beside = page.locator(".beside")
        assert beside.evaluate("list => list.scrollHeight <= list.clientHeight")


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("path", ["/staff/bookings", "/staff/privacy"])
def test_every_tab_is_in_view_on_a_small_screen(open_page: OpenPage, path: str, size: str) -> None:
    page = open_page(path)
    width, height = SMALL[size]
    page.set_viewport_size({"width": width, "height": height})
    tabs = page.get_by_role("navigation", name="Main").get_by_role("link")
    assert tabs.count() == 7
    for tab in tabs.all():
        expect(tab).to_be_in_viewport(ratio=1)
        box = tab.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
