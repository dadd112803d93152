""" "Send it!" in the middle of the questions: the rest is left out, or what is missing is said."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import mentions
from actions.booking.draft import ASKED, NOT_GIVEN
from actions.booking.for_team import kind_of
from actions.booking.phrases import whole
from actions.booking.read_back import labels_of
from actions.message import Message
from actions.say import language_of, say

NEEDED = ("name", "location", "preferred")  # beside one way to be reached
NEEDED_OF_MESSAGE = ("name", "concern")
_LEAD = (
    r"(?:(?:ok|okay|no|yes|yeah|please|pls|just|now|then|so|oh|and|ugh|enough(?: questions)?|done|"
    r"no more questions|that['’]?s (?:it|all|enough)|thats (?:it|all|enough)|i['’]?m done|im done|"
    r"(?:can|could|will) (?:you|u|i|we)|you can|let['’]?s|i (?:just )?want to|go ahead and|skip "
    r"the rest|eso es todo|ya|por favor|nada m[áa]s)\b[\s,.!]*)*"
)
_SEND = whole(
    rf"{_LEAD}(?:just )?(?:send|submit)(?: (?:it|this|that|them|my|the|request|message|form|off|in|"
    r"over|now|already|right now|right away|as is|as it is|like (?:this|that)|anyways?|please|"
    r"to (?:them|the team|the clinic)))*",
    rf"{_LEAD}(?:s[óo]lo )?(?:env[íi](?:a|e|ar|alo|elo|arlo|ala|ela|arla)|"
    r"m[áa]nd(?:alo|elo|ar|arlo))"
    r"(?: (?:ya|ahora|mi|la|solicitud|as[íi]))*",
)


def heard(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str | None
) -> list[dict[str, Any]] | None:
    """What is left of the questions is left out; None where the message asks for no such thing.

    Nothing is sent by it: what there is is read back first.
    """
    if message.is_button or requested in (None, "confirmed") or not _SEND.match(message.text):
        return None
    missing = _missing(tracker)
    if missing:
        labels = labels_of(language_of(tracker), kind_of(tracker))
        said = ", ".join(labels[slot] for slot in missing)
        say(dispatcher, "utter_booking_not_sent_before", labels=said)
        return [] if requested in missing else [SlotSet(requested, NOT_GIVEN)]
    left = [slot for slot in ASKED if tracker.get_slot(slot) is None]
    if mentions.words_of(mentions.applying(tracker)):
        left = [slot for slot in left if slot != "health_note"]  # whether to note it is asked
    return [SlotSet(slot, NOT_GIVEN) for slot in left]


def _missing(tracker: Tracker) -> list[str]:
    needed = NEEDED_OF_MESSAGE if kind_of(tracker) else NEEDED
    missing = [slot for slot in needed if tracker.get_slot(slot) is None]
    if not (tracker.get_slot("phone") or tracker.get_slot("email")):
        missing.append("email" if tracker.get_slot("phone") == NOT_GIVEN else "phone")
    return sorted(missing, key=ASKED.index)
