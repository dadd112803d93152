"""Who is unhappy with their looks, short of a danger: a kind word, a person, the crisis line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm, pausing
from actions.booking import contact, for_team
from actions.booking.phrases import anywhere, is_question, whole
from actions.health import add_caveats
from actions.message import Message
from actions.say import say
from actions.settling import MESSAGE, settled
from actions.unit import current_time
from clinic.store.unit_of_work import current_unit

# What is sad here, and no illness to answer with the reasons against the treatment.
_MOODS = ("depression", "anxiety")
Heard = tuple[list[dict[str, Any]], Message | None]  # events, and what is still to be replied to

SLOT = "low_spirits"  # when it was told last
KIND_WORDS = "utter_kind_words"
_SO = (
    r"(?: (?:just|so|really|always|still|very|too|pretty|kinda|such|all|totally|incredibly|"
    r"constantly|lately|a bit|like|an?))*"
)
_LOOKS = r"(?:ugly|hideous|disgusting|gross|repulsive|unattractive|unlovable|monster|freak)"
_SAD = r"(?:depressed|miserable|sad|worthless|hopeless|lonely|insecure|ashamed|self[- ]conscious)"
_I = (
    r"(?:i'?m|i am|i(?: (?:just|always|really|still|honestly|often))* (?:feel|look)|"
    r"i'?ve been feeling|feeling)"
)
_MINE = (
    r"(?:face|skin|acne|scars?|body|looks|nose|appearance|self|marks|spots|pores|wrinkles|"
    r"myself|life|reflection)"
)
_THAT_IS_ALL = r"(?=\W*(?:$|[.,!?;:)]|(?:and|but|so|because|cuz|since|when|i|it|lately|now)\b))"
_NOBODY = r"(?:nobody|no ?one|no (?:guy|man|girl|woman)|people (?:don'?t|never|won'?t))"
_LOW = anywhere(
    rf"{_I}{_SO} {_LOOKS}(?! (?:feet|shoes|sweater|for \w+ing)\b)",
    rf"(?:makes?|making|leaves?) me(?: feel)?{_SO} (?:{_SAD}|{_LOOKS}|cry|hide)",
    rf"i(?: (?:really|just|so|fucking|absolutely|kinda))* (?:hate|despise|loathe|can'?t stand)"
    rf" (?:my ?self|my {_MINE}|how i look|the way i look|what i see|looking at myself|"
    rf"being seen|mirrors){_THAT_IS_ALL}",
    r"(?:i|been|keep|always|and)(?: (?:just|always|still|even))* (?:cry|crying|cried|weep|sob)"
    r""
    r" (?:myself to sleep|every ?(?:day|night|time|morning)|all (?:the time|day|night)|a lot|"
    r"(?:about|over|because of) (?:it|my \w+|how)|when i (?:see|look)|each (?:day|night|time))",
    r"(?:can'?t|cannot|couldn'?t|don'?t want to|hate to|afraid to|avoid)"
    r"(?: (?:even|stand to|bear to))* look(?:ing)? (?:in|at|into)"
    r" (?:the |a |any )?(?:mirrors?|myself|photos of me|my face)",
    rf"{_NOBODY} (?:\w+ )?(?:looks?|talks?|speaks?|likes?|loves?|wants?|sees?|dates?|notices?|"
    r"smiles?|text)(?: (?:at|to|with))? me(?! to\b)",
    rf"(?:{_I}|been){_SO} {_SAD} (?:about|because of|over|by|of) (?:my|how|the way)",
    rf"{_I}{_SO} (?:depressed|miserable|sad|lonely|unhappy|hopeless){_THAT_IS_ALL}",
    rf"my {_MINE} (?:is|are|has|have) (?:ruin(?:ing|ed)|destroy(?:ing|ed)|wreck(?:ing|ed)) "
    r"(?:my (?:life|confidence|self)|me)",
    r"(?:am i|i'?m)(?: \w+)? (?:that |so |too )?ugly",
    r"no (?:self[- ]?)?(?:esteem|confidence) left",
    r"(?:hide|hiding|scared to show|ashamed to show|embarrassed to show) my face",
)  # fmt: skip
_BEFORE = r"(?:(?:ok|okay|well|so|i guess|idk|honestly|and|then|whatever)[\s,.]+)*"
_HOPELESS = (
    r"(?:nothing (?:ever )?(?:helps?|matters)(?: (?:me|anyway|any ?more))?|"
    r"(?:it'?s|i'?m|i feel|that'?s|everything is) (?:all |so |just )?(?:hopeless|pointless)|"
    r"(?:there'?s )?no hope(?: left)?|(?:nobody|no ?one) cares|i don'?t matter)"
)
_ONLY_HOPELESS = whole(rf"{_BEFORE}{_HOPELESS}")
# Nothing but this, behind something sad: it is more than a bad day.
_DESPAIR = whole(
    rf"{_BEFORE}(?:{_HOPELESS}|i(?:'?m| am| just)? (?:give|giving|gave) up|"
    r"what'?s the (?:point|use)|what is the point|i(?:'?m| am) (?:so )?(?:done|tired|alone|lost)|"
    r"i can'?t(?: (?:any ?more|go on|do this|take it))*|nothing works|(?:it'?s )?no use|"
    r"i don'?t care any ?more|why (?:even )?bother)"
)
# What a treatment did to somebody is for the team to hear as that.
_ABOUT_THE_CLINIC = anywhere(
    r"you", r"your", r"session", r"treatment", r"appointment", r"clinic", r"refund", r"facial",
)  # fmt: skip
_COMPLAINS = ("complaint", "abusive")
_OF_MONEY = anywhere(
    r"(?:prices?|pricing|costs?|fees?|bill|quote|rates)(?: \w+){0,3} (?:makes?|making|made) me"
)
# Questions whose answer is told in words of one's own, sad ones as well.
_OWN_WORDS = ("concern", "health_note")


def is_low(message: Message) -> bool:
    """ "I feel so ugly lately", "my acne makes me cry every day"."""
    if message.is_button or message.safety:
        return False
    if message.intent in _COMPLAINS and _ABOUT_THE_CLINIC.search(message.text):
        return False
    text = _OF_MONEY.sub("", message.text)
    return bool(_LOW.search(text) or _ONLY_HOPELESS.match(text))


def despairs(tracker: Tracker, message: Message) -> bool:
    """ "Nothing helps", "I give up", where something sad was told before."""
    at = tracker.get_slot(SLOT)
    if not at or message.is_button or current_time() - datetime.fromisoformat(at) > alarm.LASTS:
        return False
    return bool(_DESPAIR.match(message.text))


def heard(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> Heard | None:
    """A kind word that names a person and the crisis line; that line first to who despairs.

    While a life is in danger its line has been said; a question beside gets its answer as well.
    """
    if alarm.in_crisis(tracker):
        return None
    if despairs(tracker, message):
        return _in_despair(dispatcher, tracker, message), None
    if not is_low(message):
        return None
    say(dispatcher, KIND_WORDS)
    told = noted(message)
    rest = message.without([each for each in message.of("condition") if each.value in _MOODS])
    if message.topics and (is_question(message.text) or rest.health):
        return told, rest
    add_caveats(dispatcher, rest)
    kept = for_team.heard(tracker, for_team.MESSAGE, message.text)
    return [*kept, *settled(dispatcher, tracker, offer=MESSAGE), *told], None


def noted(message: Message) -> list[dict[str, Any]]:
    """The event that remembers when something sad was told, if it was."""
    return [SlotSet(SLOT, current_time().isoformat())] if is_low(message) else []


def interrupts(tracker: Tracker, message: Message, *, tells: bool = False) -> bool:
    """Whether a form's question waits: this is despair, or low spirits and no answer to it.

    `tells`: the form reads something else in the message.
    """
    if despairs(tracker, message):
        return True
    if tells or not is_low(message):
        return False
    if _ONLY_HOPELESS.match(message.text):
        return True
    answers = message.of("date") or message.of("location") or contact.phone_in(message.text)
    if answers or contact.email_in(message.text):
        return False
    return tracker.get_slot("requested_slot") not in _OWN_WORDS


def beside_answer(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]]:
    """A kind word beside what a form has taken of the message."""
    told = [] if alarm.in_crisis(tracker) else noted(message)
    if told:
        say(dispatcher, KIND_WORDS)
    return told


def despair_beside(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]]:
    """The crisis line behind the line of another danger that goes on, if despair is told."""
    if alarm.in_crisis(tracker) or not despairs(tracker, message):
        return []
    return _in_despair(dispatcher, tracker, message)


def _in_despair(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]]:
    unit = current_unit()
    if unit is not None:
        unit.need_person(alarm.SELF_HARM)
    say(dispatcher, "utter_safety_self_harm")
    standing = alarm.stands(tracker)
    beside = standing not in (None, alarm.INJURY)  # that danger goes on as well
    kind = standing if standing and beside else alarm.SELF_HARM
    raised = alarm.raised(kind, message.text, crisis=beside)
    return [raised, *pausing.put_by(tracker, message.text, alarm.SELF_HARM)]
