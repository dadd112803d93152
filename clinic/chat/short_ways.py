"""Short ways round Rasa's slow ones, each with the same outcome.

Milliseconds of processor time are for a question's turn (docs/benchmark.md measures them).
"""

from __future__ import annotations

from typing import Any

import rasa.core.actions.forms
import rasa.core.policies.rule_policy
import rasa.core.processor
from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import PREVIOUS_ACTION, State
from rasa.shared.utils.common import all_subclasses
from rasa.shared.utils.schemas.events import EVENT_SCHEMA

from clinic.chat.lean_trackers import keep_trackers_lean

MOST_REMEMBERED = 2000  # situations of a dialogue, a few hundred bytes each
MOST_SHAPES = 500  # of actions' events
# Where Rasa copies things for nothing but its debug messages, which are never written.
CHATTY = (rasa.core.processor, rasa.core.policies.rule_policy, rasa.core.actions.forms)


def take_short_ways() -> None:
    """Change Rasa's classes for this process; a second time changes nothing."""
    RemoteAction._validate_action_result = ActionResults().validate
    Event.resolve_by_type = staticmethod(EventTypes(Event.resolve_by_type))
    Slot.__copy__ = _copied
    # No action reads the domain, and with it each call would be 90 KB long; Rasa sends it to every
    # form's validator, whatever the endpoint says.
    Domain.does_custom_action_explicitly_need_domain = lambda *_: False
    for module in CHATTY:
        module.copy = Uncopied
    MessageProcessor._log_slots = staticmethod(lambda _tracker: None)
    RulePolicy.format_tracker_states = staticmethod(lambda _states: "")
    keep_trackers_lean()


def remember_rules(processor: MessageProcessor) -> None:
    """Have the rule policies of a loaded model look each situation up once."""
    for node in processor.graph_runner._instantiated_nodes.values():
        if isinstance(node._component, RulePolicy):
            node._component._get_possible_keys = RuleMemory(node._component)


class Uncopied:
    """Stands for the module `copy` where what is copied is only looked at."""

    @staticmethod
    def deepcopy(thing: Any) -> Any:
        return thing


class ActionResults:
    """Checks an action's result against Rasa's schema, whose validator Rasa builds every time.

    An event is held to the schema of its own type, instead of being tried against all twenty.
    """

    def __init__(self) -> None:
        self._whole = Draft202012Validator(RemoteAction.action_response_format_spec())
        self._by_type = {
            schema["properties"]["event"]["const"]: Draft202012Validator(schema)
            for schema in EVENT_SCHEMA["oneOf"]
        }
        self._valid: set[tuple[Any, ...]] = set()

    def validate(self, result: Any) -> bool:
        """True, or raises ValidationError."""
        events = result.get("events") if isinstance(result, dict) else None
        if not isinstance(events, list):
            self._whole.validate(result)
            return True
        if not _are_objects(result.get("responses", [])):
            self._whole.validate({**result, "events": []})
        for event in events:
            shape = _shape(event)
            if shape in self._valid:
                continue
            validator = self._by_type.get(event.get("event")) if isinstance(event, dict) else None
            if validator is None:
                raise ValidationError(f"{event!r} is no event that Rasa knows")
            validator.validate(event)
            if shape is not None and len(self._valid) < MOST_SHAPES:
                self._valid.add(shape)
        return True


def _are_objects(responses: Any) -> bool:
    """Whether it is a list of objects, which is all that the schema asks."""
    return isinstance(responses, list) and all(isinstance(each, dict) for each in responses)


def _shape(event: Any) -> tuple[Any, ...] | None:
    """All that a schema asks of an event with nothing nested in it; None of any other.

    Rasa's schemas ask for types alone, and for the event's own name.
    """
    if not isinstance(event, dict):
        return None
    if any(isinstance(value, dict | list) for value in event.values()):
        return None
    return str(event.get("event")), *sorted(
        (key, type(each).__name__) for key, each in event.items()
    )


class EventTypes:
    """The event class of a type's name, which Rasa looks for among all subclasses every time."""

    def __init__(self, search: Any) -> None:
        self._search = getattr(search, "search", search)
        self._known = {cls.type_name: cls for cls in reversed(all_subclasses(Event))}

    @property
    def search(self) -> Any:
        return self._search

    def __call__(self, type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        return self._known.get(type_name) or self._search(type_name, default)


class RuleMemory:
    """The rules that apply to a situation, remembered by all of it that any rule looks at."""

    def __init__(self, policy: RulePolicy) -> None:
        self._search = policy._get_possible_keys
        self._states_of = policy._rule_key_to_state
        self._looked_at: dict[int, list[tuple[str, str]]] = {}
        self._known: dict[tuple[Any, ...], set[str]] = {}

    def __call__(self, rules: dict[str, str], states: list[State]) -> set[str]:
        seen = self._seen(rules, states)
        if seen not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[seen] = self._search(rules, states)
        return set(self._known[seen])

    def _seen(self, rules: dict[str, str], states: list[State]) -> tuple[Any, ...]:
        if id(rules) not in self._looked_at:
            self._looked_at[id(rules)] = self._features(rules)
        features = self._looked_at[id(rules)]
        return id(rules), *(
            (
                bool(state.get(PREVIOUS_ACTION)),
                *(state.get(part, {}).get(key) for part, key in features),
            )
            for state in states
        )

    def _features(self, rules: dict[str, str]) -> list[tuple[str, str]]:
        """What any of the rules asks for: (part of a state, key in it)."""
        return sorted(
            {
                (part, key)
                for rule in rules
                for state in self._states_of(rule)
                for part, values in state.items()
                for key in values
            }
        )


def _copied(slot: Slot) -> Slot:
    """What `copy.copy` makes of a slot; every tracker begins with a copy of all of them."""
    copied = object.__new__(type(slot))
    copied.__dict__.update(slot.__dict__)
    return copied
