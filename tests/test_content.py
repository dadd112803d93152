"""What the assistant knows and may say: topics, answers, facts, and nothing made up."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from actions.after_alarm import ALARMS as SAFETY
from clinic.nlu.lexicon import lexicon
from clinic.training.facts import facts_of, unknown_facts
from tests.sources import ROOT, python_files

TOPICS = """
    procedure_what procedure_steps pain session_count session_frequency maintenance
    session_duration results_when results_what concern_suitability skin_type downtime side_effects
    aftercare contraindications_list contraindication_personal pregnancy_or_medication combination
    product_penetration compare_treatments who_performs candidate_assessment price location
    hours_contact age_minor at_home_device men privacy
""".split()
INTENTS = """
    booking_request booking_change human_handoff emergency complaint greet goodbye thanks affirm
    deny bot_challenge chitchat chat_help out_of_scope gibberish abusive prompt_injection
    other_language
""".split()
NEVER_TYPED = {
    *("nlu_fallback", "continue_booking", "discard_booking", "edit_booking", "accept_time"),
    *("other_time", "cancel_request", "leave_message", "send_request"),
}
FACTS = list(facts_of(ROOT))

# The numbers that the clinic's page states, by fact.
NUMBERS = {"F07": {"5", "10"}, "F09": {"2", "3"}, "F11": {"5"}}
# Numbers that say nothing about the clinic.
HARMLESS = {
    "utter_faq/age_minor": {"18"},  # of age
    "utter_booking_guardian": {"18"},
    "utter_safety_self_harm": {"2"},  # the key for Spanish on the crisis line
    "utter_safety_still_self_harm": {"2"},
    "utter_safety_over_self_harm": {"2"},
    "utter_safety_none_self_harm": {"2"},
    "utter_safety_goodbye_self_harm": {"2"},
}
# The form's questions give examples of what to type.
EXAMPLES = ("utter_ask_", "utter_invalid_")

MADE_UP = {
    "a price": r"[$€£]\s*\d|\d\s*(dollars|dólares|usd)\b|\bfree of charge\b",
    "a phone number": r"\d[\d\s().-]{5,}\d",
    "an hour": r"\b\d{1,2}(:\d\d)?\s*([ap]\.?m\b|o'clock)|\b\d{1,2}:\d\d\b",
    "an address": r"\b\d+\s+\w+\s+(street|st|avenue|ave|road|rd|boulevard|blvd|lane|drive)\b",
    "an e-mail address or a link": r"\S@\S|https?://|www\.",
    "a week day": r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b",
}


@lru_cache(maxsize=1)
def domain() -> dict[str, Any]:
    return _yaml(ROOT / "domain.yml")


@lru_cache(maxsize=1)
def responses() -> dict[str, list[dict[str, Any]]]:
    """Every response with its variations, from the domain and from data/responses/."""
    found = dict(domain().get("responses") or {})
    for path in sorted((ROOT / "data" / "responses").rglob("*.yml")):
        for name, variations in (_yaml(path).get("responses") or {}).items():
            assert name not in found, f"{name} is written twice"
            found[name] = variations
    return found


def variations() -> list[tuple[str, dict[str, Any]]]:
    return [(name, one) for name, all_of_it in responses().items() for one in all_of_it]


def _yaml(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        return YAML(typ="safe").load(file) or {}


def _nlu_files() -> list[Path]:
    return sorted((ROOT / "data" / "nlu").rglob("*.yml"))


def test_every_intent_has_its_file_of_messages_and_every_file_its_intent() -> None:
    labels = {
        path.relative_to(ROOT / "data/nlu").with_suffix("").as_posix() for path in _nlu_files()
    }
    assert labels >= {f"faq/{topic}" for topic in TOPICS} | set(INTENTS)
    assert {label for label in labels if not label.startswith("faq/")} | {"faq"} == (
        set(domain()["intents"]) - NEVER_TYPED
    )


@pytest.mark.parametrize("path", _nlu_files(), ids=lambda path: path.stem)
def test_a_file_of_messages_teaches_the_intent_of_its_name(path: Path) -> None:
    label = path.relative_to(ROOT / "data/nlu").with_suffix("").as_posix()
    blocks = _yaml(path)["nlu"]
    assert {block["intent"] for block in blocks} == {label}
    assert all(block["examples"] for block in blocks)


def test_no_message_is_taught_twice() -> None:
    """Neither under two intents nor twice under one, whatever its case and punctuation."""
    seen: dict[str, str] = {}
    again = []
    for path in _nlu_files():
        for text in _messages(path):
            plain = " ".join(re.findall(r"\w+", text.lower())) or text
            if plain in seen:
                again.append(f"{text!r} in {path.stem} and {seen[plain]}")
            seen[plain] = path.stem
    assert not again


def test_the_product_comes_with_the_topics_of_the_clinics_page_alone() -> None:
    """What somebody taught while trying things out is no answer of the clinic's."""
    assert {path.stem for path in (ROOT / "data/nlu/faq").glob("*.yml")} == set(TOPICS)


def test_every_topic_has_an_answer_and_every_answer_its_topic() -> None:
    taught = {f"utter_faq/{path.stem}" for path in _nlu_files() if path.parent.name == "faq"}
    answered = {name for name in responses() if name.startswith("utter_faq/")}
    assert {name.removesuffix("_known") for name in answered} == taught
    assert taught <= answered


def test_every_fact_of_the_clinics_page_is_a_sentence() -> None:
    assert FACTS == [f"F{number:02}" for number in range(1, 25)]
    assert all(fact.sentence.endswith(".") and fact.source for fact in facts_of(ROOT).values())


def test_no_response_names_a_fact_that_is_none() -> None:
    assert unknown_facts(ROOT) == []


@pytest.mark.parametrize("topic", TOPICS)
def test_an_answer_names_its_facts_its_source_and_its_review(topic: str) -> None:
    for one in responses()[f"utter_faq/{topic}"]:
        assert {"facts", "source", "reviewed"} <= set(one.get("metadata") or {}), one["text"]
        assert set(one["metadata"]["facts"]) <= set(FACTS)


def test_every_fact_of_the_page_is_told_by_some_answer() -> None:
    told = {
        fact for _, one in variations() for fact in (one.get("metadata") or {}).get("facts", ())
    }
    assert sorted(told) == FACTS


@pytest.mark.parametrize("what", MADE_UP)
def test_no_sentence_states_what_only_clinic_yml_may_hold(what: str) -> None:
    stating = {
        name: match[0]
        for name, one in variations()
        if not name.startswith(EXAMPLES)
        and (match := re.search(MADE_UP[what], one.get("text", ""), re.IGNORECASE))
    }
    assert not stating


def test_no_answer_states_a_number_that_its_facts_do_not_hold() -> None:
    unfounded = {}
    for name, one in variations():
        if name.startswith(EXAMPLES):
            continue
        held = HARMLESS.get(name, set()).union(*(NUMBERS.get(fact, ()) for fact in _facts(one)))
        if extra := set(re.findall(r"\d+", one.get("text", ""))) - held:
            unfounded[name] = sorted(extra)
    assert not unfounded


def test_emergency_numbers_come_from_clinic_yml() -> None:
    assert not [name for name, one in variations() if re.search(r"911|988", one.get("text", ""))]


def test_an_answer_has_one_variation_for_each_language() -> None:
    """Rasa picks among equals at random, which would make a reply impossible to replay."""
    for name, all_of_it in responses().items():
        conditions = [str(one.get("condition")) for one in all_of_it]
        assert len(set(conditions)) == len(conditions), name
        assert conditions.count("None") == 1, f"{name} says nothing in the other languages"


def test_a_language_that_dangers_are_heard_in_is_one_that_they_are_answered_in() -> None:
    dangers = lexicon("dangers").values()
    heard = {
        language
        for kind in dangers
        for danger in kind.values()
        for words in danger.values()
        for language in words
    }
    for name in (*SAFETY.values(), "utter_other_language"):
        answered = {
            condition["value"]
            for one in responses()[name]
            for condition in one.get("condition") or []
        }
        assert answered == heard, name


def test_every_response_is_used_by_a_form_or_an_action() -> None:
    """`rasa data validate` warns of each of these, because no rule names it."""
    unused = set(responses()) - _used_responses()
    assert not unused


def test_every_response_that_an_action_names_is_written() -> None:
    missing = _named_by_code() - set(responses())
    assert not missing


def _messages(path: Path) -> list[str]:
    return [
        line.removeprefix("- ").strip()
        for block in _yaml(path)["nlu"]
        for line in block["examples"].splitlines()
        if line.strip()
    ]


def _used_responses() -> set[str]:
    forms = domain()["forms"].items()
    replies = {f"utter_{intent}" for intent in domain()["intents"]}
    topics = {f"utter_faq/{path.stem}" for path in _nlu_files() if path.parent.name == "faq"}
    asked = {f"utter_ask_{name}_{slot}" for name, form in forms for slot in form["required_slots"]}
    known = {f"utter_{topic}_known" for topic in TOPICS}
    return replies | topics | asked | known | _named_by_code()


def _named_by_code() -> set[str]:
    """Whole response names that stand as a string in the source."""
    names = set()
    for path in python_files("actions", "clinic"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in node.values
        }
        names |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and id(node) not in parts
            if re.fullmatch(r"utter_[a-z_/]*[a-z]", str(node.value))
        }
    return names - {"utter_faq", "utter_action"}  # Rasa's action, and its key in the metadata


def _facts(variation: dict[str, Any]) -> list[str]:
    return (variation.get("metadata") or {}).get("facts") or []
