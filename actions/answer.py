"""Answers: each question's own response, then the caveat for any health fact beside it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import for_team, kept
from actions.follow_up import (
    ASKED,
    NO_TIME,
    followed_up,
    remembered,
    said_before,
    time_asked_for,
)
from actions.handoff import hand_over
from actions.health import HEALTH_TOPICS, add_caveats
from actions.in_spanish import PERSON, THANKS, asked_in_spanish
from actions.message import Message
from actions.offers import ReplyAction
from actions.old_scars import OLD_SCARS, tells_of_old_scars
from actions.own_case import NO_MORE_MESSAGES, answers_of
from actions.remembered import (
    WEIGHED,
    asks_about_harm,
    caveats_first,
    had_something_done,
    without_pace,
)
from actions.review import OUT_OF_DATE
from actions.say import say
from actions.settling import BOOKING, MESSAGE, forgotten, settled
from actions.symptoms import OWN_SYMPTOM
from actions.topics import response_for
from actions.worries import WORRY, comfort, is_only_worried, is_worried, say_what_to_do

# Answers after which a yes is no wish for an appointment.
WITHOUT_OFFER = {"faq/privacy"}
# Answers that the team has to hear the question behind.
FOR_THE_TEAM = (OUT_OF_DATE, NO_MORE_MESSAGES, OWN_SYMPTOM)


class ActionAnswer(ReplyAction):
    """Answers a message's questions in order, or health first where harm is asked about."""

    def name(self) -> str:
        return "action_answer"

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        if is_only_worried(message) and tracker.get_slot(WORRY):
            return comforted(dispatcher, tracker)
        if is_worried(message):
            say(dispatcher, "utter_worried")
        if tells_of_old_scars(message):
            say(dispatcher, OLD_SCARS)
        said = caveats_first(dispatcher, tracker, message)
        timed = None if said else time_answered(dispatcher, tracker, message)
        if timed is not None:
            return timed
        asked = followed_up(tracker, message) or message.topics
        topics = without_pace(message, asked, said)
        if had_something_done(message) and WEIGHED not in topics:
            topics = [WEIGHED, *topics]
        if asks_about_harm(message):
            topics = sorted(topics, key=lambda topic: topic not in HEALTH_TOPICS)
        answers = answers_of(message, topics)
        for answer in answers:
            say_what_to_do(dispatcher, answer)
        if message.intent == "faq" or topics:
            add_caveats(dispatcher, message, said=[*said, *answers])
        if message.intent == "booking_request":
            return forgotten(tracker)  # the form speaks next
        worry = [SlotSet(WORRY, OWN_SYMPTOM)] if OWN_SYMPTOM in answers else []
        if any(answer in FOR_THE_TEAM for answer in answers):
            passed = passed_on(dispatcher, tracker, for_team.MESSAGE, message)
            return [*passed, *worry, remembered(asked)]
        without = bool(topics) and WITHOUT_OFFER.issuperset(topics)
        offered = settled(dispatcher, tracker, offer=None if without else BOOKING)
        return [*offered, *kept.keep(dispatcher, tracker, message), remembered(asked)]


class ActionReply(ReplyAction):
    """Replies to what is no question about the treatment: greetings, thanks, other languages."""

    def name(self) -> str:
        return "action_reply"

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        if message.intent == "chitchat" and is_worried(message):
            return comforted(dispatcher, tracker)
        in_spanish = asked_in_spanish(message) if message.intent == "other_language" else None
        if in_spanish == PERSON:
            return hand_over(dispatcher, tracker, message)
        if in_spanish:
            return answered_in_spanish(dispatcher, tracker, message, in_spanish)
        answers = answers_of(message, message.topics)
        for answer in (f"utter_{message.intent}", *answers):
            say(dispatcher, answer)
        add_caveats(dispatcher, message, said=answers)
        if message.intent == "abusive":
            return settled(dispatcher, tracker, offer=MESSAGE)
        return settled(dispatcher, tracker)


def answered_in_spanish(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, asked: str
) -> list[dict[str, Any]]:
    """One answer, and the caveat for what was told beside it."""
    response = response_for(asked) if asked.startswith("faq/") else asked
    say_what_to_do(dispatcher, response)
    if response == OWN_SYMPTOM:
        passed = passed_on(dispatcher, tracker, for_team.MESSAGE, message)
        return [*passed, SlotSet(WORRY, OWN_SYMPTOM)]
    add_caveats(dispatcher, message, said=[response])
    return settled(dispatcher, tracker, offer=None if response == THANKS else BOOKING)


def comforted(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    kept = comfort(dispatcher, tracker)
    return [*settled(dispatcher, tracker, offer=BOOKING), *kept]


def time_answered(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]] | None:
    """The answer to a bare "for how long?", where the message before says of what."""
    response = time_asked_for(tracker, message)
    if response is None:
        return None
    say(dispatcher, response)
    if response == NO_TIME:
        whole = f"{said_before(tracker)} – {message.text}"
        heard = for_team.heard(tracker, for_team.MESSAGE, whole)
        events = [*heard, *settled(dispatcher, tracker, offer=MESSAGE)]
    else:
        events = settled(dispatcher, tracker, offer=BOOKING)
    return [*events, remembered(tracker.get_slot(ASKED))]


def passed_on(
    dispatcher: CollectingDispatcher, tracker: Tracker, about: str, message: Message
) -> list[dict[str, Any]]:
    """What was said waits for a message to the team, which the reply has offered."""
    heard = for_team.heard(tracker, about, message.text)
    return [*heard, *settled(dispatcher, tracker, offer=MESSAGE)]
