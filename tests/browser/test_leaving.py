"""The visitor's own copy, ending the chat, erasing it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from clinic.errors import ConversationGone
from tests.browser.chromium import Chat, OpenChat
from tests.browser.staff import conversation_of
from tests.chat.served import Served

pytestmark = pytest.mark.browser


def confirm(chat: Chat, item: str) -> None:
    chat.choose(item)
    chat.element.get_by_role("alertdialog").get_by_role("button", name=item).click()


def test_the_transcript_is_downloaded_as_text(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("hello")
    with chat.page.expect_download() as download:
        chat.choose("Download this chat")
    assert download.value.suggested_filename == "chat.txt"
    text = download.value.path().read_text(encoding="utf-8")
    assert "You:\nhello" in text
    assert "Assistant:\necho hello" in text
    assert chat.focused() == "more"


def test_a_chat_that_is_erased_is_gone_here_and_at_the_server(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat()
    chat.ask("hello")
    conversation = conversation_of(chat)
    confirm(chat, "Erase this chat")
    expect(chat.log.locator(".note")).to_have_text(
        "The chat is erased. A request that was sent stays with the clinic."
    )
    assert chat.said() == []
    assert chat.stored() == {}
    assert chat.focused() == "field"
    with pytest.raises(ConversationGone):
        server.chat.store.conversations.get(conversation)
    chat.ask("anew")
    assert chat.said() == ["You: anew", "Assistant: echo anew"]
    expect(chat.log.locator(".note")).to_have_count(0)


def test_a_chat_whose_token_has_died_is_erased_all_the_same(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat()
    chat.ask("hello")
    conversation = conversation_of(chat)
    server.clock.put_forward(hours=25)
    confirm(chat, "Erase this chat")
    expect(chat.log.locator(".note")).to_contain_text("The chat is erased")
    with pytest.raises(ConversationGone):
        server.chat.store.conversations.get(conversation)


def test_where_it_cannot_be_erased_that_is_said_and_nothing_is_lost(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("hello")
    chat.page.route("**/sessions/current", lambda route: route.abort())
    confirm(chat, "Erase this chat")
    expect(chat.log.locator(".note").last).to_contain_text("the server can’t be reached")
    assert len(chat.said()) == 2
    assert len(chat.stored()) == 1


def test_a_chat_that_is_ended_is_forgotten_here_and_kept_by_the_clinic(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat()
    chat.ask("hello")
    conversation = conversation_of(chat)
    confirm(chat, "End chat")
    expect(chat.log.locator(".note")).to_contain_text("The chat has ended")
    assert chat.said() == []
    assert chat.stored() == {}
    assert server.chat.store.conversations.get(conversation).last_seq == 2
    chat.page.reload()
    chat.open()
    expect(chat.answers).to_have_count(0)


def test_nothing_happens_without_the_second_yes(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("hello")
    chat.choose("Erase this chat")
    assert chat.focused() == "cancel"
    chat.button("Cancel").click()
    expect(chat.element.get_by_role("alertdialog")).to_have_count(0)
    assert chat.focused() == "more"
    assert len(chat.said()) == 2


def test_what_is_behind_the_question_cannot_be_reached(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("hello")
    chat.choose("End chat")
    reachable = []
    for _ in range(6):
        chat.page.keyboard.press("Tab")
        reachable.append(chat.focused())
    assert not {"field", "more", "close", "log"} & set(reachable)
