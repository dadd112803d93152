"""Where somebody asks about a case of their own, the topic's answer gives way."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from actions.health import SEE_A_DOCTOR
from actions.message import Message
from actions.own_case import GROWN_UP, NO_MORE_MESSAGES, NO_TIME, PERSONAL, own_case
from actions.page_names import ALLERGIC, GENTLE, NAMED, NOT_NAMED, USED_FOR_ACNE


def _message(text: str, topic: str, **parsed: object) -> Message:
    said = {"text": text, "topics": [topic], "intent": {"name": "faq"}, **parsed}
    return Message(SimpleNamespace(latest_message=said, sender_id="visitor"))


@pytest.mark.parametrize(
    "text",
    [
        "STOP TEXTING ME",
        "unsubscribe",
        "take me off your list",
        "please remove my number from the mailing list",
        "i don't want your marketing e-mails any more",
        "never call my house again",
        "opt me out",
    ],
)
def test_who_wants_no_more_messages_is_passed_on(text: str):
    assert own_case(_message(text, "faq/privacy"), "faq/privacy") == NO_MORE_MESSAGES


@pytest.mark.parametrize(
    "text", ["what do you do with my data", "will you text me", "delete my data", "is it private"]
)
def test_who_asks_about_privacy_hears_of_that(text: str):
    assert own_case(_message(text, "faq/privacy"), "faq/privacy") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what should I do if my face swells after the treatment?", "utter_faq/side_effects"),
        ("what if it gets infected", "utter_faq/side_effects"),
        ("what should i put on it afterwards", None),
        ("can i swim if i wear sunscreen", None),
    ],
)
def test_who_fears_harm_afterwards_hears_the_danger_signs(text: str, said: str | None):
    assert own_case(_message(text, "faq/aftercare"), "faq/aftercare") == said


@pytest.mark.parametrize("topic", ["faq/contraindication_personal", "faq/concern_suitability"])
def test_a_spot_that_changes_is_for_a_doctor(topic: str):
    found = {"entity": "health_sign", "value": "suspicious spot", "text": "mole that bleeds"}
    message = _message("its a mole that bleeds", topic, entities=[found])
    assert own_case(message, topic) == SEE_A_DOCTOR
    assert own_case(message, "faq/price") is None
    denied = _message("no mole that bleeds", topic, entities=[found | {"negated": True}])
    assert own_case(denied, topic) is None


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        (["80"], GROWN_UP), (["22"], GROWN_UP), (["45", "18"], GROWN_UP), ([], None),
        (["17"], None), (["45", "16"], None), (["under 18"], None),
    ],
)  # fmt: skip
def test_a_grown_up_does_not_hear_of_those_under_18(ages: list[str], said: str | None):
    found = [{"entity": "age", "value": each, "text": each} for each in ages]
    message = _message("too old for it?", "faq/age_minor", entities=found)
    assert own_case(message, "faq/age_minor") == said


@pytest.mark.parametrize(
    ("text", "subject", "general"),
    [
        ("is diabetes a problem", "self", True),
        ("so what about herpes?", "self", True),
        ("My friend had herpes and still got it done", "other", True),
        ("is my diabetes a problem", "self", False),
        ("does it matter that i have herpes", "self", False),
        ("diabetes", "self", False),
        ("diabetic here, is that ok", "self", False),
    ],
)
def test_who_asks_in_general_is_not_thanked_for_telling(text: str, subject: str, general: bool):
    found = {"entity": "condition", "value": "herpes", "text": "x", "subject": subject}
    said = own_case(_message(text, PERSONAL, entities=[found]), PERSONAL)
    assert said == ("utter_faq/contraindications_list" if general else NAMED)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["lupus"], NOT_NAMED), (["pacemaker"], NOT_NAMED), (["diabetes"], NAMED),
        (["cold sores", "diabetes"], NAMED), (["nut allergy", "latex allergy"], ALLERGIC),
        (["autism"], GENTLE), (["adult acne"], USED_FOR_ACNE),
        (["lupus", "diabetes"], None), (["sunburn"], None), (["gestational diabetes"], None),
        # A skin disease is what the page's dermatosis is, a wound near what it says of burns.
        (["rosacea"], None), (["psoriasis"], None), (["scalp psoriasis"], None),
        (["eczema"], None), (["hand eczema"], None), (["seborrheic dermatitis"], None),
        (["ringworm"], None), (["head injury"], None), (["open wound"], None),
    ],
)  # fmt: skip
def test_whether_the_page_names_an_illness_is_said_first(values: list[str], said: str | None):
    found = [{"entity": "condition", "value": each, "text": each} for each in values]
    message = _message("i have it", PERSONAL, entities=found)
    assert own_case(message, PERSONAL) == said
    assert own_case(message, "faq/price") is None


def test_what_is_denied_is_not_said_to_be_named():
    found = {"entity": "condition", "value": "herpes", "text": "herpes", "negated": True}
    assert own_case(_message("no herpes", PERSONAL, entities=[found]), PERSONAL) is None


@pytest.mark.parametrize(
    ("text", "topic", "said"),
    [
        ("is there an age limit at the top", "faq/age_minor", GROWN_UP),
        ("do you take seniors", "faq/age_minor", GROWN_UP),
        ("is there an age limit", "faq/age_minor", None),
        ("is 3 days before too close", "faq/session_frequency", "utter_faq/downtime"),
        ("the night before the wedding, too soon?", "faq/session_frequency", "utter_faq/downtime"),
        ("is 3 days before the next session too close", "faq/session_frequency", None),
        ("is it more than 100", "faq/session_count", "utter_faq/price"),
        ("under $200?", "faq/session_count", "utter_faq/price"),
        ("more than 10 sessions?", "faq/session_count", None),
        ("waxed my lip yesterday, problem?", "faq/combination", NO_TIME),
        ("can i combine it with a facial", "faq/combination", None),
    ],
)
def test_what_a_topics_answer_does_not_fit_gets_another(text: str, topic: str, said: str | None):
    assert own_case(_message(text, topic), topic) == said
