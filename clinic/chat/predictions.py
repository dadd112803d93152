"""What the policies predict in a situation, remembered.

Rasa's rules look at a few features of the states that a conversation went through. Whatever is
remembered was predicted by Rasa itself, for the same features.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import SLOTS, USER
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    ConversationResumed,
    DefinePrevUserUtteredFeaturization,
    FollowupAction,
    LoopInterrupted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT

MOST_REMEMBERED = 2000  # situations, some hundred bytes each

# What of an event the rules and the loop's own ones can tell from another of its kind.
_TOLD = {
    ActionExecuted: lambda event: (event.action_name, event.action_text),
    ActionExecutionRejected: lambda event: event.action_name,
    ActiveLoop: lambda event: event.name,
    DefinePrevUserUtteredFeaturization: lambda event: event.use_text_for_featurization,
    LoopInterrupted: lambda event: event.is_interrupted,
    SessionStarted: lambda _: None,
    UserUttered: lambda event: (
        event.intent_name,
        bool(event.text),
        event.use_text_for_featurization,
    ),
}
_TELL_NOTHING = (BotUttered, ConversationPaused, ConversationResumed, FollowupAction, SlotSet)


class RememberedPredictions:
    """The prediction of each situation that a model's rules have been asked about before."""

    def __init__(self, policies: Iterable[Policy], slots: Iterable[Any]) -> None:
        looked_at = set()
        self._is_possible = True
        for policy in policies:
            self._is_possible &= type(policy) is RulePolicy
            looked_at |= _looked_at(policy) if self._is_possible else set()
        # Where rules do look at these, a situation is more than its events tell here.
        self._is_possible &= not looked_at & {TEXT, ENTITIES, SLOTS}
        self._is_possible &= not any(slot.has_features() for slot in slots)
        self._known: dict[tuple[Any, ...], PolicyPrediction] = {}

    def situation(self, tracker: DialogueStateTracker) -> tuple[Any, ...] | None:
        """All that a prediction rests on; None where that cannot be told."""
        if not self._is_possible:
            return None
        happened = []
        for event in tracker.events:
            kind = type(event)
            told = _TOLD.get(kind)
            if told is not None:
                happened.append((kind, told(event)))
            elif kind not in _TELL_NOTHING:
                return None
        return tuple(happened)

    def of(self, situation: tuple[Any, ...] | None) -> PolicyPrediction | None:
        """The prediction, the caller's own, if this situation is known."""
        known = self._known.get(situation)
        return _copied(known) if known is not None else None

    def keep(self, situation: tuple[Any, ...] | None, prediction: PolicyPrediction) -> None:
        """Remember a prediction; one that no rule has made rests on more than the situation."""
        if situation is None or not prediction.max_confidence:
            return
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[situation] = _copied(prediction)


def _looked_at(policy: RulePolicy) -> set[str]:
    """What rules ask for beside intents, actions and loops."""
    parts: set[str] = set()
    for kind in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH):
        for rule in policy.lookup.get(kind, {}):
            for state in policy._rule_key_to_state(rule):
                parts |= {SLOTS} & state.keys() | state.get(USER, {}).keys()
    return parts


def _copied(prediction: PolicyPrediction) -> PolicyPrediction:
    made = copy.copy(prediction)
    made.events = [copy.copy(event) for event in prediction.events]
    return made
