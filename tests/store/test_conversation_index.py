"""The read model says of each conversation what happened in it, however it was built."""

from __future__ import annotations

import threading
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from clinic.store import Store
from clinic.store.console_schema import conversation_index, conversation_topics, message_index
from clinic.store.conversation_filter import ConversationFilter
from clinic.store.conversation_list import ListedConversation
from tests.store.conftest import NOW, request_for
from tests.store.story import tell

ZONE = ZoneInfo("America/New_York")


def row(store: Store, conversation: str) -> dict:
    with store.database.read() as connection:
        query = sa.select(conversation_index).where(
            conversation_index.c.conversation == conversation
        )
        return dict(connection.execute(query).one()._mapping)


def listed(store: Store, **wanted: object) -> list[ListedConversation]:
    return store.conversation_list.page(ConversationFilter(**wanted))


def ids(store: Store, **wanted: object) -> list[str]:
    return [each.id for each in listed(store, **wanted)]


def lively(store: Store) -> str:
    """A conversation in which nearly everything happens."""
    conversation = store.conversations.open(NOW).id
    tell(store, conversation, "does it hurt? my name is Ana Beltran", confidence=0.97)
    tell(
        store, conversation, "blorp?", label="nlu_fallback", confidence=0.3, topics=[],
        actions=("action_clarify",), responses=("utter_clarify",), minutes=1,
    )  # fmt: skip
    tell(
        store, conversation, "a person please", label="human_handoff", topics=[],
        actions=("action_handoff",), responses=("utter_human_handoff",), minutes=2,
    )  # fmt: skip
    tell(
        store, conversation, "book", label="booking_request", topics=[], minutes=3,
        actions=("action_answer", "booking_form"), loop="booking_form",
        slots={"requested_slot": "name"}, responses=("utter_ask_booking_form_name",),
    )  # fmt: skip
    tell(
        store, conversation, "Ana", label="faq/location", confidence=0.1, minutes=4,
        actions=("booking_form",), slots={"name": "Ana", "requested_slot": "phone"},
        responses=("utter_ask_booking_form_phone",),
    )  # fmt: skip
    return conversation


def test_a_row_tells_what_happened(store: Store) -> None:
    conversation = lively(store)
    store.chat_events.rate(conversation, 2, False, None, NOW)
    store.index.refresh(conversation, ZONE)
    found = row(store, conversation)
    assert {name: found[name] for name in (
        "messages", "answered", "asked_back", "handed_over", "unhelpful", "booking", "form_step",
        "lowest_confidence", "opening", "safety",
    )} == {
        "messages": 5, "answered": 1, "asked_back": 1, "handed_over": 1, "unhelpful": 1,
        "booking": "started", "form_step": 2, "lowest_confidence": 0.3,
        "opening": "does it hurt? my name is [name]", "safety": None,
    }  # fmt: skip
    assert found["needs_person_at"] == NOW + timedelta(minutes=2)
    assert listed(store)[0].topics == ["booking_request", "faq/pain", "human_handoff"]


def test_following_step_by_step_leads_to_the_same_as_rebuilding(store: Store) -> None:
    conversation = store.conversations.open(NOW).id
    for minute in range(6):
        tell(store, conversation, f"question {minute}", minutes=minute, confidence=1 - minute / 10)
        store.index.refresh(conversation, ZONE)
    followed = row(store, conversation)
    store.index.rebuild(conversation, ZONE)
    assert row(store, conversation) == followed
    assert _count(store, message_index) == 6


def test_rebuilding_while_messages_arrive_misses_and_doubles_none(store: Store) -> None:
    conversations = [store.conversations.open(NOW).id for _ in range(4)]
    done = threading.Event()

    def rebuild() -> None:
        while not done.is_set():
            for conversation in store.index.all():
                store.index.rebuild(conversation, ZONE)

    rebuilding = threading.Thread(target=rebuild)
    rebuilding.start()
    for minute in range(12):
        for conversation in conversations:
            tell(store, conversation, f"word{minute}", minutes=minute)
            store.index.refresh(conversation, ZONE)
    done.set()
    rebuilding.join()
    for conversation in conversations:
        found = row(store, conversation)
        assert (found["messages"], found["seq_watermark"]) == (12, 24)
    assert _count(store, message_index) == 48
    assert _count(store, conversation_topics) == 4
    assert sorted(ids(store, words="word7")) == sorted(conversations)
    assert store.index.behind() == []


def test_what_was_not_taken_in_is_found(store: Store) -> None:
    first, second = (store.conversations.open(NOW).id for _ in range(2))
    for conversation in (first, second):
        tell(store, conversation, "hello")
    store.index.refresh(first, ZONE)
    assert store.index.behind() == [second]
    assert store.index.behind(NOW + timedelta(hours=1)) == []
    store.index.refresh(second, ZONE)
    assert store.index.behind(NOW - timedelta(hours=1)) == []


def test_every_filter_finds_its_conversations(store: Store) -> None:
    busy = lively(store)
    quiet = store.conversations.open(NOW, locale="es").id
    tell(store, quiet, "can't breathe", label="emergency", topics=[], safety="emergency",
         actions=("action_safety",), responses=("utter_safety_emergency",), minutes=60)  # fmt: skip
    store.chat_events.rate(busy, 2, False, "no", NOW)
    store.chat_events.rate(quiet, 2, True, None, NOW)
    for conversation in (busy, quiet):
        store.index.refresh(conversation, ZONE)
    store.reviews.mark(busy, True, "staff", NOW)
    store.reviews.tag(busy, "price", "staff", NOW)
    noon = NOW + timedelta(minutes=30)
    for wanted, found in (
        ({}, [quiet, busy]),
        ({"since": noon}, [quiet]),
        ({"until": noon}, [busy]),
        ({"topic": "faq/pain"}, [busy]),
        ({"confidence_below": 0.5}, [busy]),
        ({"asked_back": True}, [busy]),
        ({"handed_over": True}, [busy]),
        ({"alone": True}, []),
        ({"safety": "any"}, [quiet]),
        ({"safety": "self_harm"}, []),
        ({"feedback": "unhelpful"}, [busy]),
        ({"feedback": "helpful"}, [quiet]),
        ({"booking": "started"}, [busy]),
        ({"booking": "none"}, [quiet]),
        ({"booking": "sent"}, []),
        ({"form_step": 2}, [busy]),
        ({"shortest": 2}, [busy]),
        ({"longest": 1}, [quiet]),
        ({"language": "es"}, [quiet]),
        ({"reviewed": False}, [quiet]),
        ({"tag": "price"}, [busy]),
        ({"words": "Breathe"}, [quiet]),
        ({"words": "per hurt"}, []),
        ({"words": "hurt NAM"}, [busy]),
        ({"words": '"* OR -'}, []),
        ({"missed": "blorp?"}, [busy]),
    ):  # fmt: skip
        assert ids(store, **wanted) == found, wanted
        assert store.conversation_list.count(ConversationFilter(**wanted)) == len(found)


def test_pages_follow_one_another_without_a_gap(store: Store) -> None:
    conversations = [store.conversations.open(NOW).id for _ in range(7)]
    for number, conversation in enumerate(conversations):
        tell(store, conversation, "hello", minutes=number // 2)
        store.index.refresh(conversation, ZONE)
    for wanted in (ConversationFilter(), ConversationFilter(first_day=1, last_day=900_000)):
        seen: list[str] = []
        before = None
        while page := store.conversation_list.page(wanted, before, limit=2):
            seen += [each.id for each in page]
            before = (page[-1].last_at, page[-1].id)
        assert sorted(seen) == sorted(conversations)
        assert len(seen) == 7


def test_a_request_that_was_sent_waits_on_the_board_and_not_among_the_conversations(
    store: Store,
) -> None:
    conversation = lively(store)
    store.index.refresh(conversation, ZONE)
    assert [each.id for each in store.conversation_list.waiting()] == [conversation]
    tell(store, conversation, "yes", label="affirm", topics=[], minutes=9,
         booking=request_for("form-1"))  # fmt: skip
    store.index.refresh(conversation, ZONE)
    assert store.conversation_list.waiting() == []
    assert row(store, conversation)["booking"] == "received"


def test_a_danger_stands_above_whoever_waits_longer(store: Store) -> None:
    waiting = []
    for minute, safety in enumerate((None, "same_day", "emergency")):
        conversation = store.conversations.open(NOW).id
        tell(store, conversation, "help", label="human_handoff", topics=[], safety=safety,
             actions=("action_handoff",), minutes=minute)  # fmt: skip
        store.index.refresh(conversation, ZONE)
        waiting.insert(0, conversation)
    assert [each.id for each in store.conversation_list.waiting()] == waiting


def test_erasing_a_conversation_takes_everything_along(store: Store) -> None:
    conversation = lively(store)
    store.index.refresh(conversation, ZONE)
    store.reviews.note(conversation, "a note", "staff", NOW)
    store.reviews.flag(conversation, 1, "staff", NOW)
    store.conversations.erase(conversation)
    assert ids(store, words="hurt") == []
    for table in (message_index, conversation_index, conversation_topics):
        assert _count(store, table) == 0
    with store.database.read() as connection:
        words = connection.execute(sa.text("select count(*) from message_words")).scalar()
    assert words == 0
    assert store.training_inbox.missed(NOW) == []


def test_what_is_said_after_a_review_is_not_reviewed(store: Store) -> None:
    conversation = store.conversations.open(NOW).id
    tell(store, conversation, "hello")
    store.reviews.mark(conversation, True, "staff", NOW + timedelta(minutes=1))
    store.index.refresh(conversation, ZONE)
    assert ids(store, reviewed=True) == [conversation]
    tell(store, conversation, "one more thing", minutes=2)
    store.index.refresh(conversation, ZONE)
    assert ids(store, reviewed=False) == [conversation]


def test_the_next_unreviewed_is_the_newest_behind_the_last(store: Store) -> None:
    first, second, third = (store.conversations.open(NOW).id for _ in range(3))
    for minute, conversation in enumerate((third, second, first)):
        tell(store, conversation, "hello", minutes=minute)
        store.index.refresh(conversation, ZONE)
    following = store.conversation_list.next_unreviewed
    assert [following(), following(first), following(third)] == [first, second, first]
    for conversation in (first, second):
        store.reviews.mark(conversation, True, "staff", NOW)
    assert following() == third
    assert following(third) is None


@pytest.mark.parametrize("seq", [2, 99])
def test_only_a_visitors_message_goes_to_the_trainer(store: Store, seq: int) -> None:
    from clinic.errors import UnknownEvent

    conversation = lively(store)
    with pytest.raises(UnknownEvent):
        store.reviews.flag(conversation, seq, "staff", NOW)
    store.reviews.flag(conversation, 3, "staff", NOW)
    flagged = [each for each in store.training_inbox.missed(NOW) if "flagged" in each.why]
    assert [(each.place, each.text) for each in flagged] == [((conversation, 3), "blorp?")]


def _count(store: Store, table: sa.Table) -> int:
    with store.database.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
