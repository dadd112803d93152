"""Health facts that a visitor mentions: the clinic's caveat, never a verdict, and a flag."""

from __future__ import annotations

from collections.abc import Iterable

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.page_names import SAID_OF_CONDITIONS, TENDER
from actions.say import say

# The answers that are themselves about health need no caveat behind them.
HEALTH_TOPICS = {
    "faq/contraindication_personal": "condition",
    "faq/contraindications_list": "condition",
    "faq/pregnancy_or_medication": "medicine",
}
CAVEATS = {
    "condition": "utter_caveat_condition",
    "medicine": "utter_caveat_medicine",
    "status": "utter_caveat_medicine",
}
# The kind of fact that an entity tells: a sign of a condition counts as one.
FACTS = {
    "condition": "condition",
    "health_sign": "condition",
    "medicine": "medicine",
    "status": "status",
}
# What changes, grows, bleeds or does not heal: a doctor has to look, whatever else is asked.
FOR_A_DOCTOR = ("suspicious spot", "atypical mole")
SEE_A_DOCTOR = "utter_see_a_doctor"
FLAG_NAMES = {"condition": "condition", "medicine": "medication", "status": "status"}
REVIEW = "needs_clinician_review"


def add_caveats(
    dispatcher: CollectingDispatcher,
    message: Message,
    *,
    others: bool = False,
    said: Iterable[str] = (),
) -> None:
    """Say F18 and that the clinic decides, once, for what was mentioned on the side.

    `others`: the request is for somebody else, so their health counts as well. `said`: what the
    visitor has heard in this reply; an answer about health is a caveat.
    """
    topics = [each.removeprefix("utter_") for each in said]
    heard = {CAVEATS[HEALTH_TOPICS[topic]] for topic in topics if topic in HEALTH_TOPICS}
    if any(each in SAID_OF_CONDITIONS for each in said):
        heard.add(CAVEATS["condition"])
    said = {*said, *heard}
    for mention in _mentioned(message, others):
        caveat = caveat_of(mention)
        if caveat not in said and mention["value"] not in TENDER:
            say(dispatcher, caveat)
            said.add(caveat)


def caveat_of(mention: dict[str, str]) -> str:
    return SEE_A_DOCTOR if mention["value"] in FOR_A_DOCTOR else CAVEATS[mention["kind"]]


def is_for_a_doctor(message: Message) -> bool:
    """ "I have a mole that has changed"."""
    found = [*message.of("condition"), *message.of("health_sign")]
    return any(each.value in FOR_A_DOCTOR and not each.negated for each in found)


def with_flags(tracker: Tracker, flags: list[str]) -> list[str]:
    """The request's flags so far with the new ones behind them, each once."""
    return list(dict.fromkeys([*(tracker.get_slot("booking_flags") or []), *flags]))


def _mentioned(message: Message, others: bool) -> list[dict[str, str]]:
    """What the writer has, and with `others` what the person has whom the request is for."""
    if not others:
        return message.health
    theirs = [
        {"kind": kind, "value": each.value}
        for entity, kind in FACTS.items()
        for each in message.of(entity)
        if not each.negated
    ]
    return [*message.health, *(each for each in theirs if each not in message.health)]
