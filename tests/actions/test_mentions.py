"""What is said of health and age is remembered as its owner's, until it is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking.people import FOR_CHILD, FOR_TWO
from actions.mentions import (
    SLOT,
    age_flags,
    applying,
    health_flags,
    own,
    person_remembered,
    remembered,
    says_a_minor,
    words_of,
)
from actions.message import Message
from actions.remembered import asks_about_harm, had_something_done
from clinic.redaction import identifying


class _Tracker:
    sender_id = "conversation"
    active_loop: dict[str, Any] = {}

    def __init__(self, text: str, *entities: dict[str, Any], **slots: Any) -> None:
        self.latest_message = {"text": text, "entities": list(entities), "message_id": text}
        self._slots = slots

    def get_slot(self, name: str) -> Any:
        return self._slots.get(name)


def _entity(kind: str, value: str, text: str, within: str, **more: Any) -> dict[str, Any]:
    start = within.index(text)
    return {"entity": kind, "value": value, "text": text, "start": start,
            "end": start + len(text), **more}  # fmt: skip


def _heard(*said: tuple[str, list[tuple[str, str, str, dict[str, Any]]]]) -> list[dict[str, Any]]:
    known: list[dict[str, Any]] = []
    for text, found in said:
        entities = [_entity(*each[:3], text, **each[3]) for each in found]
        known = remembered(known, Message(_Tracker(text, *entities)), [], False)
    return known


PREGNANT = ("status", "pregnant", "pregnant", {})
ACCUTANE = ("medicine", "isotretinoin", "Accutane", {"subject": "other"})
DAUGHTER = (
    "Can my 15 year old daughter have it? She's on Accutane",
    [("age", "15", "15", {}), ACCUTANE],
)


def test_a_fact_is_kept_in_the_sentence_that_says_it_and_without_numbers():
    known = _heard(("Hi! I'm pregnant, 203-555-0150. Can I come?", [PREGNANT]))
    tracker = _Tracker("book", **{SLOT: known})
    assert words_of(applying(tracker)) == "I'm pregnant"
    flags = ["status:pregnant", "needs_clinician_review"]
    assert health_flags(applying(tracker), details=True) == flags
    assert health_flags(applying(tracker), details=False) == flags[1:]


def test_a_long_sentence_is_kept_around_its_fact_and_cut_between_words():
    told = (
        f"{'I got a gift certificate from my sister ' * 8}and use tretinoin {'every night ' * 20}"
    )
    known = _heard((told, [("medicine", "tretinoin", "tretinoin", {})]))
    words = words_of(applying(_Tracker("book", **{SLOT: known})))
    assert "and use tretinoin every night" in words and len(words) <= 202
    assert words.startswith("…") and words.endswith("…")
    assert set(words.strip("…").split()) <= set(told.split())


def test_a_sign_of_a_condition_is_kept_as_one():
    failing = ("health_sign", "kidney disease", "my kidneys are failing", {})
    known = _heard(("Hi! my kidneys are failing. Can I come?", [failing]))
    tracker = _Tracker("book", **{SLOT: known})
    assert words_of(applying(tracker)) == "my kidneys are failing"
    assert "condition:kidney disease" in health_flags(applying(tracker), details=True)
    fine = ("condition", "kidney disease", "kidney disease", {"negated": True})
    known = _heard(("my kidneys are failing", [failing]), ("no, no kidney disease", [fine]))
    assert applying(_Tracker("book", **{SLOT: known})) == []


def test_a_denial_takes_it_back():
    denial = ("I'm not pregnant, I meant tired", [(*PREGNANT[:3], {"negated": True})])
    known = _heard(("I'm pregnant", [PREGNANT]), denial)
    assert applying(_Tracker("book", **{SLOT: known})) == []
    again = _heard(("I'm pregnant", [PREGNANT]), denial, ("I am pregnant", [PREGNANT]))
    assert words_of(applying(_Tracker("book", **{SLOT: again}))) == "I am pregnant"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("remove the part about the stroke please", "im on warfarin"),
        ("can you take the stroke thing out", "im on warfarin"),
        ("please don't mention the stroke", "im on warfarin"),
        ("i had a stroke", "i had a stroke last year and im on warfarin"),
    ],
)
def test_what_shall_be_left_out_of_a_request_is_taken_back_and_not_added(said: str, left: str):
    told = "i had a stroke last year and im on warfarin"
    history = ("condition", "stroke history", "stroke last year", {})
    known = _heard((told, [history, ("medicine", "warfarin", "warfarin", {})]))
    stroke = _entity("condition", "stroke", "stroke", said)
    known = remembered(known, Message(_Tracker(said, stroke)), [], True)
    found = applying(_Tracker("x", **{SLOT: known}))
    assert words_of(found).split(" / ")[0] == left
    flags = health_flags(found, details=True)
    assert ("condition:stroke history" in flags) is (said == "i had a stroke")
    assert "medication:warfarin" in flags


def test_what_another_has_counts_for_a_request_for_them_alone():
    known = _heard(("I'm pregnant", [PREGNANT]), DAUGHTER)
    for_child = _Tracker("x", **{SLOT: known, "booking_flags": [FOR_CHILD]})
    assert words_of(applying(for_child)) == "She's on Accutane"
    assert says_a_minor(applying(for_child))
    assert words_of(applying(_Tracker("x", **{SLOT: known}))) == "I'm pregnant"
    both = _Tracker("x", **{SLOT: known, "booking_flags": [FOR_TWO]})
    assert words_of(applying(both)) == "I'm pregnant / She's on Accutane"


def test_a_request_begins_for_whom_it_was_asked_and_the_next_one_does_not():
    known = _heard(DAUGHTER)
    tracker = _Tracker("book for her please", **{SLOT: known})
    assert person_remembered(tracker, Message(tracker)) == FOR_CHILD
    assert own(tracker) is None
    sister = _heard(("my sister is pregnant", [(*PREGNANT[:3], {"subject": "other"})]))
    tracker = _Tracker("I'd like to book", **{SLOT: sister})
    assert person_remembered(tracker, Message(tracker)) is None


def _aged(*ages: str) -> list[dict[str, Any]]:
    return _heard(*((f"i'm {age}", [("age", age, age, {})]) for age in ages))


def test_an_age_is_the_last_one_said():
    assert age_flags(_aged("16")) == ["minor"]
    assert age_flags(_aged("34", "43")) == []
    assert [each["value"] for each in _aged("15", "16")] == ["16"]
    assert age_flags(_aged("under 18")) == ["minor"]


@pytest.mark.parametrize(
    "ages", [("14", "18"), ("18", "14"), ("15", "19", "15"), ("14", "18", "19")]
)
def test_an_age_under_18_stays_beside_a_higher_one_and_in_doubt(ages: tuple[str, ...]):
    known = _aged(*ages)
    assert says_a_minor(known) and len(known) == 1
    assert age_flags(known) == ["minor", "age_doubt"]


def test_the_words_remembered_are_covered_as_health():
    event = {"event": "slot", "name": SLOT, "value": _heard(("I'm pregnant", [PREGNANT]))}
    assert ("health", "I'm pregnant") in identifying([event])


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("is it safe", True),
        ("will it make it worse tho", True),
        ("can i come this week", True),
        ("will it hurt the baby", True),
        ("¿es seguro?", True),
        ("can I get an appointment on friday", False),
        ("does it hurt", False),
        ("how many sessions do I need", False),
    ],
)
def test_a_question_about_harm_is_told_from_others(said: str, asks: bool):
    assert asks_about_harm(Message(_Tracker(said))) is asks


def test_another_treatment_that_was_had_is_for_the_clinic_to_weigh():
    said = "I got botox last thursday, can i come this week"
    assert had_something_done(Message(_Tracker(said, _entity("treatment", "b", "botox", said))))
    said = "can I have it together with botox"
    assert not had_something_done(Message(_Tracker(said, _entity("treatment", "b", "botox", said))))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("what is dermatosis", False),
        ("ok so what's a dermatosis exactly?", False),
        ("what does dermatosis mean?", False),
        ("qué es dermatosis", False),
        ("what is the risk with my dermatosis", True),
        ("I have dermatosis. what is it?", True),
        ("is dermatosis a problem?", True),
    ],
)
def test_who_asks_what_an_illness_is_does_not_have_it(said: str, told: bool):
    known = _heard((said, [("condition", "dermatosis", "dermatosis", {})]))
    assert bool(known) == told
