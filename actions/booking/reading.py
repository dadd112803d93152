"""Reads the details of a request from one message: the open question's answer, and any other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from actions.booking import contact, names, phrases, remarks, times, towns
from actions.booking.draft import NOT_GIVEN
from actions.booking.fields import named_field
from actions.booking.people import FOR_TWO
from actions.health import FLAG_NAMES, HEALTH_TOPICS
from actions.message import Message

LONGEST_WORDS = 300  # characters kept of an answer in free words
SURE_OF_A_TOPIC = 0.8  # confidence from which a word or two are a question, and no answer
SHORT = 6  # words of a detail that is kept whole
MANY_DETAILS = 3  # from so many on, a message is a list of details

_CODE = re.compile(r"[<>{};]|--")

# Intents that a free answer must not be taken from: they are questions, or no answer at all.
INTERRUPTING = {
    "faq", "human_handoff", "complaint", "bot_challenge", "chat_help", "prompt_injection",
    "abusive", "booking_change",
}  # fmt: skip
SMALL_TALK = {"greet", "goodbye", "thanks"}
# Topics that words about oneself are often taken for: they answer our question all the same.
ABOUT_ONESELF = {
    "faq/concern_suitability", "faq/contraindication_personal", "faq/pregnancy_or_medication",
    "faq/contraindications_list", "faq/skin_type", "faq/results_what", "faq/side_effects",
    "faq/age_minor", "faq/candidate_assessment", "faq/combination", "faq/men",
}  # fmt: skip


@dataclass
class Reading:
    """What one message gives: values by slot, and what was wrong with the rest."""

    found: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None  # the response that says what was wrong
    flags: list[str] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict, compare=False)  # filled before

    @property
    def gives_nothing(self) -> bool:
        """Neither an answer nor an attempt at one: a question, a remark."""
        return not self.found and not self.problem


def read(message: Message, requested: str | None, known: dict[str, Any]) -> Reading:
    """Everything that the message gives, at once; `known` holds the slots filled before."""
    reading = Reading(known=known)
    if _is_suspicious(message):
        reading.flags.append("suspicious_input")
    if phrases.TEXTS.search(message.text):
        reading.flags.append("prefers_text")
    _read_volunteered(message, requested, known, reading)
    _read_named(message, requested, known, reading)
    if requested and requested not in reading.found:
        ANSWERS[requested](message, reading)
        if phrases.is_yes(message.text) and not reading.found and not reading.problem:
            reading.problem = "utter_booking_tell_more"
    return reading


def _read_volunteered(
    message: Message, requested: str | None, known: dict[str, Any], reading: Reading
) -> None:
    """Details that are recognised by themselves, whatever was asked."""
    text, stated = message.text, _statements(message)
    volunteered = {
        "phone": contact.phone_in(text),
        "email": contact.email_in(text),
        "location": towns.town_in(stated),
        "name": names.introduced_name(stated.text),
        "preferred": times.times_mentioned(stated.of("date")) or None,
        "health_note": NOT_GIVEN if phrases.HEALTHY.search(text) else None,
    }
    if requested == "phone" and volunteered["phone"] and not _names_a_day(volunteered["preferred"]):
        volunteered["preferred"] = None  # when to call, not when to come
    is_list = len([value for value in volunteered.values() if value]) >= MANY_DETAILS
    if is_list or not requested:
        volunteered["name"] = volunteered["name"] or names.name_in_list(text)
        volunteered["concern"] = _concern(message)
    for slot, value in volunteered.items():
        if value is None or known.get(slot) == value:
            continue
        if slot == requested == "preferred" and not is_list:
            continue  # its own answer keeps more of the visitor's words
        if _replaces(slot, message, requested, known):
            reading.found[slot] = value
            if known.get(slot):
                reading.flags.append(f"{slot}_corrected")
    _add_second_time(message, requested, known, reading)


def _names_a_day(wished: list[dict[str, Any]] | None) -> bool:
    return bool(wished and wished[0]["date"])


def _replaces(slot: str, message: Message, requested: str | None, known: dict[str, Any]) -> bool:
    """Whether a detail that a message holds is meant as one: not named in passing, or asked."""
    text = message.text
    if slot == "health_note" and (known.get(slot) or requested == "confirmed"):
        return False
    if not known.get(slot) or slot not in ("preferred", "concern", "name"):
        return True
    if requested == "confirmed":
        return slot != "name" or phrases.is_correction(text)
    if requested in ("concern", "health_note") and slot != "name":
        return bool(phrases.FIRM_CORRECTION.search(text))
    return phrases.is_correction(text)


def _add_second_time(
    message: Message, requested: str | None, known: dict[str, Any], reading: Reading
) -> None:
    """ "or saturday" after the first wish was given: both are kept."""
    first = known.get("preferred")
    if not first or len(first) >= times.MOST_TIMES or requested == "preferred":
        return
    if not phrases.OR_ALSO.match(message.text) or is_question(message):
        return
    more = times.times_mentioned(message.of("date"))
    if more:
        reading.found["preferred"] = [*first, more[0]]


def _read_named(
    message: Message, requested: str | None, known: dict[str, Any], reading: Reading
) -> None:
    """A detail that is called by its name: its new value, or its question once more."""
    named = named_field(message.text)
    if named is None:
        return
    slot, value = named
    if slot in reading.found or _is_given(slot, message.text):
        return
    if known.get(slot) is None and slot != requested:
        return
    if value:
        answer = Reading(known=known)
        ANSWERS[slot](message.part(value), answer)
        if answer.found.get(slot):
            reading.found[slot] = answer.found[slot]
            reading.flags.append(f"{slot}_corrected")
            return
    if slot != requested:
        reading.found[slot] = None


def _is_given(slot: str, text: str) -> bool:
    """Whether a number or an address was said, if only the known one once more."""
    found = {"phone": contact.phone_in, "email": contact.email_in}
    return slot in found and found[slot](text) is not None


def is_question(message: Message) -> bool:
    """Whether something is asked, beside the details that the message may hold."""
    if phrases.is_question(message.text):
        return True
    rest = contact.without_contacts(message.text)
    for each in (*message.of("location"), *message.of("date")):
        rest = rest.replace(each.text, " , ") if each.text else rest
    return any(phrases.is_question_behind(part) for part in re.split(r"[,;.!\n]", rest)[1:])


def _statements(message: Message) -> Message:
    """The message without its questions: "Norwalk. does it hurt?" holds an answer all the same."""
    if message.intent == "booking_request" and not message.topics:
        return message  # "can you fit me in on friday" asks for nothing but the request
    parts = re.findall(r"[^.!?;\n]+[.!?;\n]*", message.text)
    stated = [
        part for part in parts if not part.rstrip().endswith("?") and not phrases.is_question(part)
    ]
    return message if len(stated) == len(parts) else message.part("".join(stated))


def _is_suspicious(message: Message) -> bool:
    """Markup, code, or orders to the assistant: kept as plain text, and staff see that."""
    return message.intent == "prompt_injection" or bool(_CODE.search(message.text))


def _concern(message: Message) -> str | None:
    """The part of a list of details that names the concern: "old acne scars on cheeks"."""
    concerns = [entity for entity in message.of("concern") if not entity.negated]
    if not concerns:
        return None
    first = concerns[0].text
    for part in re.split(r"[,;.\n]", message.text):
        if first and first.lower() in part.lower():
            whole = part.strip()
            start = whole.lower().index(first.lower())
            return whole if len(whole.split()) <= SHORT else whole[start:][:LONGEST_WORDS]
    return first


def _is_other_business(message: Message) -> bool:
    return message.intent in INTERRUPTING and is_question(message)


def _is_a_topic(message: Message) -> bool:
    """ "downtime" is a question in one word; "my acne" or "I'm diabetic" is an answer."""
    if message.intent != "faq" or message.confidence < SURE_OF_A_TOPIC or message.of("concern"):
        return False
    return not ABOUT_ONESELF & set(message.topics)


def _name(message: Message, reading: Reading) -> None:
    text = message.text
    if is_question(message):
        text = _before_the_question(message)
    elif message.intent == "faq" and _is_one_word_topic(message):
        return
    several = names.names_of_several(text)
    name = (
        several
        or names.name_as_answer(text)
        or (names.name_beside(_without_details(message)) if _has_details(reading) else None)
    )
    if name:
        reading.found["name"] = name
        if several and names.joins_two(several):
            reading.flags.append(FOR_TWO)
    elif phrases.is_refusal(text):
        reading.problem = "utter_booking_name_helps"
    elif _has_details(reading):
        return  # the rest was taken, and the name is asked for again
    elif message.intent not in INTERRUPTING | SMALL_TALK:
        reading.problem = "utter_invalid_name"


def _before_the_question(message: Message) -> str:
    """ "Ella Marsh. does it hurt?" gives the name, "Honestly, does it hurt?" gives none."""
    stated = _statements(message).text
    if message.text.startswith(stated) and stated != message.text:
        return stated
    first, _, rest = message.text.partition(",")
    words = first.split()
    named = len(words) >= 2 and all(word[:1].isupper() for word in words)
    if named and rest:
        return first
    return "" if message.intent in INTERRUPTING or "?" in message.text else message.text


def _has_details(reading: Reading) -> bool:
    return bool(reading.found.keys() - {"name"})


def _without_details(message: Message) -> str:
    """The text without numbers, addresses, towns and times: what is left may be a name."""
    rest = contact.without_contacts(message.text)
    for each in (*message.of("location"), *message.of("date"), *message.of("concern")):
        rest = rest.replace(each.text, " , ") if each.text else rest
    return rest


def _is_one_word_topic(message: Message) -> bool:
    """ "downtime" is a question in one word; "Faith Summers" or "stephanie m" is a name, even
    where the classifier takes it for a topic."""
    words = message.text.split()
    capitalised = len(words) >= 2 and all(word[:1].isupper() for word in words)
    about_health = set(message.topics) & set(HEALTH_TOPICS)
    if about_health and not any(message.of(kind) for kind in FLAG_NAMES):
        return False  # no condition and no medicine is in it
    return message.confidence >= SURE_OF_A_TOPIC and not capitalised


def _phone(message: Message, reading: Reading) -> None:
    text = message.text
    if phrases.is_refusal(text):
        reading.found["phone"] = NOT_GIVEN
        reading.flags.append("phone_refused")
    elif re.search(r"\d{3}", text) and not is_question(message):
        reading.problem = "utter_invalid_phone"
        reading.flags.append("invalid_phone_then_corrected")
    elif "email" in reading.found:
        reading.found["phone"] = NOT_GIVEN
    elif contact.looks_like_email(text):
        reading.problem = "utter_invalid_email"


def _email(message: Message, reading: Reading) -> None:
    text = message.text
    spelt = contact.spelt_email_in(text)
    if spelt:
        reading.found["email"] = spelt
    elif phrases.is_refusal(text):
        reading.found["email"] = NOT_GIVEN
        reading.flags.append("email_refused")
    elif contact.looks_like_email(text):
        reading.problem = "utter_invalid_email"
    elif reading.known.get("phone") and reading.found.keys() & {"location", "preferred", "concern"}:
        reading.found["email"] = NOT_GIVEN  # passed over for the next detail


def _location(message: Message, reading: Reading) -> None:
    text = message.text
    asks = is_question(message)
    if not asks and (phrases.EITHER.search(text) or phrases.is_refusal(text)):
        reading.found["location"] = towns.EITHER
        reading.flags.append("location_either")
    elif asks or _has_details(reading):
        return
    elif message.intent not in INTERRUPTING | SMALL_TALK or message.topics == ["faq/location"]:
        reading.problem = "utter_invalid_location"
        if message.topics == ["faq/location"] or text.istitle():
            reading.flags.append("outside_area")


def _preferred(message: Message, reading: Reading) -> None:
    text = message.text
    if times.impossible_date(text):
        reading.problem = "utter_invalid_date"
        reading.flags.append("invalid_date_then_corrected")
    elif message.of("date") and not _is_other_business(message):
        reading.found["preferred"] = times.times_as_answer(text, message.of("date"))
    elif phrases.is_refusal(text):
        reading.found["preferred"] = []
    elif _has_details(reading) or is_question(message) or _is_empty_talk(message):
        return
    elif message.intent == "gibberish":
        reading.problem = "utter_booking_tell_more"
    elif message.intent not in INTERRUPTING:
        reading.found["preferred"] = times.times_as_answer(text, [])


def _is_empty_talk(message: Message) -> bool:
    return message.intent in SMALL_TALK or phrases.is_yes(message.text)


def _free_words(slot: str) -> Callable[[Message, Reading], None]:
    def answer(message: Message, reading: Reading) -> None:
        text = message.text
        if phrases.is_refusal(text):
            reading.found[slot] = NOT_GIVEN
        elif is_question(message) or _is_empty_talk(message) or _is_a_topic(message):
            return
        elif message.intent == "gibberish":
            reading.problem = "utter_booking_tell_more"
        elif _has_details(reading) and (phrases.is_correction(text) or phrases.OR_ALSO.match(text)):
            return  # about something else
        elif slot == "health_note" and _denies(message):
            reading.found[slot] = NOT_GIVEN
        elif message.intent not in INTERRUPTING - {"faq"}:
            reading.found[slot] = text[:LONGEST_WORDS]

    return answer


def _denies(message: Message) -> bool:
    """ "no have problem": a no in more words, with nothing in it that anybody has."""
    return message.intent == "deny" and not message.health and len(message.text.split()) <= SHORT


def _confirmed(message: Message, reading: Reading) -> None:
    text = message.text
    if reading.found or remarks.asks_whether_confirmed(text) or is_question(message):
        return
    if phrases.is_yes(text) or (message.intent == "affirm" and not phrases.BUT.search(text)):
        reading.found["confirmed"] = True
    elif phrases.is_refusal(text) or message.intent in ("deny", "affirm"):
        reading.problem = "utter_booking_what_to_change"


ANSWERS: dict[str, Callable[[Message, Reading], None]] = {
    "name": _name,
    "phone": _phone,
    "email": _email,
    "location": _location,
    "preferred": _preferred,
    "concern": _free_words("concern"),
    "health_note": _free_words("health_note"),
    "confirmed": _confirmed,
}
