"""Who says that help was called is heard, unless it may not come."""

from __future__ import annotations

import pytest

from actions import alarm
from actions.help_called import help_is_called
from actions.message import Message
from tests.actions.test_alarm import _tracker


@pytest.mark.parametrize(
    "text",
    ["i called 911, they are coming", "already at the ER", "the ambulance is here",
     "my husband called an ambulance", "im on the phone with 911", "we're at urgent care now",
     "the paramedics are on their way", "hes taking me to the emergency room",
     "ya viene la ambulancia", "throat closing, ambulance is coming",
     "i called 911, can't breathe", "cant breathe i called 911 and they are coming"],
)  # fmt: skip
def test_help_that_was_called_is_heard(text: str):
    assert help_is_called(text)


@pytest.mark.parametrize(
    "text",
    ["should i call 911", "i called 911 but nobody answers", "i called 911, they hung up",
     "i can't afford an ambulance", "i don't want an ambulance", "if i called 911 would they come",
     "is the ambulance coming?",
     "i'm driving to the er", "i was at the er last week and it's back", "i need an ambulance",
     "they're coming", "I'm at urgent care and it's closed, my throat is swelling",
     "I'm in the hospital parking lot and my throat is closing", "i'm at the hospital where i work",
     "calling 911 but it keeps ringing, my throat is closing", "i called 911 and got a robot",
     "im sitting in the er waiting room and my throat is closing, they ignore me",
     "i'm in the er, they are full", "i'm in a hospital gown and can't breathe",
     "We're at the hospital clinic for my appointment, my lips are swelling"],
)  # fmt: skip
def test_help_that_may_not_come_is_not(text: str):
    assert not help_is_called(text)


def test_after_an_alarm_they_are_the_helpers():
    assert help_is_called("they're almost here", after_alarm=True)
    assert not help_is_called("they're not coming", after_alarm=True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("they're here now", "same_day"), ("they're here and i still want to die", "self_harm"),
     ("i want to die", "self_harm")],
)  # fmt: skip
def test_helpers_who_come_are_no_talk_of_dying(text: str, kind: str):
    tracker = _tracker(text, "emergency", safety="self_harm")
    assert alarm.kind_of(tracker, Message(tracker)) == kind
