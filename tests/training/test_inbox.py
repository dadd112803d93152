"""The inbox reads a conversation once, and misses nothing that happens in it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clinic.settings import load_settings
from clinic.store import Store, open_store
from clinic.store.training_inbox import Standing
from clinic.training.inbox import Inbox
from tests.console.classroom import MISSED
from tests.store.conftest import NOW
from tests.store.story import tell

ZONE = ZoneInfo("America/New_York")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = load_settings(
        database_url=f"sqlite:///{tmp_path}/x.db", var_dir=tmp_path, _env_file=None
    )
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def read(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The conversations that were read from the database, in order."""
    seen: list[str] = []
    reading = store.training_inbox.read

    def noted(standings: list[Standing]) -> dict:
        seen.extend(each.conversation for each in standings)
        return reading(standings)

    monkeypatch.setattr(store.training_inbox, "read", noted)
    return seen


def hear(store: Store, text: str, conversation: str = "", minutes: float = 0) -> tuple[str, int]:
    conversation = conversation or store.conversations.open(NOW).id
    seq = tell(store, conversation, text, minutes=minutes, **MISSED)
    store.index.refresh(conversation, ZONE)
    return conversation, seq


def texts(inbox: Inbox) -> list[str]:
    return [each.text for each in inbox.open_messages(NOW)]


def test_only_a_conversation_with_something_new_is_read_again(
    store: Store, read: list[str]
) -> None:
    inbox = Inbox(store)
    first, second = hear(store, "can i park")[0], hear(store, "can i bring a dog", minutes=1)[0]
    assert texts(inbox) == ["can i bring a dog", "can i park"] == texts(inbox)
    assert sorted(read) == sorted([first, second])
    hear(store, "is there wifi", first, minutes=2)
    assert texts(inbox) == ["is there wifi", "can i bring a dog", "can i park"]
    assert read[2:] == [first]


def test_what_staff_and_visitors_do_shows_at_once(store: Store) -> None:
    inbox = Inbox(store)
    place = hear(store, "can i park")
    well = store.conversations.open(NOW).id
    seq = tell(store, well, "does it hurt")
    store.index.refresh(well, ZONE)
    assert texts(inbox) == ["can i park"]
    store.training_inbox.settle([place], "dropped", "mia", NOW)
    assert texts(inbox) == []
    store.training_inbox.reopen([place])
    assert texts(inbox) == ["can i park"]
    store.reviews.flag(well, seq, "mia", NOW)
    assert sorted(texts(inbox)) == ["can i park", "does it hurt"]


def test_what_was_erased_is_not_remembered(store: Store) -> None:
    inbox = Inbox(store)
    conversation, _ = hear(store, "can i park")
    assert texts(inbox) == ["can i park"]
    store.conversations.erase(conversation)
    assert texts(inbox) == [] and inbox._read == {}


def test_what_was_settled_is_shown_covered(store: Store) -> None:
    inbox = Inbox(store)
    place = hear(store, "my sister Jane asks, can she park")
    store.training_inbox.settle([place], "dropped", "mia", NOW)
    for _ in range(2):
        ((item, said),) = inbox.settled("dropped")
        assert (item.place, said) == (place, "my sister [name] asks, can she park")
    assert inbox.settled("taken") == []
    store.conversations.erase(place[0])
    assert inbox.settled("dropped") == [] and inbox._words["dropped"] == {}
