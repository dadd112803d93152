"""Short questions behind an answer, and questions that no topic answers, start no form."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import EVERYTHING, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

FORM = "utter_ask_booking_form_name"
DOUBTS = [("really?", "utter_sure"), ("why?", "utter_why_not_said")]
MEDICINE = "utter_faq/pregnancy_or_medication"


def _send_one(visitor: Visitor) -> None:
    visitor.say("I'd like to book an appointment")
    visitor.say(EVERYTHING)
    visitor.say("yes")


def _health_note(server: LiveServer, visitor: Visitor) -> str | None:
    (booking,) = bookings_of(server, visitor.conversation)
    return booking.health_note


@pytest.mark.parametrize(
    ("turns", "response"),
    [
        (["does it hurt", "are you sure"], "utter_sure"),
        (["do you do botox", "are you sure"], "utter_sure"),
        (["is there downtime", "really?", "how come?"], "utter_why_not_said"),
        (["how often do i need to come", "why not"], "utter_why_a_week"),
        (["how many sessions do i need", "so why so many?"], "utter_why_several"),
        (["how much is it", "why don't you know"], "utter_why_silent"),
        (["can i combine it with botox", "and filler?"], "utter_combined_too"),
        (["can i combine it with a peel", "or laser?"], "utter_combined_too"),
        (["how many sessions", "what if i only do one"], "utter_no_further"),
        (["does it hurt", "are you sure? my friend cried"], "utter_sure"),
        (["what are the side effects", "and if i get a rash?"], "utter_faq/side_effects"),
        (["does it help", "prove it"], "utter_sure"),
        (["can i combine it with botox", "and filler?", "which first?"], "utter_combined_how"),
        (["do you do the vampire facial with it", "on the same day?"], "utter_combined_how"),
        (["does it help with scars and wrinkles", "so both?"], "utter_faq/concern_suitability"),
        (["can i wear makeup after", "and if not?"], "utter_no_further"),
        (["what results can i expect", "what do you mean"], "utter_unclear"),
        (["how many sessions", "ok"], "utter_affirm"),
        (["how many sessions", "great"], "utter_affirm"),
        (["how many sessions", "perfect"], "utter_affirm"),
        (["how many sessions", "that's fine"], "utter_affirm"),
        (["do you have reviews", "why not?"], "utter_why_silent"),
        (["who should not have it", "what if i only have diabetes"], "utter_condition_named"),
        (["does it last", "what if i stop taking accutane"], "utter_faq/pregnancy_or_medication"),
        (["how many sessions", "what if i stop after two weeks"], "utter_no_further"),
        (["i have lupus", "my doctor said i have herpes"], "utter_condition_named"),
        (["does it hurt", "really? let me talk to a person"], "utter_human_handoff"),
        (["does it hurt", "seriously? nobody called me back"], "utter_complaint"),
        (["i have diabetes", "so you refuse me?"], "utter_no_verdict"),
        (["i have lupus", "my doctor says it's fine"], "utter_doctor_said"),
    ],
)
def test_it_is_about_what_was_answered(visitor: Visitor, turns: list[str], response: str):
    for turn in turns:
        said = visitor.say(turn)
    assert has(said, response), heard(said)
    assert not has(said, FORM), heard(said)


def test_a_yes_still_takes_what_the_answer_offers(visitor: Visitor):
    visitor.say("how many sessions")
    assert has(visitor.say("yes please"), FORM)


def test_the_question_is_in_the_message_to_the_team(visitor: Visitor):
    visitor.say("does it hurt")
    visitor.say("are you sure")
    said = visitor.press("Leave a message for the team")
    assert has(said, FORM), heard(said)


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("do you take walk-ins", "utter_walk_ins"),
        ("can i come without an appointment", "utter_walk_ins"),
        ("do you do home visits", "utter_home_visits"),
        ("is it FDA approved", "utter_device_silent"),
        ("what's your refund policy", "utter_refunds"),
        ("how soon can i get in", "utter_soonest"),
        ("before and after pictures", "utter_reviews"),
        ("does it remove moles", "utter_moles"),
        ("i'm allergic to nuts, is there oil in the cream", "utter_allergy"),
        ("i'm autistic and hate noise", "utter_gentle"),
        ("i have a pimple right now", "utter_used_for_acne"),
        ("i have lupus", "utter_condition_not_named"),
        ("i have rosacea", "utter_faq/contraindication_personal"),
        ("is it safe with psoriasis", "utter_faq/contraindications_list"),
        ("hit my head", "utter_faq/contraindication_personal"),
    ],
)
def test_what_no_topic_answers_is_said_to_be_so(visitor: Visitor, text: str, response: str):
    said = visitor.say(text)
    assert [heard([each]) for each in said] and has(said, response), heard(said)
    assert len(said) == 1 and not has(said, FORM), heard(said)


def test_in_a_form_the_question_is_answered_and_the_form_asks_again(visitor: Visitor):
    visitor.say("i'd like to book")
    said = visitor.say("is it FDA approved?")
    assert has(said, "utter_device_silent") and has(said, FORM), heard(said)


def test_two_questions_get_two_answers(visitor: Visitor):
    said = visitor.say("Is it FDA approved? And how much does it cost?")
    assert has(said, "utter_device_silent") and has(said, "utter_faq/price"), heard(said)


def test_who_doubts_and_wants_to_book_is_taken_to_the_request(visitor: Visitor):
    visitor.say("how long does it take")
    assert has(visitor.say("really? ok book me friday at 3"), FORM)


@pytest.mark.parametrize("text", ["ok", "got it, ok", "sure"])
def test_a_yes_adds_the_fact_that_was_to_be_added(
    visitor: Visitor, live_server: LiveServer, text: str
):
    _send_one(visitor)
    visitor.say("I have diabetes")
    assert has(visitor.say(text), "utter_change_amended")
    assert _health_note(live_server, visitor) == "I have diabetes"


@pytest.mark.parametrize(("text", "response"), DOUBTS)
def test_a_doubt_leaves_the_fact_waiting_for_its_yes(
    visitor: Visitor, live_server: LiveServer, text: str, response: str
):
    _send_one(visitor)
    visitor.say("I have diabetes")
    said = visitor.say(text)
    assert has(said, response) and has(said, "utter_change_add_health"), heard(said)
    visitor.say("ok")
    assert _health_note(live_server, visitor) == "I have diabetes"


@pytest.mark.parametrize(
    ("text", "responses"),
    [
        ("is there aspirin in it? i'm pregnant", ["utter_ingredients", MEDICINE]),
        ("do you use alcohol? i take accutane", ["utter_ingredients", MEDICINE]),
        ("is there aspirin in it?", ["utter_ingredients"]),
        (
            "can i send a photo of my herpes?",
            ["utter_no_pictures_looked_at", "utter_caveat_condition"],
        ),
        ("is it FDA approved? i have diabetes", ["utter_device_silent", "utter_condition_named"]),
    ],
)
def test_health_beside_such_a_question_is_answered_as_well(
    visitor: Visitor, text: str, responses: list[str]
):
    said = visitor.say(text)
    assert len(said) == len(responses), heard(said)
    assert all(has([each], one) for each, one in zip(said, responses, strict=True)), heard(said)


@pytest.mark.parametrize(
    "text",
    [
        "my skin is peeling badly since the session, do you use latex gloves?",
        "do you use lasers? my cheek hurts a lot since the session",
        "how soon can i come in? my face is on fire since yesterday's session",
    ],
)
def test_who_is_hurt_hears_the_danger_signs_whatever_else_is_asked(visitor: Visitor, text: str):
    said = visitor.say(text)
    assert has(said, "utter_own_symptom"), heard(said)


@pytest.mark.parametrize(
    "text",
    [
        "i'd like to book, do you have reviews?",
        "can i book an appointment, are the tips sterilized?",
    ],
)
def test_a_wish_beside_such_a_question_is_begun(visitor: Visitor, text: str):
    said = visitor.say(text)
    assert has(said, FORM) and len(said) == 3, heard(said)


def test_in_a_form_a_doubt_is_answered_and_no_miss(visitor: Visitor):
    visitor.say("i'd like to book")
    visitor.say("do you have any reviews?")
    for text in ("really?", "are you sure?"):
        said = visitor.say(text)
        assert has(said, "utter_sure") and has(said, FORM), heard(said)
