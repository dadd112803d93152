"""A conversation's page in a browser, while its visitor and colleagues go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from clinic.store.takeovers import LEFT
from tests.chat.served import Served
from tests.console.browser.barriers import barriers
from tests.console.browser.conftest import OpenPage, taken_over
from tests.store.conftest import NOW
from tests.store.story import tell

pytestmark = pytest.mark.browser


def test_an_answer_in_the_chat_reaches_the_visitor_and_theirs_the_page(
    open_page: OpenPage, day: Served
) -> None:
    with taken_over(open_page, day) as (page, visitor):
        page.get_by_label("Your answer").fill("Good morning, this is Maya.")
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".line.staff .bubble")).to_have_text("Good morning, this is Maya.")
        page.evaluate("window.still = true")
        visitor.send(text="thanks a lot")
        expect(page.locator(".line.user .bubble").last).to_have_text("thanks a lot", timeout=4000)
        assert page.evaluate("window.still")
        assert ("staff", "Good morning, this is Maya.") in [
            (event["role"], event["text"]) for event in visitor.history()
        ]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_what_is_being_typed_outlives_a_change_of_hands(
    open_page: OpenPage, day: Served, size: str
) -> None:
    store, told = day.chat.store, day.desk.answers.announcement(LEFT, "en")
    with taken_over(open_page, day, size=size) as (page, visitor):
        page.get_by_label("New note").fill("asks about parking")
        page.get_by_label("New tag").fill("parking")
        answer = page.get_by_label("Your answer")
        answer.press_sequentially("You can park behind ")
        store.takeovers.give_back(visitor.conversation, day.clock(), told)
        expect(page.locator("#answer")).to_contain_text("not with you any more", timeout=10_000)
        expect(answer).to_be_focused()
        expect(page.locator("#notice")).to_be_empty()  # that one has it is not so any more
        answer.press_sequentially("the house")
        assert barriers(page) == []
        store.takeovers.take(visitor.conversation, "mia", day.clock(), told)
        expect(page.locator("#answer")).to_contain_text("Somebody answers", timeout=10_000)
        expect(answer).to_have_value("You can park behind the house")
        store.takeovers.give_back(visitor.conversation, day.clock(), told)
        again = page.get_by_role("button", name="Take over and answer")
        expect(again).to_be_visible(timeout=10_000)
        assert page.get_by_label("New note").input_value() == "asks about parking"
        assert page.get_by_label("New tag").input_value() == "parking"
        page.get_by_label("New note").fill("")
        again.click()
        expect(answer).to_have_value("You can park behind the house")
        page.get_by_role("button", name="Give back to the assistant").click()
        expect(answer).to_have_value("You can park behind the house")
        page.get_by_role("button", name="Take over and answer").click()
        page.get_by_role("button", name="Send").click()
        last = page.locator(".line.staff .bubble").last
        expect(last).to_have_text("You can park behind the house")


def test_what_a_reviewer_has_opened_stays_open_when_the_visitor_writes(
    open_page: OpenPage, day: Served
) -> None:
    store, minutes = day.chat.store, (day.clock() - NOW) / timedelta(minutes=1)
    conversation = store.conversations.open(day.clock()).id
    tell(store, conversation, "is it sore", minutes=minutes)
    page = open_page(f"/staff/conversations/{conversation}")
    why = page.locator("details.understood")
    why.locator("summary").click()
    tell(store, conversation, "and how long", minutes=minutes)
    expect(why).to_have_count(2, timeout=10_000)
    assert why.evaluate_all("all => all.map((each) => each.open)") == [True, False]


def test_an_answer_that_is_too_long_is_not_cut_but_refused_in_words(
    open_page: OpenPage, day: Served
) -> None:
    with taken_over(open_page, day) as (page, visitor):
        answer, send = page.get_by_label("Your answer"), page.get_by_role("button", name="Send")
        answer.fill("a" * 6000)
        told = answer.evaluate("field => field.validationMessage")
        assert told == "6000 characters are too many: 2000 fit."
        send.click()
        assert answer.input_value() == "a" * 6000
        answer.fill("a\n" * 600)
        send.click()
        expect(page.locator(".line.staff .bubble")).to_have_text("a " * 599 + "a")
