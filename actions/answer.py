"""Answers: each question's own response, then the caveat for any health fact beside it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import for_team
from actions.health import add_caveats
from actions.message import Message
from actions.offers import BOOKING, MESSAGE, ReplyAction, settled
from actions.remembered import WEIGHED, caveats_first, had_something_done
from actions.review import OUT_OF_DATE
from actions.say import say
from actions.symptoms import SIDE_EFFECTS, tells_of_a_symptom
from actions.topics import response_for

# Who has a symptom hears first what to do about it, and no reassurance.
OWN_SYMPTOM = "utter_own_symptom"


class ActionAnswer(ReplyAction):
    """Answers every question of the message, in the order in which they were asked."""

    def name(self) -> str:
        return "action_answer"

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        said = caveats_first(dispatcher, tracker, message)
        topics = message.topics
        if had_something_done(message) and WEIGHED not in topics:
            topics = [WEIGHED, *topics]
        has_symptom = tells_of_a_symptom(message)
        answers = [
            OWN_SYMPTOM if has_symptom and topic == SIDE_EFFECTS else response_for(topic)
            for topic in topics
        ]
        for answer in answers:
            say(dispatcher, answer)
        if message.intent == "faq" or topics:
            add_caveats(dispatcher, message, topics, said=said)
        if message.intent == "booking_request":
            return []  # the form speaks next
        if OUT_OF_DATE in answers:
            return _passed_on(dispatcher, tracker, for_team.MESSAGE, message)
        return settled(dispatcher, tracker, offer=BOOKING)


class ActionReply(ReplyAction):
    """Replies to what is no question about the treatment: greetings, thanks, other languages."""

    def name(self) -> str:
        return "action_reply"

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        say(dispatcher, f"utter_{message.intent}")
        for topic in message.topics:
            say(dispatcher, response_for(topic))
        add_caveats(dispatcher, message, message.topics)
        if message.intent == "abusive":
            return _passed_on(dispatcher, tracker, for_team.COMPLAINT, message)
        return settled(dispatcher, tracker)


def _passed_on(
    dispatcher: CollectingDispatcher, tracker: Tracker, about: str, message: Message
) -> list[dict[str, Any]]:
    """What was said waits for a message to the team, which the reply has offered."""
    heard = for_team.heard(tracker, about, message.text)
    return [*heard, *settled(dispatcher, tracker, offer=MESSAGE)]
