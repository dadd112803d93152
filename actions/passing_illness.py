"""Who is ill on the day tells the team before they come; whether they may, is not judged here."""

from __future__ import annotations

from copy import copy
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import for_team
from actions.booking.phrases import anywhere
from actions.message import Entity, Message
from actions.say import say_reachable
from actions.settling import MESSAGE, settled

Heard = tuple[list[dict[str, Any]], Message | None]  # events, and what is still to be replied to

SICK = "utter_sick_before_visit"
# What the lexicon calls these; beside any other condition that one's answer is due.
_PASSING = {"flu", "sore throat", "covid", "stomach bug", "strep", "bronchitis"}
_COLD = (
    r"cold(?=\W*$|\W*[,.!?;]|\s+(?:and|but|so|now|right|today|since|can|should|is|do|will|would|from|"
    r"for|this|that|with|though|rn|i|am|in|coming|yet|still)\b)"
)
_ILL = anywhere(
    rf"(?:an?|my|bad|little|slight|head|common|with)(?: \w+)? {_COLD}", r"sore throat", r"strep",
    r"(?:the |a |stomach )flu", r"stomach (?:bug|virus)", r"covid", r"under the weather",
    r"(?:i'?m|i am|i feel|feeling|got|getting|been|woke up)(?: \w+)? (?:sick|unwell|ill)"
    r"(?! (?:of|at ease)\b)",
    r"(?:a |bad |keep |been )cough(?:ing)?", r"runny nose",
    r"(?:had|have|has|a|low) fever(?! blister)",
)  # fmt: skip
_LONG_AGO = anywhere(
    r"(?:months?|years?) (?:ago|back)", r"last (?:month|year|summer|winter|spring|fall)", r"long",
    r"(?:in|since) (?:19|20)\d\d", r"vaccin\w*", r"shots?", r"booster", r"masks?", r"as a \w+",
    r"never", r"negative", r"not been", r"rules?", r"polic(?:y|ies)", r"since covid",
)  # fmt: skip
# What a treatment did has its own answer, with the danger signs.
_FROM_TREATMENT = anywhere(
    r"(?:after|since|from|with|by|of) (?:(?:your|my|the|that|this|our|a|last|first) )+"
    r"(?:treatment|session|facial|peel|microderm\w*|appointment|visit|mask|cream)",
    r"(?:after|since|from) (?:your|you (?:did|used|put|treated))",
    r"you(?:r \w+)? (?:made|got|gave) me",
)
# Topics that a message about an illness is taken for.
_ABOUT_FITNESS = {
    "faq/contraindication_personal",
    "faq/contraindications_list",
    "faq/candidate_assessment",
    "faq/pregnancy_or_medication",
    "faq/side_effects",
}
_INTENTS = {"faq", "nlu_fallback", "chitchat"}


def is_ill_now(message: Message) -> bool:
    """ "Sore throat, should I still come tomorrow?", "it's just a cold"."""
    if message.is_button or message.safety or message.intent not in _INTENTS:
        return False
    if message.topics and _ABOUT_FITNESS.isdisjoint(message.topics):
        return False
    if _LONG_AGO.search(message.text) or _FROM_TREATMENT.search(message.text):
        return False
    if any(each.value not in _PASSING or each.negated for each in _named(message)):
        return False
    return bool(_ILL.search(message.text))


def heard(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> Heard | None:
    """That the team is to be asked before the visit, and can be told from here."""
    if not is_ill_now(message):
        return None
    say_reachable(dispatcher, SICK)
    kept = for_team.heard(tracker, for_team.MESSAGE, message.text)
    others = [each for each in message.topics if each not in _ABOUT_FITNESS]
    if not others:
        return [*kept, *settled(dispatcher, tracker, offer=MESSAGE)], None
    rest = copy(message.without(_named(message)))
    rest.topics = others
    return kept, rest


def _named(message: Message) -> list[Entity]:
    return [*message.of("condition"), *message.of("health_sign")]
