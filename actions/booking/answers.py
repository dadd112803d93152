"""The answer to each of the form's questions, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from actions.booking import (
    consent,
    contact,
    names,
    no_days,
    phrases,
    reach,
    remarks,
    slips,
    times,
    towns,
)
from actions.booking.asking import (
    INTERRUPTING,
    SMALL_TALK,
    is_a_topic,
    is_empty_talk,
    is_one_word_topic,
    is_other_business,
    is_question,
    statements,
)  # fmt: skip
from actions.booking.draft import NOT_GIVEN
from actions.booking.fields import without_labels
from actions.booking.heard import facts_in
from actions.booking.people import FOR_TWO
from actions.message import Message

LONGEST_WORDS = 300  # characters kept of an answer in free words …
WHOLE = 2000  # … and of one about health: all that a message can have
SHORT = 6  # words of a detail that is kept whole


_NO = re.compile(r"^\W*n(?:o|a|ah|ope)?\b(?:\W+\w+){0,2}\W*$", re.IGNORECASE)


@dataclass
class Reading:
    """What one message gives: values by slot, and what was wrong with the rest."""

    found: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None  # the response that says what was wrong
    flags: list[str] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict, compare=False)  # filled before
    only_others: bool = False  # it holds details that were not asked for, perhaps known ones

    @property
    def gives_nothing(self) -> bool:
        """Neither an answer nor an attempt at one: a question, a remark."""
        return not (self.found or self.problem or self.only_others)


def _has_details(reading: Reading) -> bool:
    return bool(reading.found)


def _name(message: Message, reading: Reading) -> None:
    text = message.text
    if is_question(message):
        text = _before_the_question(message)
    elif message.intent == "faq" and is_one_word_topic(message):
        return
    several = names.names_of_several(text)
    refuses = phrases.is_refusal(text) or phrases.is_yes(text) or _says_goodbye(message)
    name = None if refuses else several or _single_name(message, text)
    if not (name or refuses):
        name = names.name_in_passing(contact.without_contacts(message.text))
    if name and facts_in(message, name):
        return  # "mild rosacea" is what somebody has
    if name:
        reading.found["name"] = name
        if several and names.joins_two(several):
            reading.flags.append(FOR_TWO)
    elif phrases.is_refusal(text):
        reading.problem = "utter_booking_name_helps"
    elif _has_details(reading):
        return  # the rest was taken, and the name is asked for again
    elif message.intent not in INTERRUPTING | SMALL_TALK and not is_question(message):
        reading.problem = "utter_invalid_name"


def _says_goodbye(message: Message) -> bool:
    """ "bye"; who is called like one has another name besides."""
    return message.intent == "goodbye" and not names.begins_with_known(message.text)


def _single_name(message: Message, text: str) -> str | None:
    """The name in an answer, set apart from the details that stand beside it."""
    rest = _without_details(message)
    if rest == message.text:
        return names.name_as_answer(text)
    beside = names.name_beside(rest)
    if beside and re.search(r"[,.;\n]", message.text):
        return names.introduced_name(text) or beside
    return names.name_as_answer(text) or beside


def _without_details(message: Message) -> str:
    """The text without numbers, addresses, towns and times: what is left may be a name."""
    rest = contact.without_contacts(message.text)
    for each in (*message.of("location"), *message.of("date"), *message.of("concern")):
        rest = rest.replace(each.text, " , ") if each.text else rest
    return rest


def _before_the_question(message: Message) -> str:
    """ "Ella Marsh. does it hurt?" gives the name, "Honestly, does it hurt?" gives none."""
    stated = statements(message).text
    if message.text.startswith(stated) and stated != message.text:
        return stated
    first, _, rest = message.text.partition(",")
    words = first.split()
    named = len(words) >= 2 and all(word[:1].isupper() for word in words)
    if named and rest:
        return first
    return "" if message.intent in INTERRUPTING or "?" in message.text else message.text


def _phone(message: Message, reading: Reading) -> None:
    text = message.text
    if phrases.is_refusal(text):
        reading.found["phone"] = NOT_GIVEN
        reading.flags.append("phone_refused")
    elif re.search(r"\d{3}", text) and not is_question(message):
        reading.problem = "utter_invalid_phone"
        reading.flags.append("invalid_phone_then_corrected")
    elif "email" in reading.found or _passes_over(message, reading, "email"):
        reading.found["phone"] = NOT_GIVEN
    else:
        reading.problem = contact.email_problem(text)


def _email(message: Message, reading: Reading) -> None:
    text = message.text
    problem = contact.email_problem(text)
    if phrases.is_refusal(text):
        reading.found["email"] = NOT_GIVEN
        reading.flags.append("email_refused")
    elif problem:
        reading.problem = problem
    elif _passes_over(message, reading, "phone"):
        reading.found["email"] = NOT_GIVEN


def _passes_over(message: Message, reading: Reading, other: str) -> bool:
    """Whether the second way to be reached is left for another detail, or with a short no."""
    if not reading.known.get(other):
        return False
    given = reading.found.keys() & {"location", "preferred", "concern"}
    repeated = reading.only_others and not contact.looks_like_phone(message.text)
    short_no = _NO.match(message.text) and not is_question(message)
    return bool(given or repeated or short_no)


def _note(slot: str) -> Callable[[Message, Reading], None]:
    def answer(message: Message, reading: Reading) -> None:
        if phrases.is_refusal(message.text):
            reading.found[slot] = NOT_GIVEN
        elif not (is_question(message) or is_empty_talk(message)):
            reading.found[slot] = reach.capped(message.text)

    return answer


def _location(message: Message, reading: Reading) -> None:
    text = message.text
    asks = is_question(message)
    refuses = phrases.is_refusal(text) and not phrases.is_about_contact(text)
    if not asks and (phrases.EITHER.search(text) or refuses):
        reading.found["location"] = towns.EITHER
        reading.flags.append("location_either")
    elif asks or _has_details(reading):
        return
    elif message.intent not in INTERRUPTING | SMALL_TALK or message.topics == ["faq/location"]:
        reading.problem = "utter_invalid_location"
        if message.topics == ["faq/location"] or text.istitle():
            reading.flags.append("outside_area")


def _preferred(message: Message, reading: Reading) -> None:
    text, dates = message.text, times.not_to_call(message.text, message.of("date"))
    if no_days.impossible_date(text):
        reading.problem = "utter_invalid_date"
        reading.flags.append("invalid_date_then_corrected")
    elif no_days.past_date(text):
        reading.problem = "utter_past_date"
    elif dates and not is_other_business(message):
        named = times.times_mentioned(text, dates) if is_question(message) else []
        reading.found["preferred"] = named or times.times_as_answer(text, dates)
    elif phrases.is_refusal(text):
        reading.found["preferred"] = []
    elif _has_details(reading) or is_question(message) or is_empty_talk(message):
        return
    elif message.intent == "gibberish":
        reading.problem = "utter_booking_tell_more"
    elif message.intent not in INTERRUPTING:
        reading.found["preferred"] = times.times_as_answer(text, [])


def _free_words(slot: str, most: int) -> Callable[[Message, Reading], None]:
    def answer(message: Message, reading: Reading) -> None:
        text = message.text
        if phrases.is_refusal(text):
            reading.found[slot] = NOT_GIVEN
        elif is_question(message) or is_empty_talk(message) or is_a_topic(message):
            return
        elif message.intent == "gibberish":
            reading.problem = "utter_booking_tell_more"
        elif is_only_a_date(message) or "name" in reading.found:
            return
        elif _is_only_a_hedge(message):
            reading.problem = "utter_booking_tell_more"
        elif "preferred_corrected" in reading.flags:
            return
        elif _has_details(reading) and _is_about_something_else(message):
            return
        elif slot == "health_note" and _denies(message):
            reading.found[slot] = NOT_GIVEN
        elif message.intent not in INTERRUPTING - {"faq"}:
            reading.found[slot] = phrases.shortened(without_labels(text).strip(" ,;\n"), most)

    return answer


def _is_only_a_hedge(message: Message) -> bool:
    """ "i guess", which tells nothing."""
    hedges = consent.is_half_hearted(message.text) and not message.entities
    return hedges and len(message.text.split()) < SHORT and message.intent != "deny"


def _is_about_something_else(message: Message) -> bool:
    """A correction of another detail, or a further time."""
    return phrases.is_correction(message.text) or bool(phrases.OR_ALSO.match(message.text))


def _denies(message: Message) -> bool:
    """ "no have problem": a no in more words, with nothing in it that anybody has."""
    return message.intent == "deny" and not message.health and len(message.text.split()) <= SHORT


def _confirmed(message: Message, reading: Reading) -> None:
    """Only a clear yes sends; the button says by itself what it is a yes to (form._agreed)."""
    text = message.text
    if message.is_button or reading.found:
        return
    if remarks.asks_how_it_stands(text) or is_question(message):
        return
    willing = message.intent == "affirm" or consent.says_yes(slips.mended(text))
    if consent.sends(text):
        reading.found["confirmed"] = True
    elif consent.is_ambiguous(text) and not phrases.is_refusal(text):
        reading.problem = "utter_booking_yes_or_no"
    elif phrases.is_refusal(text) or message.intent == "deny":
        reading.problem = "utter_booking_what_to_change"
    elif willing and phrases.BUT.search(text):
        reading.problem = "utter_booking_what_to_change"
    elif willing or consent.is_half_hearted(text) and not (message.topics or message.entities):
        reading.problem = "utter_booking_yes_or_no"


def is_only_a_date(message: Message) -> bool:
    return times.only_dates(message.text, message.of("date"))


ANSWERS: dict[str, Callable[[Message, Reading], None]] = {
    "name": _name,
    "phone": _phone,
    "email": _email,
    "reach_note": _note("reach_note"),
    "location": _location,
    "preferred": _preferred,
    "concern": _free_words("concern", LONGEST_WORDS),
    "health_note": _free_words("health_note", WHOLE),
    "team_note": _note("team_note"),
    "confirmed": _confirmed,
}
