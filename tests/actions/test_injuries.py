"""Who was hurt by a treatment is told what to look out for, and not why not to have one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.injuries import heard_of, tells_of_injury
from actions.message import Message
from actions.symptoms import OWN_SYMPTOM


def _tells(text: str, **parsed: object) -> bool:
    said = {"text": text, "topics": [], "intent": {"name": "faq"}, **parsed}
    return tells_of_injury(Message(SimpleNamespace(latest_message=said, sender_id="visitor")))


@pytest.mark.parametrize(
    "text",
    [
        "your aesthetician burned my face",
        "my face got burned at my appointment last week and it left a mark",
        "it burns like hell, they finished 20 minutes ago",
        "you guys scratched my chin",
        "the machine cut my cheek",
        "the tip scratched me and left a cut on my chin",
        "I was burned by your esthetician",
        "why is my skin burned after the treatment",
        "she left me with two burns",
        "my skin is on fire since the session",
        "hurts so bad, just had it done today",
        "during the session my cheek got scraped",
        # A question beside it takes nothing back.
        "do you use lasers? my cheek hurts a lot since the session",
        "can i come in today, my face is on fire since the session",
        "your machine burned my cheek, is that normal",
    ],
)
def test_a_treatment_did_harm(text: str):
    assert _tells(text)


@pytest.mark.parametrize(
    "text",
    [
        "will it burn my face",
        "can the machine burn my skin?",
        "i burned my face with a straightener, can i come",
        "i have an unhealed burn",
        "i'm afraid that they burned me out",
        "another clinic burned my face, can you help",
        "a laser burned my cheek years ago",
        "does it burn after the treatment",
        "i have sunburn from yesterday",
        "you didn't hurt me at all",
        "my wallet hurts",
        "has anyone been burned by your machine",
        "i had it today. will it hurt a lot?",
        "if my cheek burns like crazy afterwards, what do i do",
    ],
)
def test_nothing_was_done_to_the_visitor_here(text: str):
    assert not _tells(text)


def test_a_danger_has_its_own_answer():
    assert not _tells("you burned my cheek, it's blistering", safety="same_day")


def test_the_danger_signs_and_the_team_are_named_and_what_follows_is_about_it():
    said = {"text": "your aesthetician burned my face", "intent": {"name": "faq"}}
    tracker = Tracker("c", {}, said, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = heard_of(dispatcher, tracker, Message(tracker))
    assert [each["response"] for each in dispatcher.messages] == ["utter_complaint", OWN_SYMPTOM]
    slots = {each["name"]: each["value"] for each in events if each["event"] == "slot"}
    assert slots["offer"] == "message" and slots[alarm.SLOT]["kind"] == alarm.INJURY
    assert slots["for_team"]["about"] == "complaint"


@pytest.mark.parametrize(
    ("text", "topics", "then"),
    [
        ("how long will it burn", ["faq/maintenance"], alarm.Then.LINE),
        ("can i put ice on it", ["faq/aftercare"], alarm.Then.LINE),
        ("will it go away", ["faq/maintenance"], alarm.Then.LINE),
        ("how much is it", ["faq/price"], alarm.Then.REPLY),
    ],
)
def test_what_is_asked_of_an_injury_gets_no_topic(text: str, topics: list[str], then: alarm.Then):
    said = {"text": text, "topics": topics, "intent": {"name": "faq"}}
    slots = {alarm.SLOT: alarm.raised(alarm.INJURY, "you burned my face")["value"]}
    tracker = Tracker("c", slots, said, [], False, None, {}, "action_listen")
    assert alarm.decided(tracker, Message(tracker)) is then
