"""What an action answers, held to Rasa's schema."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses
from rasa.shared.utils.schemas.events import EVENT_SCHEMA

MOST_SHAPES = 500  # of actions' events


class ActionResults:
    """Checks an action's result as Rasa does, with validators that are built once.

    An event is held to the schema of its own type, instead of being tried against all twenty.
    """

    def __init__(self) -> None:
        self._whole = Draft202012Validator(RemoteAction.action_response_format_spec())
        self._by_type = {
            schema["properties"]["event"]["const"]: Draft202012Validator(schema)
            for schema in EVENT_SCHEMA["oneOf"]
        }
        self._unasked = {
            kind: {key for key, asked in validator.schema["properties"].items() if not asked}
            for kind, validator in self._by_type.items()
        }
        self._classes = {cls.type_name: cls for cls in reversed(all_subclasses(Event))}
        self._valid: set[tuple[Any, ...]] = set()

    def events(self, result: dict[str, Any]) -> list[Event]:
        """Rasa's own events of a valid result."""
        return [
            self._classes[event["event"]]._from_parameters(event)
            for event in result.get("events", [])
        ]

    def validate(self, result: Any) -> bool:
        """True, or raises ValidationError."""
        events = result.get("events") if isinstance(result, dict) else None
        if not isinstance(events, list):
            self._whole.validate(result)
            return True
        if not _are_objects(result.get("responses", [])):
            self._whole.validate({**result, "events": []})
        for event in events:
            shape = self._shape(event)
            if shape in self._valid:
                continue
            validator = self._by_type.get(event.get("event")) if isinstance(event, dict) else None
            if validator is None:
                raise ValidationError(f"{event!r} is no event that Rasa knows")
            validator.validate(event)
            if shape is not None and len(self._valid) < MOST_SHAPES:
                self._valid.add(shape)
        return True

    def _shape(self, event: Any) -> tuple[Any, ...] | None:
        """All that a schema asks of an event; None where it asks for more than types.

        Rasa's schemas ask for an event's own name and for types, and look into what is nested only
        where they ask for something of it: a slot's value may be anything.
        """
        if not isinstance(event, dict):
            return None
        kind = str(event.get("event"))
        unasked = self._unasked.get(kind, ())
        if any(
            isinstance(value, dict | list) and key not in unasked for key, value in event.items()
        ):
            return None
        return kind, *sorted((key, type(each).__name__) for key, each in event.items())


def _are_objects(responses: Any) -> bool:
    """Whether it is a list of objects, which is all that the schema asks."""
    return isinstance(responses, list) and all(isinstance(each, dict) for each in responses)
