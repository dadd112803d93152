"""A turn is claimed by one worker and written whole, once, or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
import sqlalchemy as sa

from clinic.errors import ConversationGone, StoreUnavailable
from clinic.settings import load_settings
from clinic.store import Store, open_store, schema
from clinic.store.unit_of_work import Reply
from tests.store.conftest import NOW, request_for, unit_for


@pytest.fixture
def waiting(store: Store, conversation: str) -> str:
    store.inbox.take_in(conversation, "m1", NOW, text="hello")
    store.inbox.take_in(conversation, "m2", NOW, text="and then?")
    return conversation


def _commit(store: Store, conversation: str, text: str = "Hello!") -> None:
    claim = store.turns.claim(conversation, NOW)
    unit = unit_for(conversation, claim.message.seq)
    unit.replies.append(Reply(text))
    unit.snapshot = {"slots": {"name": text}}
    store.turns.commit(claim, unit)
    claim.release()


def test_only_one_worker_has_a_conversation(store, waiting):
    claim = store.turns.claim(waiting, NOW)
    assert store.turns.claim(waiting, NOW) is None
    claim.release()
    again = store.turns.claim(waiting, NOW)
    assert again.message.client_id == "m1"
    again.release()


def test_conversations_do_not_wait_for_each_other(store, waiting):
    other = store.conversations.open(NOW).id
    store.inbox.take_in(other, "m1", NOW, text="hello")
    mine, theirs = store.turns.claim(waiting, NOW), store.turns.claim(other, NOW)
    assert mine and theirs
    mine.release()
    theirs.release()


def test_messages_are_answered_in_the_order_in_which_they_came(store, waiting):
    _commit(store, waiting, "first answer")
    _commit(store, waiting, "second answer")
    events = store.chat_events.after(waiting, 0)
    assert [(e.seq, e.role, e.reply_to) for e in events] == [
        (1, "user", "m1"), (2, "user", "m2"), (3, "bot", "m1"), (4, "bot", "m2"),
    ]  # fmt: skip
    assert store.turns.claim(waiting, NOW) is None


def test_the_next_turn_begins_with_the_state_that_the_last_one_left(store, waiting):
    _commit(store, waiting, "first answer")
    claim = store.turns.claim(waiting, NOW)
    assert claim.snapshot == {"slots": {"name": "first answer"}}
    claim.release()


def test_a_claim_that_was_not_committed_leaves_nothing_behind(store, waiting):
    claim = store.turns.claim(waiting, NOW)
    unit_for(waiting).replies.append(Reply("never said"))
    claim.release()
    assert [e.role for e in store.chat_events.after(waiting, 0)] == ["user", "user"]
    assert store.turns.waiting(NOW) == [waiting]


def test_a_turn_that_cannot_be_written_whole_is_not_written(store, waiting):
    claim = store.turns.claim(waiting, NOW)
    unit = unit_for(waiting)
    unit.replies.append(Reply("said"))
    unit.request_booking(request_for("form-1", location=None))  # the table refuses it
    with pytest.raises(sa.exc.IntegrityError):
        store.turns.commit(claim, unit)
    claim.release()
    assert [e.role for e in store.chat_events.after(waiting, 0)] == ["user", "user"]
    assert store.turns.waiting(NOW) == [waiting]


def test_a_message_that_was_answered_cannot_be_answered_again(store, waiting):
    claim = store.turns.claim(waiting, NOW)
    first, second = unit_for(waiting), unit_for(waiting)
    first.replies.append(Reply("once"))
    second.replies.append(Reply("twice"))
    store.turns.commit(claim, first)
    with pytest.raises(ConversationGone):
        store.turns.commit(claim, second)
    claim.release()
    said = [e.text for e in store.chat_events.after(waiting, 0) if e.role == "bot"]
    assert said == ["once"]


def test_a_turn_of_a_conversation_erased_meanwhile_is_dropped(store, waiting):
    claim = store.turns.claim(waiting, NOW)
    store.conversations.erase(waiting)
    unit = unit_for(waiting)
    unit.replies.append(Reply("too late"))
    with pytest.raises(ConversationGone):
        store.turns.commit(claim, unit)
    claim.release()
    assert store.chat_events.after(waiting, 0) == []


def test_a_failed_message_waits_and_is_not_overtaken(store, waiting):
    claim = store.turns.claim(waiting, NOW)
    claim.release()
    store.turns.postpone(claim.message, NOW + timedelta(seconds=2))
    assert store.turns.claim(waiting, NOW) is None
    later = store.turns.claim(waiting, NOW + timedelta(seconds=2))
    assert (later.message.client_id, later.message.attempts) == ("m1", 1)
    later.release()


def test_a_failure_that_was_not_the_messages_own_is_not_counted(store, waiting):
    claim = store.turns.claim(waiting, NOW)
    claim.release()
    store.turns.postpone(claim.message, NOW + timedelta(seconds=2), counted=False)
    assert store.turns.claim(waiting, NOW) is None
    later = store.turns.claim(waiting, NOW + timedelta(seconds=2))
    assert later.message.attempts == 0
    later.release()


def test_who_takes_up_an_interrupted_turn_counts_an_attempt_at_that_message(store, waiting):
    claim = store.turns.claim(waiting, NOW, stale_before=NOW)
    assert (claim.message.client_id, claim.message.attempts) == ("m1", 1)
    claim.release()
    with store.database.read() as connection:
        attempts = connection.execute(
            sa.select(schema.inbox.c.attempts).order_by(schema.inbox.c.seq)
        ).scalars()
        assert list(attempts) == [1, 0]


def test_a_message_that_waited_long_is_not_given_up_on_untried(store, waiting):
    much_later = NOW + timedelta(minutes=10)
    assert store.turns.waiting(much_later) == [waiting]
    claim = store.turns.claim(waiting, much_later, stale_before=NOW + timedelta(minutes=9))
    assert claim.message.attempts == 1
    claim.release()


def test_a_lost_connection_undoes_the_turn(postgres_url, tmp_path):
    from clinic.settings import load_settings
    from clinic.store import open_store

    settings = load_settings(database_url=postgres_url, var_dir=tmp_path, _env_file=None)
    store = open_store(settings)
    conversation = store.conversations.open(NOW).id
    store.inbox.take_in(conversation, "m1", NOW, text="hello")
    claim = store.turns.claim(conversation, NOW)
    victim = claim.connection.execute(sa.text("select pg_backend_pid()")).scalar_one()
    with store.database.write() as connection:
        connection.execute(sa.text("select pg_terminate_backend(:pid, 5000)"), {"pid": victim})
    rescued = store.turns.claim(conversation, NOW)  # its lock died with the connection
    unit = unit_for(conversation)
    unit.replies.append(Reply("from a zombie"))
    with pytest.raises(StoreUnavailable):
        store.turns.commit(claim, unit)
    claim.release()
    assert rescued.message.client_id == "m1"
    rescued.release()
    assert [e.role for e in store.chat_events.after(conversation, 0)] == ["user"]
    store.close()


def test_a_turn_locks_its_conversation_before_the_message(postgres_url, tmp_path):
    """In the order of `take_in`: else a message sent twice and its answer wait for each other."""
    store = open_store(load_settings(database_url=postgres_url, var_dir=tmp_path, _env_file=None))
    conversation = store.conversations.open(NOW).id
    store.inbox.take_in(conversation, "m1", NOW, text="hello")
    claim = store.turns.claim(conversation, NOW)
    inbox, conversations = schema.inbox, schema.conversations
    with ThreadPoolExecutor(1) as other, store.database.write() as connection:
        connection.execute(sa.select(conversations).with_for_update())
        committed = other.submit(store.turns.commit, claim, unit_for(conversation))
        assert not wait([committed], timeout=0.3).done  # it waits for the conversation …
        connection.execute(sa.select(inbox).with_for_update(nowait=True))  # … and holds no message
        connection.rollback()
        committed.result(10)
    claim.release()
    store.close()


def test_a_message_stored_before_the_clock_was_put_back_is_due(store, waiting):
    before = NOW - timedelta(hours=2)
    assert store.turns.waiting(before) == [waiting]
    claim = store.turns.claim(waiting, before)
    assert claim.message.client_id == "m1"
    claim.release()


def test_a_message_waits_for_its_next_attempt(store, waiting):
    claim = store.turns.claim(waiting, NOW)
    claim.release()
    store.turns.postpone(claim.message, NOW + timedelta(seconds=2))
    assert store.turns.claim(waiting, NOW) is None
    store.turns.claim(waiting, NOW + timedelta(seconds=2)).release()
