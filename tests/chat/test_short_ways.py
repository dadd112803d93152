"""What is made short comes out as Rasa's own way does."""

from __future__ import annotations

import ast
import copy
import json
import random
from collections import OrderedDict
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from clinic.chat.action_endpoint import InProcessActions, through_json
from clinic.chat.short_ways import (
    CHATTY,
    ActionResults,
    EventTypes,
    RuleMemory,
    _copied,
    take_short_ways,
)
from tests.sources import ROOT

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


@pytest.mark.parametrize("module", CHATTY, ids=lambda module: module.__name__)
def test_nothing_is_copied_there_but_for_debug_messages(module: ModuleType) -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))

    def copies(within: ast.AST) -> int:
        return sum(isinstance(node, ast.Name) and node.id == "copy" for node in ast.walk(within))

    debugging = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "structlogger.debug"
    )
    assert copies(tree) == sum(map(copies, debugging)) > 0


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, 2.5, None, True, "é"], "b": {"c": ()}},
        (1, (2, [3])),
        {1: 2, None: 3},
        OrderedDict(a=(1,)),
        np.float64(0.1),
    ],
    ids=str,
)
def test_a_value_comes_out_as_by_json(value: Any) -> None:
    wanted = json.loads(json.dumps(value))
    assert repr(through_json(value)) == repr(wanted)


def test_what_json_cannot_write_is_refused() -> None:
    with pytest.raises(TypeError):
        through_json({"a": [{1, 2}]})


def test_what_goes_as_by_json_is_no_longer_the_senders() -> None:
    sent = {"slots": {"times": ["monday"]}}
    through_json(sent)["slots"]["times"].append("friday")
    assert sent == {"slots": {"times": ["monday"]}}


def test_every_event_type_is_found_without_a_search() -> None:
    def search(*_: object) -> None:
        raise AssertionError("it was searched for")

    types = EventTypes(search)
    for known in all_subclasses(Event):
        assert types(known.type_name).type_name == known.type_name


def test_an_unknown_event_type_is_left_to_rasa() -> None:
    search = getattr(Event.resolve_by_type, "search", Event.resolve_by_type)
    assert EventTypes(search)("no such event", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="no such event"):
        EventTypes(search)("no such event")


def test_the_same_rules_apply_to_a_situation_that_is_remembered(
    processor: MessageProcessor,
) -> None:
    (policy,) = (
        node._component
        for node in processor.graph_runner._instantiated_nodes.values()
        if isinstance(node._component, RulePolicy)
    )
    rules, draw = policy.lookup[RULES], random.Random(1)
    memory = RuleMemory(policy)
    known = [state for rule in rules for state in policy._rule_key_to_state(rule)]
    found = 0
    for _ in range(400):
        states = [_mixed(draw.choice(known), draw.choice(known), draw) for _ in range(3)]
        wanted = policy._get_possible_keys(rules, states)
        assert memory(rules, states) == wanted
        assert memory(rules, states) == wanted  # from memory
        found += bool(wanted)
    assert found > 20  # rules did apply


def _mixed(state: dict[str, Any], other: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """One situation with a part of another, as conversations hold them."""
    mixed = copy.deepcopy(state)
    if draw.random() < 0.5:
        part = draw.choice([*other, "user"])
        mixed[part] = copy.deepcopy(other.get(part, {"text": "does it hurt"}))
    return {
        part: {
            key: tuple(value) if isinstance(value, list) else value for key, value in own.items()
        }
        for part, own in mixed.items()
    }


def test_a_copied_slot_is_another_one_with_the_same_in_it(processor: MessageProcessor) -> None:
    for slot in processor.domain.slots:
        copied = _copied(slot)
        assert type(copied) is type(slot)
        assert vars(copied) == vars(copy.copy(slot))
        copied.value = "something else"
        assert slot.value != "something else"


def test_no_action_is_sent_the_domain() -> None:
    domain = Domain.from_file(str(ROOT / "domain.yml"))
    tracker = DialogueStateTracker("visitor", domain.slots)
    take_short_ways()
    for name in domain.user_actions:
        call = RemoteAction(name, InProcessActions())._action_call_format(tracker, domain)
        assert "domain" not in call
