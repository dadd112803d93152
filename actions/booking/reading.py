"""Reads the details of a request from one message: the open question's answer, and any other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from actions.booking import contact, names, phrases, times
from actions.booking.draft import NOT_GIVEN
from actions.message import Message

LONGEST_WORDS = 300  # characters kept of an answer in free words
EITHER_TOWN = "either"
SURE_OF_A_TOPIC = 0.8  # confidence from which a word or two are a question, and no name

_CODE = re.compile(r"[<>{};]|--")

# Intents that a free answer must not be taken from: they are questions, or no answer at all.
INTERRUPTING = {
    "faq", "human_handoff", "complaint", "bot_challenge", "chat_help", "prompt_injection",
    "abusive", "booking_change",
}  # fmt: skip


@dataclass
class Reading:
    """What one message gives: values by slot, and what was wrong with the rest."""

    found: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None  # the response that says what was wrong
    flags: list[str] = field(default_factory=list)

    @property
    def gives_nothing(self) -> bool:
        """Neither an answer nor an attempt at one: a question, a remark."""
        return not self.found and not self.problem


def read(message: Message, requested: str | None, known: dict[str, Any]) -> Reading:
    """Everything that the message gives, at once; `known` holds the slots filled before."""
    reading = Reading()
    if _is_suspicious(message):
        reading.flags.append("suspicious_input")
    _read_volunteered(message, requested, known, reading)
    if requested and requested not in reading.found:
        ANSWERS[requested](message, reading)
        if phrases.is_yes(message.text) and not reading.found and not reading.problem:
            reading.problem = "utter_booking_tell_more"
    return reading


def _read_volunteered(
    message: Message, requested: str | None, known: dict[str, Any], reading: Reading
) -> None:
    """Details that are recognised by themselves, whatever was asked."""
    text = message.text
    volunteered = {
        "phone": contact.phone_in(text),
        "email": contact.email_in(text),
        "location": _town(message),
        "name": names.introduced_name(text) or (None if requested else names.name_in_list(text)),
        "concern": _concern(message) if not requested else None,
        "preferred": times.times_mentioned(text, message.of("date")) or None,
        "health_note": NOT_GIVEN if phrases.HEALTHY.search(text) else None,
    }
    replaces = phrases.is_correction(text) or not phrases.is_question(text)
    for slot, value in volunteered.items():
        if value is None or slot == requested == "preferred":
            continue
        if (
            slot in ("preferred", "concern", "name")
            and known.get(slot)
            and not (phrases.is_correction(text))
        ):
            continue  # a day named in passing is no new wish
        if slot in ("location", "preferred") and phrases.is_question(text) and not replaces:
            continue
        if known.get(slot) != value:
            reading.found[slot] = value
            if known.get(slot):
                reading.flags.append(f"{slot}_corrected")


def _is_suspicious(message: Message) -> bool:
    """Markup, code, or orders to the assistant: kept as plain text, and staff see that."""
    return message.intent == "prompt_injection" or bool(_CODE.search(message.text))


def _town(message: Message) -> str | None:
    towns = list(dict.fromkeys(entity.value for entity in message.of("location")))
    if len(towns) > 1:
        return EITHER_TOWN
    return towns[0] if towns else None


def _concern(message: Message) -> str | None:
    """The part of a list of details that names the concern: "old acne scars on cheeks"."""
    concerns = [entity for entity in message.of("concern") if not entity.negated]
    if not concerns:
        return None
    for part in re.split(r"[,;.\n]", message.text):
        if concerns[0].text and concerns[0].text.lower() in part.lower():
            return part.strip()
    return concerns[0].text


def _is_other_business(message: Message) -> bool:
    return message.intent in INTERRUPTING and phrases.is_question(message.text)


def _name(message: Message, reading: Reading) -> None:
    if message.intent == "faq" and (phrases.is_question(message.text) or _is_topic(message)):
        return
    name = names.name_as_answer(message.text)
    if name and not _is_other_business(message):
        reading.found["name"] = name
    elif message.intent not in INTERRUPTING:
        reading.problem = "utter_invalid_name"


def _is_topic(message: Message) -> bool:
    """ "downtime" is a question in one word; "Faith Summers" or "stephanie m" is a name, even
    where the classifier takes it for a topic."""
    words = message.text.split()
    capitalised = len(words) >= 2 and all(word[:1].isupper() for word in words)
    return message.confidence >= SURE_OF_A_TOPIC and not capitalised


def _phone(message: Message, reading: Reading) -> None:
    if phrases.is_refusal(message.text):
        reading.found["phone"] = NOT_GIVEN
        reading.flags.append("phone_refused")
    elif re.search(r"\d{3}", message.text) and not phrases.is_question(message.text):
        reading.problem = "utter_invalid_phone"
        reading.flags.append("invalid_phone_then_corrected")
    elif "email" in reading.found:
        reading.found["phone"] = NOT_GIVEN


def _email(message: Message, reading: Reading) -> None:
    if phrases.is_refusal(message.text):
        reading.found["email"] = NOT_GIVEN
        reading.flags.append("email_refused")
    elif contact.looks_like_email(message.text):
        reading.problem = "utter_invalid_email"
    elif reading.found.keys() - {"phone"}:
        reading.found["email"] = NOT_GIVEN  # passed over for the next detail


def _location(message: Message, reading: Reading) -> None:
    text = message.text
    if phrases.EITHER.search(text) or phrases.is_refusal(text):
        reading.found["location"] = EITHER_TOWN
        reading.flags.append("location_either")
    elif message.intent not in INTERRUPTING and not phrases.is_question(text):
        reading.problem = "utter_invalid_location"


def _preferred(message: Message, reading: Reading) -> None:
    text = message.text
    if times.impossible_date(text):
        reading.problem = "utter_invalid_date"
        reading.flags.append("invalid_date_then_corrected")
    elif message.of("date") and not _is_other_business(message):
        reading.found["preferred"] = times.times_as_answer(text, message.of("date"))
    elif phrases.is_refusal(text):
        reading.found["preferred"] = []
    elif not _is_other_business(message) and message.intent not in INTERRUPTING:
        reading.found["preferred"] = times.times_as_answer(text, [])


def _free_words(slot: str):  # noqa: ANN202
    def answer(message: Message, reading: Reading) -> None:
        text = message.text
        if phrases.is_refusal(text):
            reading.found[slot] = NOT_GIVEN
        elif phrases.is_question(text):
            return
        elif message.intent not in INTERRUPTING - {"faq"} and not phrases.is_yes(text):
            reading.found[slot] = text[:LONGEST_WORDS]

    return answer


def _confirmed(message: Message, reading: Reading) -> None:
    if phrases.is_yes(message.text) or message.intent == "affirm":
        reading.found["confirmed"] = True
    elif phrases.is_refusal(message.text) or message.intent == "deny":
        reading.problem = "utter_booking_what_to_change"


ANSWERS = {
    "name": _name,
    "phone": _phone,
    "email": _email,
    "location": _location,
    "preferred": _preferred,
    "concern": _free_words("concern"),
    "health_note": _free_words("health_note"),
    "confirmed": _confirmed,
}
