"""What a topic's answer gives way to where somebody asks about a case of their own."""

from __future__ import annotations

import re

from actions.booking.people import OF_AGE
from actions.booking.phrases import anywhere
from actions.follow_up import NO_TIME
from actions.health import SEE_A_DOCTOR, is_for_a_doctor
from actions.mentions import SELF
from actions.message import Message
from actions.page_names import NAMED, said_of
from actions.symptoms import OWN_SYMPTOM, SIDE_EFFECTS, tells_of_a_symptom
from actions.topics import response_for

NO_MORE_MESSAGES = "utter_no_more_messages"
GROWN_UP = "utter_grown_up"
PERSONAL = "faq/contraindication_personal"
# Answers about whether the treatment suits somebody.
ABOUT_FITNESS = (
    PERSONAL,
    "faq/concern_suitability",
    "faq/candidate_assessment",
    "faq/skin_type",
)
_ASKS = re.compile(
    r"\W*(?:(?:and|but|so|hi|hello|ok)\W+)*"
    r"(?:is|are|does|do|would|will|can|could|what (?:about|if)|how about)\b",
    re.IGNORECASE,
)
_OF_ONESELF = anywhere(
    r"i", r"i['’]?(?:m|ve|d)", r"im", r"ive", r"my", r"me", r"mine", r"we", r"our"
)
_YOU_WRITE = (
    r"(?:(?:text|call|e-?mail|messag|contact|phon|spam|ring|bother|writ)\w* (?:to )?"
    r"(?:me|us|my \w+)|"
    r"sending(?: me| us)?|(?:the |your |these |those |any |getting )*"
    r"(?:promo\w*|marketing|spam|ads?|newsletters?|texts|text messages|e-?mails|calls))"
)
_NO_MORE = anywhere(
    rf"(?:stop|quit|no more|enough|don'?t (?:ever )?want|cease) (?:\w+ ){{0,2}}?{_YOU_WRITE}",
    rf"(?:don'?t|do not|never) (?:ever )?{_YOU_WRITE}(?: (?:again|any ?more|ever))?",
    r"un-?subscribe(?: me)?", r"opt(?:ed|ing)? (?:me )?out",
    r"(?:take|remove|get|delete) (?:me|us|my(?: \w+){1,3}?) (?:off|from|out of)"
    r" (?:\w+ ){0,3}?lists?",
)  # fmt: skip
_IF_HARM = re.compile(
    r"\b(?:if|in case|what when)\b[^.!?]{0,40}\b(?:swell\w*|swollen|infect\w*|blister\w*|breath\w*|"
    r"allergic|reaction|react|hives|fever|pus|bleed\w*|faint|dizzy|burn(?:s|ed)?|scars?)\b",
    re.IGNORECASE,
)

_OLD = anywhere(
    r"age (?:limit|cut ?-?off|max\w*)s? (?:at|on|for|to) (?:the )?"
    r"(?:top|upper|older|high\w*|other)(?: \w+)?",
    r"(?:upper|max(?:imum)?|highest|top|older|oldest) (?:end|age)(?: limit)?",
    r"(?:elderly|seniors?|senior citizens?)",
    r"old(?:est|er)? (?:people|persons?|patients?|clients?|women|ladies|men|skin)",
)
_DAYS_BEFORE = anywhere(
    r"(?:\d{1,2}|an?|one|two|three|four|five|six|ten|few|couple(?: of)?)"
    r" (?:days?|weeks?|hours?|nights?) (?:before|ahead|prior|earlier|out)",
    r"(?:the )?(?:day|night|week|morning) before",
)
_ANOTHER_SESSION = anywhere(
    r"sessions?", r"treatments?", r"visits?", r"times", r"between", r"appointments?",
    r"(?:next|another|second|last) (?:one|time)",
)  # fmt: skip
_MUCH = anywhere(
    r"(?:more|less|under|over|cheaper|above|below|around|about|like)(?: than)? \$? ?[1-9]\d{1,3}",
    r"\$ ?\d+",
    r"\d+ ?(?:dollars|bucks|usd)",
    r"(?:a )?hundred (?:dollars|bucks)",
)
_HAIR = anywhere(
    r"(?:wax|shav|thread|tweez|pluck|epilat|bleach|sugar)(?:ed|ing)", r"nair\w*", r"(?:a )?wax",
    r"hair remov\w+",
)  # fmt: skip


def wants_no_messages(message: Message) -> bool:
    """ "STOP TEXTING ME", "unsubscribe", "take me off your list"."""
    return not message.is_button and bool(_NO_MORE.search(message.text))


def is_of_age(message: Message) -> bool:
    """Whether ages are named, and all of them of adults: "I'm 80", "is 22 too early"."""
    ages = [each.value for each in message.of("age")]
    return bool(ages) and all(age.isdigit() and int(age) >= OF_AGE for age in ages)


def asks_in_general(message: Message) -> bool:
    """ "Is diabetes a problem?", "my friend had herpes": nobody has told of their own health."""
    if message.is_button or not (named := [*message.of("condition"), *message.of("health_sign")]):
        return False
    if all(each.subject != SELF for each in named):
        return True
    return bool(_ASKS.match(message.text)) and not _OF_ONESELF.search(message.text)


def asks_of_listed(message: Message) -> bool:
    """Asked in general of an illness that the page lists; of another, that it doesn't is said."""
    return asks_in_general(message) and said_of(message) in (None, NAMED)


def fears_harm_afterwards(message: Message) -> bool:
    """ "What should I do if my face swells after the treatment?"."""
    return not message.is_button and bool(_IF_HARM.search(message.text))


def asks_of_the_old(message: Message) -> bool:
    """ "Is there an age limit at the top", "too old for it"."""
    young = message.of("age") and not is_of_age(message)
    return not (message.is_button or young) and bool(_OLD.search(message.text))


def is_before_an_event(message: Message) -> bool:
    """ "Is 3 days before too close": to a wedding or a party, not to the next session."""
    found = not message.is_button and _DAYS_BEFORE.search(message.text)
    return bool(found) and not _ANOTHER_SESSION.search(message.text)


def asks_of_money(message: Message) -> bool:
    """ "Is it more than 100", asked behind the price."""
    found = not message.is_button and _MUCH.search(message.text)
    return bool(found) and not _ANOTHER_SESSION.search(message.text)


def had_hair_removed(message: Message) -> bool:
    """ "Waxed my lip yesterday": the page says nothing on how long to wait."""
    return not message.is_button and bool(_HAIR.search(message.text))


CASES = (
    (("faq/aftercare",), fears_harm_afterwards, f"utter_{SIDE_EFFECTS}"),
    (("faq/age_minor",), asks_of_the_old, GROWN_UP),
    (("faq/age_minor",), is_of_age, GROWN_UP),
    (("faq/session_frequency",), is_before_an_event, "utter_faq/downtime"),
    (("faq/session_count",), asks_of_money, "faq/price"),
    (("faq/combination",), had_hair_removed, NO_TIME),
    ((PERSONAL,), asks_of_listed, "utter_faq/contraindications_list"),
    ((SIDE_EFFECTS,), tells_of_a_symptom, OWN_SYMPTOM),
    (ABOUT_FITNESS, is_for_a_doctor, SEE_A_DOCTOR),
    (("faq/privacy",), wants_no_messages, NO_MORE_MESSAGES),
)


def own_case(message: Message, topic: str) -> str | None:
    """The response that is said in place of the topic's own."""
    said = next((case[2] for case in CASES if topic in case[0] and case[1](message)), None)
    if said is None and _is_about_illness(message, topic):
        return said_of(message)
    return response_for(said) if said and said.startswith("faq/") else said


def _is_about_illness(message: Message, topic: str) -> bool:
    """ "I have rosacea", "is rosacea a problem", "does it get rid of rosacea"."""
    if message.is_button:
        return False
    if topic == "faq/concern_suitability":
        return bool(message.of("condition")) and not message.of("concern")
    return topic == PERSONAL


def answers_of(message: Message, topics: list[str]) -> list[str]:
    """The responses to these topics, each once."""
    return list(dict.fromkeys(own_case(message, each) or response_for(each) for each in topics))
