"""What was missed, settled and judged is kept with its conversation, and goes with it."""

from __future__ import annotations

from datetime import timedelta

from clinic.store import Store
from tests.store.conftest import NOW
from tests.store.story import tell


def missed(store: Store, text: str, minutes: float = 0) -> tuple[str, int]:
    conversation = store.conversations.open(NOW).id
    seq = tell(
        store,
        conversation,
        text,
        label="nlu_fallback",
        confidence=0.3,
        actions=("action_clarify",),
        responses=("utter_clarify",),
        minutes=minutes,
    )
    store.index.refresh(conversation, NOW.tzinfo)
    return conversation, seq


def test_what_is_settled_waits_no_more_until_it_is_opened_again(store: Store) -> None:
    inbox = store.training_inbox
    first, second = missed(store, "can i park"), missed(store, "can i bring a dog", 1)
    assert [each.place for each in inbox.missed(NOW)] == [second, first]
    inbox.settle([first], "taken", "mia", NOW, "faq/parking", {first: "can i park"})
    inbox.settle([second, ("nowhere", 1)], "dropped", "mia", NOW + timedelta(minutes=1))
    assert inbox.missed(NOW) == []
    (taken,) = inbox.settled("taken")
    assert (taken.label, taken.example, taken.settled_by) == ("faq/parking", "can i park", "mia")
    assert [each.place for each in inbox.last_settled("mia", NOW)] == [second]
    assert inbox.last_settled("noor", NOW) == []
    inbox.reopen([first, second])
    assert [each.place for each in inbox.missed(NOW)] == [second, first]
    assert inbox.settled("taken") == inbox.settled("dropped") == []


def test_what_was_asked_before_a_day_is_left_alone(store: Store) -> None:
    missed(store, "can i park")
    assert store.training_inbox.missed(NOW + timedelta(days=1)) == []


def test_an_erased_conversation_takes_what_was_settled_and_judged_along(store: Store) -> None:
    place = missed(store, "can i park")
    release = store.releases.add(
        model="m", checksum="0" * 64, revision=None, trainer="mia", passed=True, report={}, now=NOW
    ).id
    store.training_inbox.settle([place], "dropped", "mia", NOW)
    store.verdicts.give(release, [place, ("nowhere", 1)], False, "mia", NOW)
    store.verdicts.give(release + 1, [place], True, "mia", NOW)
    (verdict,) = store.verdicts.of(release).values()
    assert not verdict.approved and store.verdicts.of(release + 1) == {}
    store.verdicts.give(release, [place], True, "noor", NOW)
    assert store.verdicts.of(release)[place].approved
    store.conversations.erase(place[0])
    assert store.verdicts.of(release) == {} and store.training_inbox.settled("dropped") == []


def test_a_topic_is_understood_where_nobody_had_to_be_asked_back(store: Store) -> None:
    clear = store.conversations.open(NOW).id
    tell(store, clear, "does it hurt?")
    store.index.refresh(clear, NOW.tzinfo)
    unclear, _ = missed(store, "hm")
    tell(store, unclear, "does it hurt?", minutes=1)
    store.index.refresh(unclear, NOW.tzinfo)
    today = NOW.toordinal()
    assert store.overview.understood(today, today)["faq/pain"] == (2, 1)
    assert store.overview.understood(today + 1, today + 9) == {}
