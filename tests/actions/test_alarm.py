"""After an alarm: what is still about it, and when it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions import alarm
from actions.alarm import Then
from actions.alarm_words import is_there_now, says_again, was_none
from actions.message import Message


def _tracker(text: str, intent: str, offer: str | None = None, **parsed: Any) -> Tracker:
    last = {"text": text, "message_id": "m1", "intent": {"name": intent}, **parsed}
    slots = {"offer": offer, alarm.SLOT: {"kind": "same_day", "at": datetime.now(UTC).isoformat()}}
    return Tracker("c", slots, last, [], False, None, {}, "action_listen")


def _is_about_it(text: str, intent: str, offer: str | None = None, **parsed: Any) -> bool:
    tracker = _tracker(text, intent, offer, **parsed)
    return alarm.is_about_it(tracker, Message(tracker))


@pytest.mark.parametrize(
    ("text", "intent", "topics"),
    [
        ("i cant afford urgent care", "nlu_fallback", []),
        ("what should i put on it meanwhile", "faq", ["faq/aftercare"]),
        ("can i still come to my second session friday", "faq", ["faq/session_frequency"]),
        ("what do i do", "chat_help", []),
        ("hello?", "greet", []),
        ("ok", "affirm", []),
        ("how much is it and what can i put on it", "faq", ["faq/price", "faq/aftercare"]),
    ],
)
def test_what_is_not_clearly_something_else_is_about_it(text: str, intent: str, topics: list[str]):
    assert _is_about_it(text, intent, topics=topics)


def test_something_else_and_a_yes_to_an_offer_are_not():
    assert not _is_about_it("how much is it", "faq", topics=["faq/price"])
    assert not _is_about_it("i want to book an appointment", "booking_request")
    assert not _is_about_it("i want to speak to a manager", "human_handoff")
    assert not _is_about_it("yes", "affirm", offer="message")


@pytest.mark.parametrize(
    "text",
    ["ok im fine", "i'm all better now, thanks", "it went away", "i feel better",
     "i saw a doctor yesterday", "i was just kidding", "ya pasó", "it's gone"],
)  # fmt: skip
def test_the_visitor_says_that_it_is_over(text: str):
    assert alarm.is_over(text)


@pytest.mark.parametrize(
    "text",
    ["im not fine", "is it better to go to the er?", "it's better but my lip is big",
     "its all over my face now", "i'm fine with dying",
     "should i see a doctor", "i cant get better", "when i'm better can i come"],
)  # fmt: skip
def test_it_is_not_over(text: str):
    assert not alarm.is_over(text)


def test_an_alarm_ends_by_itself_after_a_day():
    tracker = _tracker("x", "faq")
    assert alarm.stands(tracker) == "same_day"
    long_ago = (datetime.now(UTC) - alarm.LASTS - timedelta(minutes=1)).isoformat()
    tracker.slots[alarm.SLOT]["at"] = long_ago
    assert alarm.stands(tracker) is None


def test_a_no_before_it_does_not_deny_that_it_is_over():
    assert alarm.is_over("No, I'm fine") and alarm.is_over("no no it was a false alarm")
    assert not alarm.is_over("i went to the er and it hurts more now")


def test_no_message_is_offered_where_a_request_waits():
    last = {"text": "what do i do", "message_id": "m1", "intent": {"name": "chat_help"}}
    waiting = Tracker("c", {"draft": True}, last, [], False, None, {}, "action_listen")
    assert not alarm.can_tell_team(waiting)
    assert alarm.can_tell_team(_tracker("what do i do", "chat_help"))


def _decided(text: str, intent: str, kind: str, *, offer: str | None = None, **parsed: Any) -> Then:
    tracker = _tracker(text, intent, offer, **parsed)
    tracker.slots[alarm.SLOT] |= {"kind": kind, "by": "x", "crisis": False}
    return alarm.decided(tracker, Message(tracker))


@pytest.mark.parametrize("kind", [alarm.EMERGENCY, alarm.SAME_DAY, alarm.SELF_HARM])
@pytest.mark.parametrize(
    ("text", "intent", "topics"),
    [
        ("no", "deny", []),
        ("no i'm serious", "deny", []),
        ("thanks", "thanks", []),
        ("she is 17", "faq", ["faq/age_minor"]),
        ("i'm in norwalk", "faq", ["faq/location"]),
        ("where do i go", "faq", ["faq/location"]),
        ("where is the nearest hospital?", "faq", ["faq/location"]),
        ("should she call", "human_handoff", []),
        ("how long does it take", "faq", ["faq/session_duration"]),
        ("how long will it last", "faq", ["faq/maintenance"]),
        ("and my neck too", "faq", ["faq/concern_suitability"]),
        ("i don't have insurance", "faq", ["faq/price"]),
    ],
)
def test_the_line_is_all_that_is_said(kind: str, text: str, intent: str, topics: list[str]):
    assert _decided(text, intent, kind, topics=topics) is Then.LINE


@pytest.mark.parametrize(
    ("text", "intent", "topics"),
    [
        ("how much is it", "faq", ["faq/price"]),
        ("what is your address", "faq", ["faq/location"]),
        ("how long is a session", "faq", ["faq/session_duration"]),
        ("are you a robot", "bot_challenge", []),
        ("book", "booking_request", []),
        ("cancel my appointment", "booking_change", []),
        ("cancel my appointment, i'm at the er", "booking_change", []),
    ],
)
def test_the_line_comes_before_what_has_to_do_with_the_clinic(text, intent, topics):
    for kind in alarm.STILL:
        assert _decided(text, intent, kind, topics=topics) is Then.LINE_FIRST


def test_only_a_clear_yes_takes_an_offer_in_a_crisis():
    assert _decided("yes please", "affirm", alarm.SELF_HARM, offer="message") is Then.REPLY
    assert _decided("ok yes tell them", "affirm", alarm.SELF_HARM, offer="message") is Then.REPLY
    assert _decided("ok", "affirm", alarm.SELF_HARM, offer="message") is Then.LINE
    assert _decided("it", "nlu_fallback", alarm.SELF_HARM, offer="message") is Then.LINE
    assert _decided("shut up", "abusive", alarm.SELF_HARM) is Then.LINE


@pytest.mark.parametrize(
    "text", ["i have it now", "now its worse", "it's getting worse", "mine does", "it is happening"]
)
def test_what_is_there_now_gets_all_of_the_alarm(text: str):
    assert is_there_now(text)
    assert _decided(text, "faq", alarm.EMERGENCY, topics=["faq/side_effects"]) is Then.AGAIN
    assert _decided(text, "faq", alarm.SELF_HARM, topics=["faq/side_effects"]) is Then.LINE


@pytest.mark.parametrize("text", ["what if it gets worse?", "i have it in writing", "do i have it"])
def test_what_is_asked_or_something_else_is_not_there_now(text: str):
    assert not is_there_now(text)


@pytest.mark.parametrize(
    "text",
    [
        "no i mean last week, with my cold",
        "that was last week, with my cold",
        "that's not an emergency, i mean old filler",
        "what? they are vitamins",
        "stop telling me to call 911",
        "it was years ago",
        "no, years ago",
        "that was 3 weeks ago",
        "i'm just asking",
        "it's not an emergency",
        "you misunderstood me",
        "not now, in general",
    ],
)
def test_the_visitor_says_that_it_was_none(text: str):
    assert was_none(text)
    assert _decided(text, "deny", alarm.EMERGENCY) is Then.NONE


@pytest.mark.parametrize(
    "text",
    [
        "no i mean it",
        "i mean now",
        "that was last week but now my throat is closing",
        "it's not an emergency but my lip is getting bigger",
        "i don't want to call 911",
        "it's not from the treatment",
        "is this an emergency",
        "it was 2 weeks ago",
        "i mean old filler, my throat is closing",
        "that was last week, i can't breathe",
        "just asking what to do with my swollen face",
        "it's not an emergency, my lips swell like that all the time",
        "i'm not suicidal, i only don't want to live",
        "the doctor is closed until monday",
    ],
)
def test_the_visitor_does_not_say_that_it_was_none(text: str):
    assert not was_none(text)


def test_what_was_swallowed_is_not_called_none():
    assert was_none("they are vitamins", "i take 5 pills a day")
    assert not was_none("they are vitamins", "i took 50 pills")


def test_it_is_over_means_something_else_of_who_wants_to_die():
    assert alarm.is_over("it's over", alarm.EMERGENCY)
    assert not alarm.is_over("it's over", alarm.SELF_HARM)
    assert alarm.is_over("i'm okay now", alarm.SELF_HARM)


def test_only_the_same_is_said_again():
    before = ["i have filler in my lips", "that's not an emergency, i mean old filler"]
    assert says_again("I have old filler in my lips", before)
    assert not says_again("i have old filler and my lips swell", before)
    assert not says_again("i have filler in my lips now", before)


def test_what_was_called_none_is_not_raised_again_but_all_else_is():
    def is_none(text: str, safety: str, **slot: Any) -> bool:
        tracker = _tracker(text, "emergency", safety=safety)
        by = "i had trouble breathing"
        tracker.slots[alarm.SLOT] |= {"kind": alarm.EMERGENCY, "by": by, **slot}
        return alarm.is_none(tracker, Message(tracker))

    assert is_none("no, i had trouble breathing last week", alarm.EMERGENCY) is False
    assert is_none("the trouble breathing, that was last week", alarm.EMERGENCY)
    called = {"none": "that was last week, with my cold"}
    assert is_none("I had trouble breathing with my cold", alarm.EMERGENCY, **called)
    assert is_none("stop telling me to call 911", alarm.EMERGENCY, **called)
    assert not is_none("i have trouble breathing", alarm.EMERGENCY, **called)
    assert not is_none("i had trouble breathing and want to die", alarm.SELF_HARM, **called)
    crisis = {"kind": alarm.SELF_HARM, "by": "i don't want to live", "none": "that was last year"}
    assert not is_none("i don't want to live", alarm.SELF_HARM, **crisis)


def test_what_gets_worse_is_no_less_than_it_was():
    assert alarm.graver(alarm.EMERGENCY, alarm.SAME_DAY) == alarm.EMERGENCY
    assert alarm.graver(alarm.SELF_HARM, alarm.SAME_DAY) == alarm.SELF_HARM
    assert alarm.graver(alarm.SAME_DAY, alarm.EMERGENCY) == alarm.EMERGENCY
    assert alarm.graver(None, alarm.SAME_DAY) == alarm.SAME_DAY
    assert alarm.graver(alarm.VIOLENCE, alarm.SAME_DAY) == alarm.VIOLENCE


def test_violence_is_an_emergency_for_staff_with_words_of_its_own():
    tracker = _tracker("my husband hits me", "emergency", safety="emergency", violence=True)
    assert alarm.kind_of(tracker, Message(tracker)) == alarm.VIOLENCE
    assert alarm.for_staff(alarm.VIOLENCE) == alarm.EMERGENCY
    assert alarm.for_staff(alarm.SELF_HARM) == alarm.SELF_HARM


def _is_none(text: str, by: str, *, safety: str = "emergency", loop: Any = None, **slots: Any):
    tracker = _tracker(text, "emergency", safety=safety)
    tracker.slots[alarm.SLOT] |= {"kind": alarm.EMERGENCY, "by": by, **slots.pop("alarm", {})}
    tracker.slots |= slots
    tracker.active_loop = loop or {}
    return alarm.is_none(tracker, Message(tracker))


@pytest.mark.parametrize(
    ("text", "safety"),
    [
        ("That was last week. I have a fever and pus", "same_day"),
        ("that was last week. fever", "same_day"),
        ("this was last week, my tongue feels thick", "emergency"),
        ("that was last month, i took 30 pills", "emergency"),
        ("i'm just asking, chest pain", "emergency"),
        ("that was last year, i want to die", "self_harm"),
        ("that was last year", "self_harm"),
    ],
)
def test_a_new_danger_beside_what_was_none_is_one(text: str, safety: str):
    assert not _is_none(text, "my lips are swelling", safety=safety)
    crisis = {"kind": alarm.SELF_HARM, "by": "i want to kill myself"}
    assert not _is_none(text, "", safety=safety, alarm=crisis)


def test_a_symptom_is_told_again_unless_it_is_told_as_past():
    none = {"none": "that was last month"}
    assert not _is_none("chest pain!!", "I had chest pain", alarm=none)
    assert _is_none("i had chest pain", "I had chest pain", alarm=none)
    assert _is_none("that was last month, the chest pain", "I had chest pain")


def test_in_an_open_form_a_danger_is_one():
    assert _is_none("that was last week, the chest pain", "I had chest pain")
    form = {"name": "booking_form"}
    assert not _is_none("that was last week, the chest pain", "I had chest pain", loop=form)


@pytest.mark.parametrize("swallowed", ["i ate 40 gummies", "i drank it", "i had 30 advil",
                                       "the whole bottle", "popped them all"])  # fmt: skip
def test_whatever_was_swallowed_at_any_time_is_not_called_none(swallowed: str):
    assert not was_none("that was last month", swallowed)
    told = {"for_team": {"dangers": [["emergency", swallowed], ["emergency", "chest pain"]]}}
    assert not _is_none("that was last month", "chest pain", **told)
    assert _is_none("that was last month", "chest pain")


def test_it_is_worse_now_is_no_answer_to_a_form():
    for text in ("it's getting worse", "now it's worse, it's happening now"):
        tracker = _tracker(text, "nlu_fallback")
        assert alarm.ends_form(tracker, Message(tracker)), text
    tracker = _tracker("stamford", "nlu_fallback")
    assert not alarm.ends_form(tracker, Message(tracker))


def test_i_will_do_it_is_no_answer_in_a_crisis():
    tracker = _tracker("I'll do it", "nlu_fallback")
    assert not alarm.ends_form(tracker, Message(tracker))
    tracker.slots[alarm.SLOT] |= {"kind": alarm.SELF_HARM}
    assert alarm.ends_form(tracker, Message(tracker))


def test_in_a_crisis_only_what_says_so_of_a_life_ends_the_alarm_of_the_body():
    def decided(text: str) -> Then:
        tracker = _tracker(text, "nlu_fallback")
        tracker.slots[alarm.SLOT] |= {"kind": alarm.EMERGENCY, "by": "my chest hurts", "crisis": 1}
        return alarm.decided(tracker, Message(tracker))

    assert decided("it's all over now") is Then.LINE
    assert decided("i'm fine now") is Then.OVER
    assert decided("just asking") is Then.NONE
