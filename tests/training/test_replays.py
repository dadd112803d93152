"""A release is tried again on more conversations, and what is found is kept in its report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.errors import ReleaseRefused, TrainingStopped, UnknownRelease
from clinic.settings import Settings
from clinic.store import Store, open_store
from clinic.training import replays
from clinic.training.promotion import standing_of
from clinic.training.replays import replay_and_keep
from tests.store.conftest import NOW
from tests.training.test_job import Models, settings  # noqa: F401  (a fixture)
from tests.training.test_release_files import release as with_file


@pytest.fixture
def store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:  # noqa: F811
    monkeypatch.setattr(replays, "ModelReader", Models)
    monkeypatch.setattr(Models, "wrong", set())
    monkeypatch.setattr(Models, "made", 2)  # the second is the newest
    opened = open_store(settings)
    yield opened
    opened.close()


def on_record(settings: Settings, store: Store, number: int) -> int:  # noqa: F811
    made = with_file(settings.models_dir, number)
    empty = {"conversations": 0, "messages": 0, "changed": []}
    return store.releases.add(
        model=made.model,
        checksum=made.checksum,
        revision=None,
        trainer="mia",
        passed=True,
        report={"changes": ["pain: 1 example added"], "replay": empty},
        now=NOW,
    ).id


def heard(store: Store, *texts: str) -> None:
    for text in texts:
        store.inbox.take_in(store.conversations.open(NOW).id, "m", NOW, text=text)


def test_what_is_found_takes_the_place_of_what_was_found_before(
    settings: Settings,  # noqa: F811
    store: Store,
) -> None:
    live, tried = on_record(settings, store, 1), on_record(settings, store, 2)
    store.releases.promote(live, "mia", NOW)
    heard(store, "does it hurt", "how much is it", "is it painful")
    Models.wrong = {"does it hurt"}
    told: list[tuple[int, int]] = []

    def tell(stage: str, *, done: int, of: int) -> None:
        assert stage == "replay"
        told.append((done, of))

    kept = replay_and_keep(settings, store, tried, 2000, "noor", tell)
    assert kept == store.releases.find(tried)
    assert kept.report["changes"] == ["pain: 1 example added"]  # the rest of it stays
    assert (kept.report["replay"]["conversations"], kept.report["replay"]["messages"]) == (3, 3)
    assert [each["after"] for each in kept.report["replay"]["changed"]] == ["men"]
    assert told == sorted(told) and told[0] == (0, 6) and told[-1] == (6, 6)
    event = store.releases.history(tried)[0]
    assert (event.kind, event.who, event.why) == ("replayed", "noor", "the last 3 conversations")
    standing = standing_of(store, settings.models_dir, kept, Path("nowhere"))
    assert "One changed reply waits" in str(standing.held_back)


def test_a_replay_that_is_stopped_leaves_the_report_as_it_was(
    settings: Settings,  # noqa: F811
    store: Store,
) -> None:
    live, tried = on_record(settings, store, 1), on_record(settings, store, 2)
    store.releases.promote(live, "mia", NOW)
    heard(store, "does it hurt")
    before = store.releases.find(tried)

    def tell(stage: str, *, done: int, of: int) -> None:
        if done:
            raise TrainingStopped("Noor has stopped it.")

    with pytest.raises(TrainingStopped):
        replay_and_keep(settings, store, tried, 500, "noor", tell)
    assert store.releases.find(tried) == before


def test_the_live_release_and_one_that_is_none_are_not_replayed(
    settings: Settings,  # noqa: F811
    store: Store,
) -> None:
    live = on_record(settings, store, 1)
    store.releases.promote(live, "mia", NOW)
    for number, error in ((live, ReleaseRefused), (99, UnknownRelease)):
        with pytest.raises(error):
            replay_and_keep(settings, store, number, 500, "noor", lambda *_, **__: None)
