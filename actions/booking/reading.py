"""Reads the details of a request from one message: the open question's answer, and any other."""

from __future__ import annotations

import re
from typing import Any

from actions.booking import (
    contact,
    names,
    number_edits,
    phrases,
    reach,
    reach_contrary,
    removals,
    renamed,
    time_reading,
    towns,
    volunteered_names,
)
from actions.booking.answers import ANSWERS, LONGEST_WORDS, SHORT, WHOLE, Reading, is_only_a_date
from actions.booking.asking import is_question, statements
from actions.booking.draft import NOT_GIVEN
from actions.booking.fields import added_to_field, named_field, without_labels
from actions.booking.other_details import is_only_of_others, refused_way
from actions.message import Message

BEFORE_CONCERN = ("phone", "email", "location", "preferred")
CONTACTS = ("phone", "email")
MANY_DETAILS = 3  # from so many on, a message is a list of details
IN_OWN_WORDS = ("name", "preferred", "concern", "health_note")  # what any words may answer
ADDABLE = (
    "concern",
    "health_note",
    "reach_note",
    "team_note",
)  # in words to which more can be added
_NOT_THAT = re.compile(r"[\s,]{0,3}(?:\band |\bbut )?\bnot\b(?! (?:only|just)).*$", re.I | re.S)
_WHERE = re.compile(r"^(?:on|in|around|under|near|also|all over)\b", re.IGNORECASE)
_CODE = re.compile(r"[<>{};]|--")


def read(message: Message, requested: str | None, known: dict[str, Any]) -> Reading:
    """Everything that the message gives, at once; `known` holds the slots filled before."""
    reading = Reading(known=known)
    if _is_suspicious(message):
        reading.flags.append("suspicious_input")
    if phrases.TEXTS.search(message.text):
        reading.flags.append("prefers_text")
    if requested in (reach.SLOT, "team_note"):
        ANSWERS[requested](message, reading)
        return reading
    message = _without_turned_down(message, requested, known, reading)
    wishes = reach.wishes_in(message, requested, known.get("phone"), known.get("email"))
    noted = reach_contrary.noted(known.get(reach.SLOT), wishes.said, message.text)
    if noted:
        reading.found[reach.SLOT] = noted
    message = wishes.rest
    _read_volunteered(message, requested, known, reading)
    _read_named(message, requested, known, reading)
    for slot, left in removals.removed(message.text, known).items():
        if not reading.found.get(slot):
            reading.found[slot] = left
            reading.flags.append(f"{slot}_corrected" if left else f"{slot}_refused")
    if not message.text.strip():
        reading.only_others = True
        return reading
    if requested and is_only_of_others(message, requested):
        reading.only_others = True
    if (
        requested
        and requested not in reading.found
        and not (reading.only_others and requested in IN_OWN_WORDS)
    ):
        ANSWERS[requested](message, reading)
        if phrases.is_yes(message.text) and not reading.found and not reading.problem:
            reading.problem = "utter_booking_tell_more"
    return reading


def _without_turned_down(
    message: Message, requested: str | None, known: dict[str, Any], reading: Reading
) -> Message:
    """ "Use my phone not my email": that is taken out, and the message is read without it."""
    found = removals.turned_down(message.text)
    if found is None:
        return message
    slot, span = found
    left = removals.without_way(slot, known, requested)
    if left:
        reading.found |= left
        reading.flags.append(f"{slot}_refused")
    return message.blanked([span])


def _read_volunteered(
    message: Message, requested: str | None, known: dict[str, Any], reading: Reading
) -> None:
    """Details that are recognised by themselves, whatever was asked."""
    text, stated = message.text, statements(message)
    volunteered = {
        "phone": contact.phone_in(text) or number_edits.edited(known.get("phone"), text),
        "email": contact.email_in(text) or contact.spelt_email_in(text),
        "location": towns.town_in(stated, known.get("location")),
        "name": names.introduced_name(stated.text),
        "preferred": time_reading.times_in(stated, message) or None,
        "health_note": NOT_GIVEN if phrases.HEALTHY.search(text) else None,
    }
    refused = refused_way(text)
    if refused and refused != requested and not known.get(refused):
        volunteered[refused] = NOT_GIVEN
        reading.flags.append(f"{refused}_refused")
    if requested == "phone" and volunteered["phone"] and not _names_a_day(volunteered["preferred"]):
        volunteered["preferred"] = None  # when to call, not when to come
    is_list = len([value for value in volunteered.values() if value]) >= MANY_DETAILS
    if is_list or not requested:
        volunteered["name"] = (
            volunteered["name"]
            or names.name_in_list(text)
            or _name_by_number(message)
            or _name_booked(message)
            or names.name_in_passing(contact.without_contacts(text))
        )
        volunteered["concern"] = _concern(message)
    elif requested in BEFORE_CONCERN and _names_only_a_concern(message):
        volunteered["concern"] = phrases.shortened(text, LONGEST_WORDS)
    if known.get("name") and requested != "name":
        in_list = volunteered["name"] if is_list and phrases.is_correction(text) else None
        volunteered["name"] = (
            renamed.corrected_name(text, known["name"])
            or volunteered_names.fuller_name(text, known["name"])
            or in_list
        )
    edited = time_reading.edited_times(stated, message, requested, known)
    if edited:
        volunteered["preferred"] = None
        reading.found["preferred"] = edited
        reading.flags.append("preferred_corrected")
    for slot, value in volunteered.items():
        if value is None or known.get(slot) == value:
            continue
        if slot != requested and known.get(slot) is not None and _is_anothers(slot, text):
            continue
        if slot == requested == "preferred" and not is_list:
            continue  # its own answer keeps more of the visitor's words
        if is_list and phrases.is_correction(text) or _replaces(slot, message, requested, known):
            reading.found[slot] = value
            if known.get(slot):
                reading.flags.append(f"{slot}_corrected")
    if not edited:
        time_reading.add_another(message, requested, known, reading)


def _name_by_number(message: Message) -> str | None:
    """The name right before a phone number, where no other detail is that."""
    at = contact.phone_at(message.text)
    if at is None:
        return None
    text = message.text[:at]
    for each in message.entities:
        if each.end <= at and each.text:
            text = text.replace(each.text, "," * len(each.text))
    return names.name_by_number(text, at)


def _name_booked(message: Message) -> str | None:
    """ "book Dee Park": a name, unless a part of it is a day, a town or a treatment."""
    name = volunteered_names.name_booked(message.text)
    parts = {each.text.lower() for each in message.entities if each.entity != "name"}
    if not name or any(part and part in name.lower() for part in parts):
        return None
    return name


def _names_only_a_concern(message: Message) -> bool:
    """ "acne", said while something else was asked."""
    short = len(message.text.split()) <= SHORT and not is_question(message)
    return short and bool(message.of("concern")) and message.topics == ["faq/concern_suitability"]


def _is_anothers(slot: str, text: str) -> bool:
    """Whether this is a way to reach somebody else, such as the visitor's doctor."""
    return slot in CONTACTS and contact.is_anothers(slot, text)


def _names_a_day(wished: list[dict[str, Any]] | None) -> bool:
    return bool(wished and wished[0]["date"])


def _replaces(slot: str, message: Message, requested: str | None, known: dict[str, Any]) -> bool:
    """Whether a detail that a message holds is meant as one: not named in passing, or asked."""
    text = message.text
    if slot == "health_note" and (known.get(slot) or requested == "confirmed"):
        return False
    if not known.get(slot) or slot not in ("preferred", "concern"):
        return True
    if slot == "preferred" and is_only_a_date(message):
        return True
    if requested == "confirmed":
        return True
    if requested in ("concern", "health_note"):
        return bool(phrases.FIRM_CORRECTION.search(text))
    return phrases.is_correction(text)


def _read_named(
    message: Message, requested: str | None, known: dict[str, Any], reading: Reading
) -> None:
    """A detail that is called by its name: its new value, or its question once more."""
    more = added_to_field(message.text)
    if more and more[0] in ADDABLE and more[0] not in reading.found and not is_question(message):
        slot, value = more
        together = f"{known[slot]}, {value}" if known.get(slot) else value
        reading.found[slot] = phrases.shortened(together, WHOLE)
        return
    named = named_field(message.text)
    if named is None:
        return
    slot, value = named
    if slot in reading.found or _is_given(slot, message.text):
        return
    if known.get(slot) is None and slot != requested and not value:
        return
    if value:
        if slot == "concern":
            value = " ".join(value.split())
            value = _NOT_THAT.sub("", value) or value
        if known.get(slot) and slot in ADDABLE and _WHERE.match(value):
            value = f"{known[slot]}, {value}"  # "it is on my back"
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
            whole = without_labels(part)
            start = whole.lower().index(first.lower())
            kept = whole if len(whole.split()) <= SHORT else whole[start:]
            return phrases.shortened(kept, LONGEST_WORDS)
    return first
