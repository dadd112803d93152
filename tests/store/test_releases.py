"""Releases: one is live, gates hold, and every step is on record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clinic.errors import ReleaseRefused, UnknownRelease
from clinic.store import Store
from clinic.store.releases import Release
from tests.store.conftest import NOW


def added(store: Store, *, passed: bool = True) -> Release:
    return store.releases.add(
        model="a.tar.gz",
        checksum="0" * 64,
        revision="abc",
        trainer="mia",
        passed=passed,
        report={"gates": []},
        now=NOW,
    )


def test_a_trained_release_is_not_live_before_it_is_promoted(store):
    release = added(store)
    assert store.releases.live() is None
    store.releases.promote(release.id, "mia", NOW)
    assert store.releases.live().id == release.id
    assert store.releases.live_mark() == (release.id, NOW)


def test_one_release_is_live_at_a_time(store):
    first, second = added(store), added(store)
    store.releases.promote(first.id, "mia", NOW)
    store.releases.promote(second.id, "mia", NOW + timedelta(hours=1))
    states = {each.id: each.state for each in store.releases.list()}
    assert states == {first.id: "former", second.id: "live"}


def test_a_failed_gate_needs_a_reason_and_the_reason_stays(store):
    release = added(store, passed=False)
    for reason in (None, "  "):
        with pytest.raises(ReleaseRefused, match="failed a gate"):
            store.releases.promote(release.id, "mia", NOW, reason)
    assert store.releases.live() is None
    store.releases.promote(release.id, "noor", NOW, "The old answer is wrong.")
    promoted = store.releases.history(release.id)[0]
    assert (promoted.kind, promoted.who, promoted.why) == (
        "promoted",
        "noor",
        "The old answer is wrong.",
    )


def test_rolling_back_twice_goes_back_two_releases(store):
    first, second, third = (added(store) for _ in range(3))
    for hour, release in enumerate((first, second, third)):
        store.releases.promote(release.id, "mia", NOW + timedelta(hours=hour))
    later = NOW + timedelta(days=1)
    assert store.releases.roll_back("mia", later).id == second.id
    assert store.releases.roll_back("mia", later + timedelta(minutes=1)).id == first.id
    assert store.releases.live().id == first.id


def test_behind_the_first_release_is_the_assistant_that_was_set_up(store):
    with pytest.raises(ReleaseRefused, match="No release is live"):
        store.releases.roll_back("mia", NOW)
    first = added(store)
    store.releases.promote(first.id, "mia", NOW)
    assert store.releases.roll_back("mia", NOW, "It answers worse.") is None
    assert store.releases.live() is store.releases.live_mark() is None
    taken_back = store.releases.history(first.id)[0]
    assert (taken_back.kind, taken_back.why) == ("taken_back", "It answers worse.")
    assert store.releases.find(first.id).state == "withdrawn"
    assert store.releases.promote(first.id, "mia", NOW).state == "live"


def test_a_server_that_cannot_load_a_release_says_so(store):
    release = added(store)
    store.releases.record_failure(release.id, "host:1", "The file was cut short.", NOW)
    assert [(e.kind, e.why) for e in store.releases.history(release.id)] == [
        ("load_failed", "The file was cut short."),
        ("trained", None),
    ]


def test_an_unknown_release_is_named(store):
    with pytest.raises(UnknownRelease, match="release 7"):
        store.releases.promote(7, "mia", NOW)


def test_only_typed_words_of_the_last_conversations_are_tried(store):
    old, young = (store.conversations.open(NOW).id for _ in range(2))
    store.inbox.take_in(old, "m1", NOW, text="does it hurt")
    store.inbox.take_in(young, "m2", NOW + timedelta(minutes=1), text="what does it cost")
    assert [each.text for each in store.real_messages.last(1)] == ["what does it cost"]
    assert [each.text for each in store.real_messages.last(9)] == [
        "what does it cost",
        "does it hurt",
    ]
