"""Turns with a chosen understanding: taken in, claimed and committed like real ones."""

from __future__ import annotations

import copy
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from clinic.store import Store
from clinic.store.turns import Turns
from clinic.store.unit_of_work import BookingRequest, Reply, UnitOfWork
from tests.store.conftest import NOW


def tell(
    store: Store,
    conversation: str,
    text: str,
    *,
    label: str = "faq/pain",
    confidence: float = 0.9,
    topics: list[str] | None = None,
    safety: str | None = None,
    actions: tuple[str, ...] = ("action_answer",),
    responses: tuple[str, ...] = ("utter_faq/pain",),
    slots: dict[str, Any] | None = None,
    entities: list[dict[str, Any]] | None = None,
    loop: str | None = None,
    booking: BookingRequest | None = None,
    words: str | None = None,
    minutes: float = 0,
) -> int:
    """One message with its answer, which says `words`; returns the message's seq."""
    now: datetime = NOW + timedelta(minutes=minutes)
    parsed = {
        "text": text,
        "label": label,
        "label_confidence": confidence,
        "topics": [label] if topics is None and "/" in label else topics or [],
        "entities": entities or [],
        "intent_ranking": [{"name": label, "confidence": confidence}],
    }
    if safety:
        parsed["safety"] = safety
    happened = [{"event": "user", "text": text, "parse_data": parsed}]
    happened += [{"event": "action", "name": name} for name in actions]
    if loop:
        happened.append({"event": "active_loop", "name": loop})
    happened += [{"event": "slot", "name": n, "value": v} for n, v in (slots or {}).items()]
    for response in responses:
        happened.append({"event": "bot", "metadata": {"utter_action": response}})
    with _alone_with(conversation, store.turns) as turns:
        client = str(uuid.uuid4())
        receipt = store.inbox.take_in(conversation, client, now, text=text)
        claim = turns.claim(conversation, now)
        unit = UnitOfWork(conversation, receipt.seq, client, now, "s" * 40)
        unit.replies = [Reply(words or f"words of {each}", each) for each in responses]
        unit.tracker_events = [{**event, "timestamp": now.timestamp()} for event in happened]
        if booking:
            unit.request_booking(booking)
        turns.commit(claim, unit)
        claim.release()
    return receipt.seq


@contextmanager
def _alone_with(conversation: str, turns: Turns) -> Iterator[Turns]:
    """Turns that may claim the conversation, which a server on the same store can't meanwhile."""
    while not turns._hold(conversation):
        time.sleep(0.001)  # until the server has done with a message before
    own = copy.copy(turns)
    own._held = set()
    try:
        yield own
    finally:
        turns._let_go(conversation)
