"""Short questions behind an answer, and questions that no topic answers, start no form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.dialogues.matrix import has, heard
from tests.live import LiveServer
from tests.visitor import Visitor

FORM = "utter_ask_booking_form_name"


@pytest.fixture
def visitor(live_server: LiveServer) -> Iterator[Visitor]:
    with Visitor(live_server.url).open() as someone:
        yield someone


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
        ("i have rosacea", "utter_condition_not_named"),
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
