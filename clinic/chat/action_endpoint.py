"""The action server inside the process: the same actions, called instead of posted to."""

from __future__ import annotations

import asyncio
import json
from functools import cached_property
from typing import Any

from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection as Rejection
from rasa_sdk.interfaces import ActionNotFoundException, Tracker
from rasa_sdk.utils import call_potential_coroutine

from clinic.chat.action_results import ActionResults
from clinic.chat.typed_words import without_links
from clinic.errors import TurnFailed
from clinic.store.unit_of_work import current_unit

# Below any lock or drain of the server, so that a slow action ends its turn and nothing else.
ACTION_DEADLINE_S = 8
_AS_THEY_ARE = frozenset((str, int, float, bool, type(None)))
_NAMED = frozenset((str,))  # keys
_posted = RemoteAction.run  # Rasa's own way, for an endpoint elsewhere


class InProcessActions(EndpointConfig):
    """What Rasa takes for an action endpoint; the actions run on the same event loop."""

    def __init__(self, package: str = "actions") -> None:
        super().__init__(url="in-process://actions")
        self._executor = ActionExecutor()
        self._executor.register_package(package)
        self._results = ActionResults()
        RemoteAction.run = _run  # Rasa would write the whole tracker into a call each time

    async def run(
        self,
        name: str,
        channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
    ) -> list[Event]:
        """What an action says and what it brings about, as if it had been posted to."""
        result = through_json(await self._result(name, SeenTracker(tracker)))
        self._results.validate(result)
        said = await RemoteAction._utter_responses(result["responses"], channel, nlg, tracker)
        return [*said, *self._results.events(result)]

    async def _result(self, name: str, tracker: Tracker) -> dict[str, Any]:
        """Run one action; every error is recorded in the unit of work, because Rasa hides it."""
        dispatcher = CollectingDispatcher()
        try:
            async with asyncio.timeout(ACTION_DEADLINE_S):
                events = await call_potential_coroutine(self._action(name)(dispatcher, tracker, {}))
        except Rejection as rejection:
            raise ActionExecutionRejection(rejection.action_name, rejection.message) from rejection
        except Exception as error:
            _record(error)
            raise TurnFailed(f"The action {name} failed.") from error
        return {
            "events": self._executor.validate_events(events or [], name),
            "responses": [without_links(each) for each in dispatcher.messages],
        }

    def _action(self, name: str) -> Any:
        if name not in self._executor.actions:
            raise ActionNotFoundException(name)
        return self._executor.actions[name]


class SeenTracker(Tracker):
    """What an action sees of a tracker: everything its own, so that it can change nothing.

    The events are written out when they are looked at, which few actions do.
    """

    def __init__(self, tracker: DialogueStateTracker) -> None:
        loop = tracker.active_loop
        super().__init__(
            tracker.sender_id,
            through_json(tracker.current_slot_values()),
            through_json(tracker._latest_message_data()),
            [],
            tracker.is_paused(),
            tracker.followup_action,
            through_json(vars(loop)) if loop else {},
            tracker.latest_action_name,
        )
        del self.events
        self._tracker = tracker

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        return [through_json(event.as_dict()) for event in self._tracker.events]


async def _run(
    action: RemoteAction,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> list[Event]:
    endpoint = action.action_endpoint
    if not isinstance(endpoint, InProcessActions):
        return await _posted(action, output_channel, nlg, tracker, domain)
    return await endpoint.run(action.name(), output_channel, nlg, tracker)


def through_json(value: Any) -> Any:
    """What `json.loads(json.dumps(value))` makes of a value, without the text in between."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is list or kind is tuple:
        return [each if type(each) in _AS_THEY_ARE else through_json(each) for each in value]
    if kind is dict and _NAMED.issuperset(map(type, value)):
        return {
            key: each if type(each) in _AS_THEY_ARE else through_json(each)
            for key, each in value.items()
        }
    return json.loads(json.dumps(value))


def _record(error: BaseException) -> None:
    unit = current_unit()
    if unit is not None:
        unit.record(error)
