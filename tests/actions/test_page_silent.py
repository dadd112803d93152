"""What no topic answers is heard as what it is, and what only sounds like it is left alone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from actions.message import Message
from actions.page_silent import aside_of, beside, is_wish_beside


def _message(text: str, intent: str = "faq", **parsed: object) -> Message:
    said = {"text": text, "intent": {"name": intent}, **parsed}
    return Message(SimpleNamespace(latest_message=said, sender_id="visitor"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("are walk ins ok", "utter_walk_ins"),
        ("could i just show up tomorrow", "utter_walk_ins"),
        ("do i need to book an appointment first", "utter_walk_ins"),
        ("would you come to my house", "utter_home_visits"),
        ("is the device fda cleared", "utter_device_silent"),
        ("are the tips sterilized", "utter_device_silent"),
        ("how often do you clean it", "utter_device_silent"),
        ("do you guys have lasers too", "utter_lasers"),
        ("is it a laser", "utter_lasers"),
        ("do i need to book ahead", "utter_walk_ins"),
        ("do they wear gloves", "utter_device_silent"),
        ("do you use diamond tips", None),
        ("what if i’m not happy with it", "utter_refunds"),
        ("will it fade a birthmark", "utter_moles"),
        ("can i get my money back", "utter_refunds"),
        ("do you have a cancellation fee", "utter_refunds"),
        ("how quickly could you fit me in", "utter_soonest"),
        ("how soon could you see me", "utter_soonest"),
        ("whats your next available slot", "utter_soonest"),
        ("got any before and afters", "utter_reviews"),
        ("where can i read reviews", "utter_reviews"),
        ("could i send you a photo of my cheek", "utter_no_pictures_looked_at"),
        ("is there almond oil in it", "utter_ingredients"),
        ("are the creams fragrance free", "utter_ingredients"),
        ("is the machine very loud", "utter_noise"),
        ("will it remove a mole on my chin", "utter_moles"),
        ("does it get rid of moles", "utter_moles"),
        ("can it take off skin tags", "utter_use_not_named"),
        ("will this do anything for cellulite", None),
        # What only sounds like it.
        ("does it help with acne", None),
        ("will i need a break at work", None),
        ("is microdermabrasion better than laser", None),
        ("what can i put on my face afterwards", None),
        ("can i use oil afterwards", None),
        ("how soon will i see results", None),
        ("how soon can i come in after my last session", None),
        ("how soon can i come in again", None),
        ("how soon can i wear makeup", None),
        ("is my skin clean enough", None),
        ("what should i do before and what after", None),
        ("does it hurt", None),
        ("i have a mole on my back", None),
        ("should i shave the hair before", None),
    ],
)
def test_it_is_heard_as_what_it_is(text: str, said: str | None):
    found = aside_of(_message(text))
    assert (found and found.said) == said


@pytest.mark.parametrize("intent", ["complaint", "human_handoff", "abusive", "emergency", "deny"])
def test_who_complains_is_heard_as_that(intent: str):
    assert aside_of(_message("i want a refund or my money back", intent)) is None


def test_a_button_asks_for_what_it_says():
    assert aside_of(_message("/faq/price", button="reviews")) is None


def test_a_wish_with_a_day_goes_on_with_the_request():
    day = {"entity": "date", "value": "friday", "text": "friday"}
    asked = "friday please, and do you do refunds"
    assert is_wish_beside(_message(asked, "booking_request", entities=[day]))
    assert not is_wish_beside(_message("do you take walk-ins", "booking_request"))
    assert not is_wish_beside(_message(asked, "faq", entities=[day]))


@pytest.mark.parametrize(
    ("text", "is_wish"),
    [
        ("i'd like to book, do you have reviews?", True),
        ("can i make an appointment? is it fda approved", True),
        ("do i need to book ahead", False),
        ("how soon can i get an appointment", False),
        ("what's your next available appointment", False),
    ],
)
def test_a_wish_is_told_in_words_of_its_own(text: str, is_wish: bool):
    assert is_wish_beside(_message(text, "booking_request")) == is_wish


def test_what_only_the_question_names_is_not_told():
    text = "is there aspirin in it? i'm pregnant"
    aspirin = {"entity": "medicine", "value": "aspirin", "text": "aspirin", "start": 9, "end": 16}
    pregnant = {"entity": "status", "value": "pregnant", "text": "pregnant", "start": 28}
    message = _message(text, entities=[aspirin, pregnant])
    rest = beside(message, aside_of(message))
    assert not rest.of("medicine") and rest.of("status")
