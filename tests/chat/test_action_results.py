"""What actions answer is judged as Rasa judges it."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.schemas.events import EVENT_SCHEMA

from clinic.chat.action_results import ActionResults

RESULTS: list[Any] = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "name", "value": None, "timestamp": None}]},
    {"events": [{"event": "active_loop", "name": None}], "responses": [{"text": "Hello"}]},
    {"responses": [{"text": "Hello"}]},
    {},
    {"events": [{"event": "slot", "name": 7, "value": None}]},
    {"events": [{"event": "slot", "name": "name", "timestamp": "now"}]},
    {"events": [{"event": "no such event"}]},
    {"events": [{"name": "name"}]},
    {"events": ["slot"]},
    {"events": {"event": "slot"}},
    {"events": [], "responses": ["Hello"]},
    {"events": [], "responses": "Hello"},
    {"events": [], "responses": None},
    {"events": [{"event": "slot", "name": "name", "value": "Ana"}]},
    {"events": [{"event": "slot", "name": 7, "value": "Ana"}]},
    {"events": [{"event": "slot", "name": "seen", "value": {"at": [1]}}]},
    {"events": [{"event": "slot", "name": 7, "value": {"at": [1]}}]},
    {"events": [{"event": "entities", "entities": [{"entity": "age", "value": 7}]}]},
    {"events": [{"event": "entities", "entities": [{"entity": "age"}]}]},
    ["events"],
    None,
]


@pytest.mark.parametrize("result", RESULTS, ids=str)
def test_an_actions_result_is_judged_as_rasa_judges_it(result: Any) -> None:
    def is_valid(check: Any) -> bool:
        try:
            check()
        except ValidationError:
            return False
        return True

    results = ActionResults()
    rasas = is_valid(lambda: validate(result, RemoteAction.action_response_format_spec()))
    for other in RESULTS:
        is_valid(lambda other=other: results.validate(other))  # it remembers the shapes of these
    assert is_valid(lambda: results.validate(result)) == rasas


@pytest.mark.parametrize(
    "schema", EVENT_SCHEMA["oneOf"], ids=lambda each: str(each["properties"]["event"]["const"])
)
def test_every_event_becomes_one_of_rasas(schema: dict[str, Any]) -> None:
    kind = schema["properties"]["event"]["const"]
    told = {"event": kind, "name": "x", "parse_data": {}, "date_time": "2026-03-02T15:00:00"}
    (ours,) = ActionResults().events({"events": [told]})
    assert type(ours) is type(Event.from_parameters(told))
