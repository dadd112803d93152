"""A few words that draw from an answer what the clinic alone may say: "so it's ok then"."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.booking import draft, for_team
from actions.booking.phrases import asks_for_verdict
from actions.change.told import HEALTH
from actions.follow_up import ASKED, NO_TIME, remembered
from actions.health import HEALTH_TOPICS
from actions.mentions import KINDS, mentions
from actions.message import Message
from actions.remembered import ABOUT_HARM, WEIGHED
from actions.say import say, say_reachable
from actions.settling import BOOKING, CONTINUE, MESSAGE, settled
from actions.symptoms import OWN_SYMPTOM, SIDE_EFFECTS, asks_how_it_goes_on, asks_when_it_is_gone
from actions.worries import WORRY

NO_VERDICT = "utter_no_verdict"
# Answers that leave it to the clinic; behind these a conclusion is no yes to an appointment.
LEFT_TO_THE_CLINIC = {*HEALTH_TOPICS, *ABOUT_HARM, "faq/age_minor"}
# Behind these, what goes on with one's own skin is asked.
_OF_THE_SKIN = {SIDE_EFFECTS, "faq/downtime"}
_AFFIRMS_OR_DENIES = ("affirm", "deny")
_OTHER_OFFERS = (CONTINUE, HEALTH)
_LONGEST = 12  # words
_OH = (
    r"(?:(?:ok(?:ay)?|k|oh|and|but|well|great|cool|perfect|good|nice|yay|awesome|phew|lol|haha|"
    r"alright|right|hmm+|ah+|yes|yeah|yea|no|wait|sweet|amazing|bueno|ah[ií]?)\b[\s,.!]*)*"
)
_WHO = r"(?:i|we|she|he|they|you|u|(?:my|the) \w+)"
_STILL = r"(?: (?:totally|all|perfectly|still|probably|just|even|really|also|always|not|never))*"
_FINE = (
    r"(?:an? )?(?:ok(?:ay)?|fine|good(?: to go)?|great|safe|allowed|alright|all right|possible|"
    r"no problem|not? (?:a|an) (?:problem|issue)|no issue|yes|no|out|in|clear(?:ed)?|eligible|"
    r"suitable|candidate|no[- ]go|go|dangerous|bad|unsafe|forbidden|normal)"
)
_IS = r"(?:['’]?s|['’]?m|['’]?re| is| are| am|['’]?ll be| (?:will|would|should|must|can) be)?"
_ISNT = r"(?: (?:is|are|was)n['’]?t)"
_CLAIM = (
    rf"(?:(?:(?:it|that|this|everything|all|{_WHO}){_IS}{_ISNT}?{_STILL}|not|never|all|still)"
    rf" {_FINE}"
    rf"|{_WHO} (?:can|could|may|should|can['’]?t|cannot|shouldn['’]?t|mustn['’]?t){_STILL}"
    r"(?: (?:come(?: in)?|do (?:it|this|that|one)|get (?:it|one|this|that)|go(?: ahead)?|"
    r"try(?: it)?|have (?:it|one|this|that)|be treated|use it|start))*"
    rf"|{_FINE}|all good|never|nope|yep|yup|no way|not ever|not (?:me|now|possible)|100 ?%?|"
    r"(?:s[ií]|no|est[aá] bien|(?:s[ií] |no )?(?:se )?(?:puedo|puede)|no hay problema))"
)
_TAIL = (
    r"(?:[\s,.!?]*\b(?:then|right|correct|yes|yeah|no|for (?:me|her|him|us|my \w+)|now|today|lol|"
    r"with (?:that|it|this)|after all|anyway|tho(?:ugh)?|huh|even so|"
    r"(?:because|in spite) of (?:that|it)|haha|isn['’]?t it|verdad))*[\s.,!?😀-🙏👍]*$"
)
_CONCLUDES = re.compile(
    rf"^\W*{_OH}(?:so|then|meaning|which means|that means|entonces)\b[\s,]*(?:then[\s,]*|that\s+)?"
    rf"{_CLAIM}{_TAIL}"
    rf"|^\W*{_OH}{_CLAIM}[\s,.]*(?:(?:then|right|correct|yeah|huh|verdad)\b[\s,.]*"
    rf"(?:for (?:me|her|him|us))?[\s.!?]*$|\?+\s*$)",
    re.IGNORECASE,
)
# Of these only where the answer before left it to the clinic.
_ASKS_ON = re.compile(
    rf"^\W*{_OH}(?:(?:right|correct|yeah|yes|ok(?:ay)?|no|true|verdad)\s*\?+|"
    r"(?:so\b[\s,]*)?why not|(?:and )?why(?: is that| tho(?:ugh)?)?|how come|por qu[eé] no)"
    r"[\s.!?]*$",
    re.IGNORECASE,
)


def reply_to(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]] | None:
    """The events of what is said to such words; nothing where the message is none of these."""
    if message.is_button:
        return None
    if message.intent in _AFFIRMS_OR_DENIES and asks_for_verdict(message.text):
        return _no_verdict(dispatcher, tracker)
    if draft.open_form(tracker):
        return None
    if concludes(tracker, message.text):
        if alarm.stands(tracker):  # whose line about help has been said, and is the answer
            return [*settled(dispatcher, tracker, offer=MESSAGE), *_no_form(message)]
        return [*_no_verdict(dispatcher, tracker), *_no_form(message)]
    before = set(tracker.get_slot(ASKED) or [])
    about_skin = before & _OF_THE_SKIN or tracker.get_slot(WORRY) == OWN_SYMPTOM
    if about_skin and alarm.stands(tracker) in (None, alarm.INJURY):
        return _about_the_skin(dispatcher, tracker, message)
    return None


def concludes(tracker: Tracker, text: str) -> bool:
    """Whether a conclusion is drawn from what is for the clinic to say."""
    if len(text.split()) > _LONGEST:
        return False
    before = set(tracker.get_slot(ASKED) or [])
    if before:
        left = bool(before & LEFT_TO_THE_CLINIC)
        asks_on = tracker.get_slot("offer") != HEALTH and _ASKS_ON.match(text)
        return left and bool(_CONCLUDES.match(text) or asks_on)
    if not _CONCLUDES.match(text):
        return False
    if alarm.stands(tracker):
        return True
    if tracker.get_slot("offer") in _OTHER_OFFERS or tracker.get_slot("sent"):
        return False
    told = any(each["kind"] in KINDS for each in mentions(tracker))
    return told or bool(tracker.get_slot("misses"))  # which may have been a question about it


def _about_the_skin(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]] | None:
    """No time and no advice is given for a skin that nobody here has seen, only whom to ask."""
    if len(message.text.split()) > _LONGEST:
        return None
    when, own = asks_when_it_is_gone(message.text), tracker.get_slot(WORRY) == OWN_SYMPTOM
    if not when and not asks_how_it_goes_on(message.text):
        return None
    if when and not own:
        say(dispatcher, "utter_faq/downtime")
    if when:
        say(dispatcher, NO_TIME)
    if own or not when:
        say_reachable(dispatcher, OWN_SYMPTOM)
    heard = for_team.heard(tracker, for_team.MESSAGE, message.text)
    ended = settled(dispatcher, tracker, offer=MESSAGE)
    worry = [SlotSet(WORRY, OWN_SYMPTOM)] if own or not when else []
    return [*heard, *ended, *worry, remembered([SIDE_EFFECTS]), *_no_form(message)]


def _no_verdict(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Whoever asks for a yes or a no hears that the clinic decides, however often."""
    say(dispatcher, NO_VERDICT)
    waits = tracker.get_slot("offer") == HEALTH  # whether it is added to the request that was sent
    ended = [] if waits else settled(dispatcher, tracker, offer=BOOKING)
    return [*ended, SlotSet(ASKED, tracker.get_slot(ASKED) or [WEIGHED])]


def _no_form(message: Message) -> list[dict[str, Any]]:
    """A form that would follow by rule doesn't."""
    follows = message.intent in ("booking_request", "booking_change")
    return [FollowupAction("action_listen")] if follows else []
