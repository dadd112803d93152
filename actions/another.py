"""Another request that is wished for beside what is said of one that was sent.

"Friday works! One for my husband as well": the time is taken first, then the other one is begun.
"""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet

from actions.booking import draft
from actions.booking.same_as_before import another_in
from actions.change.wishes import Sent, does_something, wish_in
from actions.message import Message, since_last_message

SLOT = "another"  # the words for the one to begin when the form about the sent one has ended

_JOINS = re.compile(
    r"^(?:(?:and|also|but|oh|ok|okay|yes|hi|hey|please|pls|can|could|would|will|you|u|i|i['’]?d|we|"
    r"like|love|want|need|have|get|make|to|it|that|then|so|thanks?|thank|great|perfect|actually|"
    r"wait|sorry|just|if|possible|a|y|quiero|quisiera|tambi[ée]n|por|favor)\b|\W)*$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:[\s,;:–-]|\b(?:and|also|but|plus|then|y)\b)+$", re.IGNORECASE)

Events = list[dict[str, Any]]


def apart(tracker: Tracker, message: Message, own: Sent | None) -> tuple[Message, str]:
    """What a message says of the request that is spoken of, and the words for another one.

    Both may be in the same words: "one for my husband as well, and Friday works for me".
    """
    known = tracker.get_slot("sent") or tracker.get_slot("change_booking")
    words = another_in(message) if known else None
    if words is None:
        return message, ""
    before = message.part(_JOINED.sub("", message.text[: message.text.index(words)]))
    if says_nothing_else(before) and own and does_something(wish_in(message, own)):
        return message, words
    return before, words


def says_nothing_else(message: Message) -> bool:
    """Whether nothing is left of it but what joins it to the other one."""
    return bool(_JOINS.match(message.text))


def begun(words: str) -> Events:
    """The form for the other one, which reads these words."""
    return [SlotSet(SLOT, words), SlotSet("misses", None), FollowupAction(draft.FORM)]


def taken_up(tracker: Tracker, message: Message) -> Message:
    """The words that a request begins with: those for another one, or the message itself.

    Words that waited for something else are not for what a later message begins by itself.
    """
    words = tracker.get_slot(SLOT)
    now = any(event.get("name") == SLOT for event in since_last_message(tracker))
    if not words or not now:
        return message
    piece = message.part(words)
    piece.intent, piece.topics = "booking_request", []
    return piece
