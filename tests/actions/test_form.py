"""The form's validator: what it sets and says for health that was mentioned, and for messages."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.form import ValidateBookingForm
from actions.booking.read_back import mark_of
from actions.change.form import ValidateChangeForm
from actions.mentions import SLOT

DETAILS = {
    "name": "Ana Ruiz",
    "phone": "+12035550103",
    "email": "",
    "location": "Norwalk",
    "preferred": [{"said": "friday", "date": None}],
    "concern": "scars",
}
PREGNANT = {"kind": "status", "value": "pregnant", "whose": "self", "said": "im pregnant"}
MESSAGE = {**DETAILS, "kind": "message", "preferred": [], "health_note": "", "concern": "my bill"}


def _run(
    action: Any,
    text: str,
    slots: dict[str, Any],
    loop: str = "booking_form",
    happened: tuple[str, ...] = (),
    **parsed: Any,
) -> tuple[dict[str, Any], list[str], list[dict[str, Any]]]:
    """(the slots that are set, the responses that are said, all events)"""
    tracker = Tracker(
        "conversation",
        slots,
        {"text": text, "message_id": "m1", "intent": {"name": "deny"}, **parsed},
        [{"event": "user", "text": text}, *({"event": each} for each in happened)],
        False,
        None,
        {"name": loop},
        "action_listen",
    )
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker, {}))
    found = {each["name"]: each["value"] for each in events if each["event"] == "slot"}
    return found, [each["response"] for each in dispatcher.messages], events


def _form(text: str, requested: str, slots: dict[str, Any], **parsed: Any):
    return _run(ValidateBookingForm(), text, {"requested_slot": requested, **slots}, **parsed)


def test_a_denial_at_the_read_back_empties_the_note_and_says_so():
    denied = {**PREGNANT, "denied": "m1"}
    slots = {**DETAILS, "health_note": "im pregnant", SLOT: [denied]}
    found, said, _ = _form("i'm not pregnant", "confirmed", slots)
    assert found["health_note"] is None and "confirmed" not in found
    assert said == ["utter_booking_taken_out"]


@pytest.mark.parametrize(
    ("text", "note", "flags"),
    [
        ("yes", "im pregnant", None),
        ("nothing else", "im pregnant", None),
        ("no, already told you", "im pregnant", None),
        ("no", "", ["health_left_out"]),
        ("please don't note that", "", ["health_left_out"]),
    ],
)
def test_whether_to_note_what_was_mentioned_is_answered(
    text: str, note: str, flags: list[str] | None
):
    found, _, _ = _form(text, "health_note", {**DETAILS, SLOT: [PREGNANT]})
    assert found["health_note"] == note
    assert found.get("booking_flags") == flags


def test_more_said_to_it_stands_behind_what_was_mentioned():
    thinners = {"kind": "medicine", "value": "blood thinners", "whose": "self",
                "said": "I take blood thinners"}  # fmt: skip
    text = "I take blood thinners"
    entity = {"entity": "medicine", "value": "blood thinners", "text": "blood thinners",
              "start": 7, "end": 21}  # fmt: skip
    slots = {**DETAILS, SLOT: [PREGNANT, thinners]}
    found, _, _ = _form(text, "health_note", slots, intent={"name": "faq"}, entities=[entity])
    assert found["health_note"] == "im pregnant / I take blood thinners"


def test_a_no_to_a_message_asks_what_to_change_in_it():
    _, said, _ = _form("no", "confirmed", MESSAGE)
    assert said == ["utter_message_what_to_change"]


def test_a_pressed_yes_is_no_message():
    slots = {**MESSAGE, "concern": None}
    found, _, _ = _form("Yes", "concern", slots, intent={"name": "affirm"}, button=True)
    assert "concern" not in found


def test_a_town_said_in_a_message_is_part_of_it_and_no_wish():
    town = {"entity": "location", "value": "Stamford", "text": "Stamford", "start": 22, "end": 30}
    found, said, _ = _form(
        "it happened there, in Stamford",
        "confirmed",
        MESSAGE,
        intent={"name": "x"},
        entities=[town],
    )
    assert found["concern"] == "my bill / it happened there, in Stamford"
    assert "location" not in found and said == ["utter_message_added"]


def test_stop_is_no_part_of_the_change_form_message():
    slots = {"change_reference": "K7PM-3XQH", "requested_slot": "change_contact"}
    found, _, _ = _run(ValidateChangeForm(), "stop", slots, "change_form")
    assert found["change_wish"] == "stopped"


@pytest.mark.parametrize(("form", "flags"), [(None, ["for_child"]), ("f1", None)])
def test_whom_a_request_is_for_is_remembered_as_it_begins_and_not_as_it_goes_on(
    form: str | None, flags: list[str] | None
):
    person = {"kind": "person", "value": "for_child", "whose": "child", "said": ""}
    slots = {SLOT: [person], "form": form}
    action, began = ValidateBookingForm(), ("active_loop",)
    intent = {"name": "continue_booking"}
    found, _, _ = _run(action, "Continue my request", slots, "booking_form", began, intent=intent)
    assert found.get("booking_flags") == flags


GIVEN = {**DETAILS, "health_note": "", "form": "f1", "requested_slot": "confirmed"}


@pytest.mark.parametrize(
    "text",
    ["yes", "Yes, please send it. Thank you, dear.", "yes i confirm, thanks", "👍", "Ok 👍🏽",
     "sure", "yep thats right", "looks good, send it", "sí, envíela", "perfect thanks",
     "that is all correct, thank you kindly", "yes and thank you for your help", "certainly",
     "yes i would like you to send it", "nope all good", "nothing to change, send", "all good",
     "send it right now"],
)  # fmt: skip
def test_a_clear_yes_agrees_to_the_read_back(text: str):
    found, said, _ = _form(text, "confirmed", GIVEN, intent={"name": "thanks"})
    assert found["confirmed"] is True and said == []


@pytest.mark.parametrize(
    "text",
    ["ok right now", "please", "yes to stamford", "yes note it", "no thats fine", "no changes",
     "no thanks, all good", "no, all good, thanks"],
)  # fmt: skip
def test_a_yes_to_something_else_is_asked_again(text: str):
    found, said, _ = _form(text, "confirmed", GIVEN, intent={"name": "affirm"})
    assert "confirmed" not in found and said == ["utter_booking_yes_or_no"]


@pytest.mark.parametrize(
    "text",
    ["i guess", "fine whatever", "as i said", "i already said yes", "hmm ok i think", "fine",
     "yeah maybe", "i suppose so", "ok if you say so", "Sí, supongo"],
)  # fmt: skip
@pytest.mark.parametrize("intent", ["affirm", "nlu_fallback"])
def test_half_a_yes_sends_nothing_and_is_asked_again(text: str, intent: str):
    found, said, _ = _form(text, "confirmed", GIVEN, intent={"name": intent})
    assert "confirmed" not in found and said == ["utter_booking_yes_or_no"]


def test_all_but_one_detail_asks_for_that_one_again():
    found, _, _ = _form("looks ok except the town", "confirmed", GIVEN, intent={"name": "affirm"})
    assert found["location"] is None and "confirmed" not in found


def test_an_older_yes_button_agrees_to_nothing():
    found, _, events = _form("/affirm", "confirmed", GIVEN, intent={"name": "affirm"}, button=True)
    assert "confirmed" not in found
    assert any(each["event"] == "action_execution_rejected" for each in events)


@pytest.mark.parametrize(("changed", "agreed"), [({}, True), ({"location": "Stamford"}, None)])
def test_the_yes_button_holds_for_what_it_was_shown_with(changed: dict[str, Any], agreed: Any):
    shown = mark_of(Tracker("c", GIVEN, {}, [], False, None, {}, "action_listen"))
    entity = {"entity": "read_back", "value": shown, "start": 0, "end": 0}
    slots = {**GIVEN, **changed}
    button = {"intent": {"name": "send_request"}, "entities": [entity], "button": True}
    found, said, _ = _form("/send_request", "confirmed", slots, **button)
    assert found.get("confirmed") is agreed and said == []
