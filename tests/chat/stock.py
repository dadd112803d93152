"""Turns as a stock Rasa computes them: the yardstick of the product's own processor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import rasa.core.processor
from rasa.core.actions.constants import SELECTIVE_DOMAIN
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from clinic.chat.agent import Assistant
from clinic.chat.snapshot import events_of, snapshot_of
from clinic.chat.tracker_store import _lean, loaded_snapshot
from clinic.nlu.graph_runner import OrderedGraphRunner
from clinic.store.unit_of_work import current_unit


class PostedActions(EndpointConfig):
    """An action server without its HTTP: what is sent and what comes back goes through JSON."""

    def __init__(self) -> None:
        super().__init__(url="http://actions", **{SELECTIVE_DOMAIN: True})
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, *_: Any, **kwargs: Any) -> Any:
        try:
            answer = await self._executor.run(json.loads(json.dumps(kwargs["json"])))
        except ActionExecutionRejection as rejection:
            body = {"action_name": rejection.action_name, "error": rejection.message}
            raise ClientResponseError(400, "rejected", json.dumps(body)) from rejection
        return json.loads(json.dumps(answer))


class ReplayedTrackers(TrackerStore):
    """Rasa's own trackers, replayed from a snapshot's events."""

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        events = self._remembered()
        if not events:
            return None
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        unit, known = current_unit(), len(self._remembered())
        unit.tracker_events = [_lean(event.as_dict()) for event in list(tracker.events)[known:]]
        unit.snapshot = snapshot_of(tracker)

    def _remembered(self) -> list[Any]:
        snapshot = loaded_snapshot.get()
        return events_of(snapshot, self.domain) if snapshot else []


def stock_assistant(ours: Assistant, model: Path) -> Assistant:
    """An assistant on the same model that understands as ours does and decides as stock Rasa."""
    rasa.core.processor.DaskGraphRunner = DaskGraphRunner
    try:
        processor = MessageProcessor(
            model, None, InMemoryLockStore(), TemplatedNaturalLanguageGenerator({}), PostedActions()
        )
    finally:
        rasa.core.processor.DaskGraphRunner = OrderedGraphRunner
    processor.nlg.responses = processor.domain.responses
    processor.tracker_store = ReplayedTrackers(processor.domain)
    stock = Assistant(processor, ours._profile, ours._secret)
    stock._understanding = ours._understanding
    return stock
