"""What a topic's answer gives way to where somebody asks about a case of their own."""

from __future__ import annotations

from actions.booking.phrases import anywhere
from actions.health import SEE_A_DOCTOR, is_for_a_doctor
from actions.message import Message
from actions.symptoms import OWN_SYMPTOM, SIDE_EFFECTS, tells_of_a_symptom

NO_MORE_MESSAGES = "utter_no_more_messages"
# Answers about whether the treatment suits somebody.
ABOUT_FITNESS = (
    "faq/contraindication_personal",
    "faq/concern_suitability",
    "faq/candidate_assessment",
    "faq/skin_type",
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


def wants_no_messages(message: Message) -> bool:
    """ "STOP TEXTING ME", "unsubscribe", "take me off your list"."""
    return not message.is_button and bool(_NO_MORE.search(message.text))


CASES = (
    ((SIDE_EFFECTS,), tells_of_a_symptom, OWN_SYMPTOM),
    (ABOUT_FITNESS, is_for_a_doctor, SEE_A_DOCTOR),
    (("faq/privacy",), wants_no_messages, NO_MORE_MESSAGES),
)


def own_case(message: Message, topic: str) -> str | None:
    """The response that is said in place of the topic's own."""
    return next((said for topics, tells, said in CASES if topic in topics and tells(message)), None)
