"""What the benchmark measures is what the product would have stored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from clinic.settings import load_settings
from clinic.store import open_store
from clinic.store.console_schema import conversation_index
from tests.console.benchmark.generate import generate, now_utc

ZONE = ZoneInfo("America/New_York")
CONVERSATIONS = 60


def test_made_up_conversations_are_as_if_they_had_been_followed(tmp_path: Path) -> None:
    settings = load_settings(
        database_url=f"sqlite:///{tmp_path}/x.db", var_dir=tmp_path, _env_file=None
    )
    store = open_store(settings)
    events = generate(store, CONVERSATIONS, 3, now_utc(), ZONE, lambda _: None)
    assert events / CONVERSATIONS > 10

    def rows() -> dict[str, dict]:
        with store.database.read() as connection:
            found = [
                dict(row._mapping) for row in connection.execute(sa.select(conversation_index))
            ]
        return {row["conversation"]: row | {"needs_person_at": None} for row in found}

    made = rows()
    sums = store.overview.days(0, 10**6)
    topics = store.overview.topics(0, 10**6)
    assert store.index.behind() == []
    for conversation in made:
        store.index.rebuild(conversation, ZONE)
    assert rows() == made
    assert (store.overview.days(0, 10**6), store.overview.topics(0, 10**6)) == (sums, topics)
    began = Counter(row["day"] for row in made.values())
    assert {day.day: day.counts["conversations"] for day in sums} == began
    store.close()
