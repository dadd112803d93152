"""Rasa's processor of messages, on the shortest way to the same outcome.

What it does is Rasa's own: its tracker, its rules, its forms. What it leaves out is work that Rasa
does again for each step of each turn, or for lines of a debug log. `tests/chat/stock.py` is the
long way, and `tests/chat/test_same_turns.py` plays both.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionRetrieveResponse
from rasa.core.channels.channel import OutputChannel
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.constants import ACTION_EXTRACT_SLOTS
from rasa.shared.core.events import ActionExecutionRejected, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from clinic.chat.predictions import RememberedPredictions
from clinic.chat.responses import Responses
from clinic.chat.tracker_store import TurnTrackerStore
from clinic.chat.turn_actions import Form, SlotExtraction


class TurnProcessor(MessageProcessor):
    """Computes turns of a loaded model; actions are made and situations predicted once."""

    def __init__(self, model: Path, actions: EndpointConfig) -> None:
        # A conversation is locked by the claim of its turn, which the tracker store asks for.
        super().__init__(model, None, InMemoryLockStore(), Responses({}), actions)
        self.nlg.responses = self.domain.responses
        self.tracker_store = TurnTrackerStore(self.domain)
        self._made: dict[str, Action] = {}
        self._predictions = RememberedPredictions(self._policies(), self.domain.slots)

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        extraction = self._get_action(ACTION_EXTRACT_SLOTS)
        events = await extraction.run(output_channel, self.nlg, tracker, self.domain)
        await self._send_bot_messages(events, tracker, output_channel)
        tracker.update_with_events(events, self.domain)
        return tracker

    def predict_next_with_tracker_if_should(
        self, tracker: DialogueStateTracker
    ) -> tuple[Action, PolicyPrediction]:
        goes_on = self.should_predict_another_action(tracker.latest_action_name)
        if self.is_action_limit_reached(tracker, goes_on):
            raise ActionLimitReached("The limit of actions to predict has been reached.")
        prediction = self._predict_next_with_tracker(tracker)
        name = self.domain.action_names_or_texts[prediction.max_confidence_index]
        return self._get_action(name), prediction

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        if tracker.followup_action:
            return super()._predict_next_with_tracker(tracker)
        situation = self._predictions.situation(tracker)
        prediction = self._predictions.of(situation)
        if prediction is None:
            prediction = super()._predict_next_with_tracker(tracker)
            self._predictions.keep(situation, prediction)
        return prediction

    def _get_action(self, action_name: str) -> Action:
        if action_name in self._made:
            return self._made[action_name]
        action = self._make(action_name)
        if not isinstance(action, ActionRetrieveResponse):  # which changes as it runs
            self._made[action_name] = action
        return action

    def _make(self, name: str) -> Action:
        if name == ACTION_EXTRACT_SLOTS:
            return SlotExtraction(self.action_endpoint, self.domain)
        if name in self.domain.form_names and name not in self.domain.user_actions:
            return Form(name, self.action_endpoint)
        return super()._get_action(name)

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: list[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Nothing: what visitors say is never logged."""

    def _policies(self) -> list[Any]:
        nodes = self.graph_runner._instantiated_nodes.values()
        return [node._component for node in nodes if isinstance(node._component, Policy)]
