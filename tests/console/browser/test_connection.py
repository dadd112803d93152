"""Pages that outlive their connection or their session."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.chat.served import Served
from tests.console.browser.barriers import barriers
from tests.console.browser.conftest import EMAIL, SIZES, OpenPage, taken_over
from tests.console.person import PASSWORD

pytestmark = pytest.mark.browser


def sign_out(page: Page) -> None:
    """As when a session has come to its end: the page itself does nothing."""
    page.context.clear_cookies(name="staff")


@pytest.mark.parametrize("size", SIZES)
def test_a_board_without_a_connection_says_since_when(open_page: OpenPage, size: str) -> None:
    page = open_page("/staff/bookings", size=size)
    bar = page.locator("#cut-off")
    expect(bar).to_be_empty()
    page.context.set_offline(True)
    expect(bar).to_contain_text("No connection since", timeout=10_000)
    assert barriers(page) == []
    page.context.set_offline(False)
    expect(bar).to_be_empty(timeout=10_000)


def test_what_is_sent_without_a_connection_stays_in_its_field(
    open_page: OpenPage, day: Served
) -> None:
    with taken_over(open_page, day) as (page, visitor):
        answer = page.get_by_label("Your answer")
        answer.fill("You can park behind the house")
        page.context.set_offline(True)
        page.get_by_role("button", name="Send").click()
        expect(page.locator("#cut-off")).to_contain_text("Nothing was sent")
        expect(answer).to_have_value("You can park behind the house")
        page.context.set_offline(False)
        expect(page.locator("#cut-off")).to_be_empty(timeout=10_000)
        page.get_by_role("button", name="Send").click()
        last = page.locator(".line.staff .bubble").last
        expect(last).to_have_text("You can park behind the house")


def test_who_is_signed_out_asks_for_nothing_until_somebody_signs_in(
    open_page: OpenPage, day: Served
) -> None:
    page = open_page("/staff/bookings")
    sign_out(page)
    told = page.get_by_role("dialog", name="You are signed out")
    expect(told).to_be_visible(timeout=10_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(5000)  # three turns of the board's, two of a look
    assert asked == []
    with page.context.expect_page() as opened:
        told.get_by_role("link").click()
    other = opened.value
    other.fill("[name=email]", EMAIL)
    other.fill("[name=password]", PASSWORD)
    other.click("main button")
    expect(told).not_to_be_visible(timeout=10_000)
    with page.expect_request("**/bookings/changes*", timeout=10_000) as poll:
        pass
    assert poll.value.response().status in (200, 204)


@pytest.mark.parametrize("size", SIZES)
def test_who_is_signed_out_keeps_what_is_typed_and_goes_on_after_signing_in(
    open_page: OpenPage, day: Served, size: str
) -> None:
    with day.visitor() as visitor:
        visitor.say("hello")
        page = open_page(f"/staff/conversations/{visitor.conversation}", size=size)
        page.get_by_label("New note").fill("asks about parking")
        sign_out(page)
        told = page.get_by_role("dialog", name="You are signed out")
        expect(told).to_be_visible(timeout=10_000)
        assert barriers(page) == []
        page.keyboard.press("Escape")
        expect(told).to_be_visible()
        with page.context.expect_page() as opened:
            told.get_by_role("link").click()
        other = opened.value
        other.fill("[name=email]", EMAIL)
        other.fill("[name=password]", PASSWORD)
        other.click("main button")
        other.wait_for_url(f"**/staff/conversations/{visitor.conversation}")
        expect(told).not_to_be_visible(timeout=10_000)
        expect(page.get_by_label("New note")).to_have_value("asks about parking")
        page.locator("section", has_text="New note").get_by_role("button", name="Keep").click()
        expect(page.locator("p.note")).to_contain_text("asks about parking")
