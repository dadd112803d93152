"""The unit of work that an action adds to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from rasa_sdk import Tracker

from actions.message import Message
from clinic.settings import load_settings
from clinic.store import open_store
from clinic.store.unit_of_work import UnitOfWork, current_unit


def current_time() -> datetime:
    """The turn's own; outside of a turn the clock's."""
    unit = current_unit()
    return unit.now if unit is not None else datetime.now(UTC)


@contextmanager
def unit_of(tracker: Tracker) -> Iterator[UnitOfWork]:
    """The turn's unit of work; outside of a turn one of its own, committed at the end."""
    unit = current_unit()
    if unit is not None:
        yield unit
        return
    settings = load_settings()
    store = open_store(settings)
    try:
        unit = UnitOfWork(
            conversation=tracker.sender_id,
            turn=0,
            message_id=Message(tracker).id,
            now=datetime.now(UTC),
            secret=settings.secret,
            desk=store.visitor_desk,
        )
        yield unit
        store.turns.commit_unclaimed(unit)
    finally:
        store.close()
