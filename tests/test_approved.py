"""The check of approved sentences finds one that is not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from clinic.settings import load_settings
from clinic.store import open_store
from clinic.store.unit_of_work import Reply, UnitOfWork
from tests.approved import unapproved_replies

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_sentence_that_nobody_approved_is_found(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/clinic.db"
    store = open_store(load_settings(database_url=url, var_dir=tmp_path, _env_file=None))
    conversation = store.conversations.open(NOW).id
    store.inbox.take_in(conversation, "m1", NOW, text="hello")
    claim = store.turns.claim(conversation, NOW)
    unit = UnitOfWork(conversation, 1, "m1", NOW, "s" * 40)
    unit.replies += [
        Reply(
            "You're very welcome. Is there anything else you would like to know?", "utter_thanks"
        ),
        Reply("You're welcome.", "utter_thanks"),
        Reply("It costs $99.", None),
    ]
    store.turns.commit(claim, unit)
    claim.release()
    store.close()
    assert unapproved_replies(url) == [": It costs $99.", "utter_thanks: You're welcome."]
