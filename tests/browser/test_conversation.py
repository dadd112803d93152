"""What is said and how it is shown."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from clinic.store.takeovers import JOINED, LEFT
from tests.browser.chromium import OpenChat, Pages
from tests.browser.staff import announce, say_as_staff, signal
from tests.chat.served import Served

pytestmark = pytest.mark.browser


def test_a_question_is_answered(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("hello")
    assert chat.said() == ["You: hello", "Assistant: echo hello"]


def test_nobody_is_called_before_the_first_message(pages: Pages, server: Served) -> None:
    page = pages.page()
    calls: list[str] = []
    page.on("request", lambda request: calls.append(request.url))
    page.goto(server.url)
    page.locator("clinic-chat .launcher").click()
    page.locator("clinic-chat .field").wait_for()
    assert [url for url in calls if "/webhooks/" in url] == []


def test_it_says_that_it_is_no_person_before_the_first_message_and_always(
    open_chat: OpenChat,
) -> None:
    chat = open_chat()
    label = chat.panel.locator(".label")
    assert label.text_content() == "Automated, not a person"
    assert "automated assistant" in (chat.log.locator(".bubble").first.text_content() or "")
    for number in range(8):
        chat.ask(f"message {number}")
    expect(label).to_be_in_viewport(ratio=1)


def test_the_terms_stand_before_the_first_message(open_chat: OpenChat) -> None:
    chat = open_chat()
    terms = chat.log.locator(".terms")
    expect(terms).to_contain_text("This chat is stored")
    expect(terms).to_contain_text("don’t share medical details")
    expect(terms.get_by_role("link", name="Privacy notice")).to_have_attribute(
        "href", "/privacy.html"
    )


def test_a_starter_is_a_real_button_that_asks_its_question(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.button("Is there downtime?").click()
    chat.answer(0)
    assert chat.said() == ["You: Is there downtime?", "Assistant: echo Is there downtime?"]
    expect(chat.log.locator(".choices")).to_have_count(0)


def test_bold_lists_and_links_become_nodes_and_everything_else_stays_text(
    open_chat: OpenChat,
) -> None:
    chat = open_chat()
    chat.field.fill(
        "**bold** <b>no</b> [site](https://example.com/a?b=c) [bad](javascript:alert(1))\n"
        "- one\n- **two**\n\n1. first\n2. second\n<img src=x onerror=alert(1)>"
    )
    chat.field.press("Enter")
    bubble = chat.answer(0).locator(".bubble")
    assert bubble.locator("strong").all_text_contents() == ["bold", "two"]
    assert bubble.locator("ul > li").all_text_contents() == ["one", "two"]
    assert bubble.locator("ol > li").all_text_contents() == ["first", "second"]
    links = bubble.locator("a")
    assert links.count() == 1
    assert links.get_attribute("href") == "https://example.com/a?b=c"
    assert links.get_attribute("rel") == "noopener noreferrer"
    assert bubble.locator("img, b").count() == 0
    expect(bubble).to_contain_text("<b>no</b>")
    expect(bubble).to_contain_text("[bad](javascript:alert(1))")
    expect(bubble).to_contain_text("<img src=x onerror=alert(1)>")


def test_what_the_visitor_typed_is_shown_as_typed(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("a **b**\n<i>c</i>")
    own = chat.log.locator(".row.user .bubble .typed")
    assert own.text_content() == "a **b**\n<i>c</i>"


def test_a_quick_reply_is_sent_by_its_id_and_goes_away(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("buttons")
    assert chat.log.locator(".choices button").all_text_contents() == ["A", "B"]
    chat.button("B").click()
    chat.answer(1)
    assert chat.said()[-2:] == ["You: B", "Assistant: pressed /B"]
    expect(chat.log.locator(".choices")).to_have_count(0)


def test_quick_replies_are_offered_until_something_else_is_said(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("buttons")
    chat.page.reload()
    chat.open()
    expect(chat.log.locator(".choices button")).to_have_count(2)
    chat.ask("something else")
    expect(chat.log.locator(".choices")).to_have_count(0)


def test_the_read_back_is_a_card_with_a_button_for_each_entry(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("card")
    card = chat.log.locator(".card")
    assert card.locator("dt").all_text_contents() == ["Phone"]
    assert card.locator("dd").first.text_content() == "203 555 0100"
    chat.button("Change: Phone").click()
    chat.answer(1)
    assert chat.said()[-2:] == ["You: Change the phone", "Assistant: pressed /correct"]
    expect(card.locator("button")).to_have_count(0)


@pytest.mark.parametrize(
    ("ask", "mode", "fill"),
    [
        ("phone", "tel", "tel"),
        ("email", "email", "email"),
        ("name", "text", "name"),
        ("date", "text", "off"),
    ],
)
def test_a_question_brings_the_keyboard_that_fits(
    open_chat: OpenChat, ask: str, mode: str, fill: str
) -> None:
    chat = open_chat()
    chat.ask(f"ask {ask}")
    expect(chat.field).to_have_attribute("inputmode", mode)
    expect(chat.field).to_have_attribute("autocomplete", fill)
    expect(chat.button("Choose a date")).to_have_count(int(ask == "date"))


def test_a_chosen_date_is_added_to_the_visitors_own_words(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("ask date")
    chat.field.fill("after 4")
    chat.element.locator("#date").evaluate(
        "field => { field.value = '2026-12-24'; field.dispatchEvent(new Event('change')); }"
    )
    assert chat.field.input_value() == "after 4, Thursday, December 24"
    assert chat.focused() == "field"


def test_an_answer_can_be_rated_and_the_rating_is_kept(open_chat: OpenChat, server: Served) -> None:
    chat = open_chat()
    row = chat.ask("hello")
    rating = row.get_by_role("group", name="Helpful?")
    with chat.page.expect_response("**/feedback") as answered:
        rating.get_by_role("button", name="Yes").click()
    assert answered.value.status == 204
    expect(rating.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    expect(rating).to_contain_text("Thank you")


def test_questions_of_the_assistant_are_not_rated(open_chat: OpenChat) -> None:
    chat = open_chat()
    assert chat.ask("ask phone").locator(".rating").count() == 0
    assert chat.ask("card").locator(".rating").count() == 0


def test_announcements_are_not_rated(open_chat: OpenChat, server: Served) -> None:
    chat = open_chat()
    chat.ask("hello")
    say_as_staff(server, chat, "Somebody takes over.", role="bot")
    assert chat.answer(1).locator(".rating").count() == 0
    assert chat.answers.locator(".rating").count() == 1


def test_messages_carry_their_time(open_chat: OpenChat) -> None:
    chat = open_chat()
    row = chat.ask("hello")
    time = row.locator("time")
    assert re.fullmatch(r"\d{1,2}:\d\d\s[AP]M", time.text_content() or "")
    assert re.match(r"\d{4}-\d\d-\d\dT", time.get_attribute("datetime") or "")


def test_the_typing_indicator_comes_and_goes_with_the_turn(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat()
    chat.ask("first")
    server.turns.hold()
    chat.say("slow")
    expect(chat.log.locator(".row.user")).to_have_count(2)
    signal(server, chat, "typing")
    typing = chat.log.locator(".typing")
    expect(typing).to_be_visible()
    expect(typing).to_contain_text("Assistant is typing")
    server.turns.go_on()
    chat.answer(1)
    expect(typing).to_have_count(0)


def test_a_delayed_turn_is_told_until_it_is_answered(open_chat: OpenChat, server: Served) -> None:
    chat = open_chat()
    chat.ask("first")
    server.turns.hold()
    chat.say("slow")
    expect(chat.log.locator(".row.user")).to_have_count(2)
    signal(server, chat, "delayed")
    expect(chat.status).to_contain_text("longer than usual")
    server.turns.go_on()
    chat.answer(1)
    expect(chat.status).to_have_text("")


def test_who_has_the_chat_is_said_by_the_server_and_not_by_who_spoke_last(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat()
    label, notes = chat.panel.locator(".label"), chat.log.locator(".note")
    chat.ask("hello")
    announce(server, chat, JOINED)
    chat.answer(1)
    expect(notes).to_have_text("A person from the clinic has joined")
    expect(label).to_have_text("A person from the clinic has joined")
    say_as_staff(server, chat, "Hi, this is the clinic.")
    row = chat.answer(2)
    expect(row.locator(".meta")).to_contain_text("Clinic team")
    assert row.locator(".rating").count() == 0
    signal(server, chat, "typing")
    expect(chat.log.locator(".typing")).to_contain_text("Clinic team is typing")
    chat.ask("my face swells")  # the assistant speaks up in an emergency, and has nothing back
    expect(notes).to_have_count(1)
    expect(label).to_have_text("A person from the clinic has joined")
    chat.page.reload()
    chat.open()
    expect(label).to_have_text("A person from the clinic has joined")
    announce(server, chat, LEFT)
    expect(notes.last).to_have_text("The assistant answers again")
    expect(label).to_have_text("Automated, not a person")


def test_the_person_sees_that_the_visitor_types(open_chat: OpenChat, server: Served) -> None:
    chat = open_chat()
    chat.ask("hello")
    calls: list[str] = []
    chat.page.on("request", lambda request: calls.append(request.url))
    chat.field.press_sequentially("to the bot")
    announce(server, chat, JOINED)
    chat.answer(1)
    with chat.page.expect_response("**/typing") as answered:
        chat.field.press_sequentially("to a person")
    assert answered.value.status == 204
    assert len([url for url in calls if url.endswith("/typing")]) == 1


def test_several_messages_of_one_answer_share_a_time(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("twice")
    chat.answer(1)
    assert chat.said() == ["You: twice", "Assistant: one", "Assistant: two"]
    assert chat.answers.locator(".meta").count() == 1


def test_who_reads_further_up_is_left_there_until_they_say_something(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat()
    for number in range(12):
        chat.ask(f"message {number}")
    place = "log => [log.scrollTop, log.scrollHeight - log.clientHeight - log.scrollTop]"
    chat.log.evaluate("log => { log.scrollTop = 100; }")
    say_as_staff(server, chat, "Hi.")
    chat.answer(12)
    assert chat.log.evaluate(place)[0] == 100
    chat.ask("me again")
    assert chat.log.evaluate(place)[1] < 2


def test_a_long_answer_is_shown_from_its_beginning(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("line\n\n" * 60)
    chat.until(
        "chat => { const log = chat.shadowRoot.querySelector('.log');"
        " const row = [...log.querySelectorAll('.row.bot')].pop();"
        " const gap = row.getBoundingClientRect().top - log.getBoundingClientRect().top;"
        " return gap >= 0 && gap < 40; }"
    )
