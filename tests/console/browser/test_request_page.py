"""A request's page in a browser: what is typed there stays, and what is wrong is pointed at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.chat.served import Served
from tests.console.booked import book
from tests.console.browser.barriers import barriers
from tests.console.browser.conftest import OpenPage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_request_that_changes_tells_so_and_leaves_what_is_being_typed(
    open_page: OpenPage, day: Served, size: str
) -> None:
    store, now = day.chat.store, day.clock()
    booking, soon = book(store, now, name=f"Quick {size}"), now + timedelta(days=2)
    page = open_page(f"/staff/bookings/{booking.reference}", size=size)
    page.fill("[name=time1]", "2031-05-06T14:00")
    store.bookings.offer_times(booking.id, [soon], "mia", now)
    store.bookings.accept(booking.id, soon, now)
    expect(page.get_by_role("link", name="The visitor has changed this – show")).to_be_visible()
    assert barriers(page) == []
    assert page.input_value("[name=time1]") == "2031-05-06T14:00"
    assert _rises_to(page, "main > p") < 70  # no empty line is kept above it
    page.click("text=Offer these times")
    expect(page.get_by_role("alert")).to_contain_text("since you opened it")
    expect(page.locator("[name=time1]")).to_have_value("2031-05-06T14:00")
    assert store.bookings.get(booking.id).appointment == soon


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_confirmation_without_a_time_is_pointed_at(
    open_page: OpenPage, day: Served, size: str
) -> None:
    store, now = day.chat.store, day.clock()
    booking = book(store, now, name=f"Timeless {size}")
    store.bookings.offer_times(booking.id, [now + timedelta(days=2)], "mia", now)
    page = open_page(f"/staff/bookings/{booking.reference}", size=size)
    page.get_by_role("button", name="Confirm", exact=True).click()
    field = page.get_by_label("Or another time")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    expect(field).to_have_accessible_description(
        "Choose one of the times offered, or give another one."
    )
    assert barriers(page) == []


def test_without_scripts_a_request_is_worked_all_the_same(open_page: OpenPage, day: Served) -> None:
    booking = book(day.chat.store, day.clock(), name="No Script")
    page = open_page("/staff/bookings?q=script", java_script_enabled=False)
    page.get_by_role("link", name="No Script").click()
    page.get_by_text("Decline", exact=True).first.click()
    page.select_option("[name=reason]", "duplicate")
    page.get_by_role("button", name="Decline").click()
    expect(page.locator("main")).to_contain_text("The request is declined.")
    assert day.chat.store.bookings.find(booking.id).state == "declined"


def test_a_page_is_not_left_with_a_note_that_is_not_kept(open_page: OpenPage, day: Served) -> None:
    booking = book(day.chat.store, day.clock(), name="Note Worthy")
    page = open_page(f"/staff/bookings/{booking.reference}")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    note = page.get_by_label("New note")
    note.press_sequentially("rings at noon")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("link", name="All bookings").click()
    assert asked == ["beforeunload"] * 2
    expect(note).to_have_value("rings at noon")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".note")).to_contain_text("rings at noon")
    assert asked == ["beforeunload"] * 2


def _rises_to(page: Page, selector: str) -> float:
    """How far below the page's head it begins, in pixels."""
    head = page.locator("body > header").bounding_box()
    return page.locator(selector).first.bounding_box()["y"] - head["y"] - head["height"]
