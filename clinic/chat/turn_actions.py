"""Rasa's actions that most turns run, without what they do for nothing."""

from __future__ import annotations

import copy
from typing import Any

from rasa.core.actions.action import ActionExtractSlots
from rasa.core.actions.forms import FormAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    ACTION_VALIDATE_SLOT_MAPPINGS,
    MAPPING_TYPE,
    REQUESTED_SLOT,
    SlotMappingType,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, Restarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class SlotExtraction(ActionExtractSlots):
    """Fills slots from a message, looking only at those that a message can fill.

    Most of ours are set by actions alone: their mapping is `custom`, and names no action.
    """

    def __init__(self, endpoint: EndpointConfig | None, domain: Domain) -> None:
        super().__init__(endpoint)
        self._domain = domain
        if ACTION_VALIDATE_SLOT_MAPPINGS not in domain.user_actions:
            self._domain = copy.copy(domain)
            self._domain.slots = [slot for slot in domain.slots if _is_filled(slot.mappings)]

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        return await super().run(output_channel, nlg, tracker, self._domain)


class Form(FormAction):
    """A form whose trackers for one validation are copied, where Rasa replays all events."""

    def _temporary_tracker(
        self, current_tracker: DialogueStateTracker, additional_events: list[Event], domain: Domain
    ) -> DialogueStateTracker:
        if any(isinstance(event, Restarted) for event in current_tracker.events):
            return super()._temporary_tracker(current_tracker, additional_events, domain)
        tracker = current_tracker.copy()
        tracker.update(SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker)))
        tracker.update(ActionExecuted(self.name()))
        for event in additional_events:
            tracker.update(event)
        return tracker

    async def _validate_if_required(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
    ) -> list[Event]:
        """As Rasa's, which first copies the whole message for a line of its debug log."""
        is_answer = tracker.latest_action_name == ACTION_LISTEN_NAME
        if not tracker.active_loop or (is_answer and not tracker.is_active_loop_interrupted):
            return await self.validate(tracker, domain, output_channel, nlg)
        return await self.validate_slots({}, tracker, domain, output_channel, nlg)


def _is_filled(mappings: list[dict[str, Any]]) -> bool:
    return any(
        mapping.get(MAPPING_TYPE) != str(SlotMappingType.CUSTOM) or mapping.get("action")
        for mapping in mappings
    )
