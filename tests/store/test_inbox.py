"""Messages are stored once, in order, and buttons belong to their conversation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from clinic.errors import ConversationGone, UnknownButton
from clinic.store import Store
from clinic.store.unit_of_work import Reply
from tests.store.conftest import NOW, unit_for


def test_a_message_sent_twice_keeps_its_place_and_is_stored_once(store, conversation):
    first = store.inbox.take_in(conversation, "m1", NOW, text="hello")
    again = store.inbox.take_in(conversation, "m1", NOW, text="hello")
    assert (first.seq, first.duplicate) == (1, False)
    assert (again.seq, again.duplicate) == (1, True)
    assert len(store.chat_events.after(conversation, 0)) == 1


def test_the_same_id_sent_at_the_same_moment_is_stored_once(store, conversation):
    def send(_: int) -> bool:
        return store.inbox.take_in(conversation, "m1", NOW, text="hello").duplicate

    with ThreadPoolExecutor(8) as threads:
        duplicates = list(threads.map(send, range(16)))
    assert duplicates.count(False) == 1
    assert len(store.chat_events.after(conversation, 0)) == 1


def test_messages_sent_at_the_same_moment_get_numbers_without_gaps(store, conversation):
    def send(number: int) -> int:
        return store.inbox.take_in(conversation, f"m{number}", NOW, text="hello").seq

    with ThreadPoolExecutor(8) as threads:
        numbers = sorted(threads.map(send, range(24)))
    assert numbers == list(range(1, 25))


def test_a_message_to_a_conversation_that_is_gone_is_refused(store: Store):
    with pytest.raises(ConversationGone):
        store.inbox.take_in("never-opened", "m1", NOW, text="hello")


def _offer(store: Store, conversation: str) -> str:
    store.inbox.take_in(conversation, "m1", NOW, text="hello")
    claim = store.turns.claim(conversation, NOW)
    unit = unit_for(conversation)
    unit.replies.append(Reply("Hello!", buttons=[{"title": "Book", "payload": "/booking_request"}]))
    store.turns.commit(claim, unit)
    claim.release()
    return store.chat_events.after(conversation, 1)[0].buttons[0]["id"]


def test_a_pressed_button_is_stored_as_its_title_with_its_meaning(store, conversation):
    button = _offer(store, conversation)
    store.inbox.take_in(conversation, "m2", NOW, button=button)
    claim = store.turns.claim(conversation, NOW)
    assert (claim.message.text, claim.message.payload) == ("Book", "/booking_request")
    claim.release()


def test_a_button_is_good_only_where_it_was_offered(store, conversation):
    button = _offer(store, conversation)
    other = store.conversations.open(NOW).id
    with pytest.raises(UnknownButton):
        store.inbox.take_in(other, "m2", NOW, button=button)


def test_a_button_shows_no_meaning_to_the_visitor(store, conversation):
    _offer(store, conversation)
    shown = store.chat_events.after(conversation, 1)[0].buttons[0]
    assert shown.keys() == {"id", "title"}
