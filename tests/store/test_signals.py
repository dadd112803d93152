"""A commit is heard of by whoever listens, in this process and in the others."""

from __future__ import annotations

import time

from clinic.store import Signal, Store
from clinic.store.unit_of_work import Reply
from tests.store.conftest import NOW, unit_for


def _until(condition) -> bool:
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_committed_turn_is_signalled(store, conversation):
    heard: list[Signal] = []
    store.signals.listen(heard.append)
    assert _until(lambda: _hears(store, heard))
    heard.clear()
    store.inbox.take_in(conversation, "m1", NOW, text="hello")
    assert _until(lambda: Signal("inbox", conversation) in heard)
    claim = store.turns.claim(conversation, NOW)
    unit = unit_for(conversation)
    unit.replies.append(Reply("Hello!"))
    store.turns.commit(claim, unit)
    claim.release()
    assert _until(lambda: Signal("turn_done", conversation, "m1") in heard)
    assert Signal("events", conversation) in heard


def _hears(store: Store, heard: list[Signal]) -> bool:
    """LISTEN takes a moment; what was published before it is made up for by polling."""
    store.signals.publish(Signal("typing", "probe"))
    return Signal("typing", "probe") in heard


def test_a_turn_that_is_not_committed_is_not_signalled(store, conversation):
    heard: list[Signal] = []
    store.signals.listen(heard.append)
    assert _until(lambda: _hears(store, heard))
    store.inbox.take_in(conversation, "m1", NOW, text="hello")
    claim = store.turns.claim(conversation, NOW)
    claim.release()
    assert _until(lambda: _hears(store, heard))
    assert Signal("events", conversation) not in heard
