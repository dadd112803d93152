"""Another request beside one that was sent: "one for my husband as well, same phone"."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker

from actions.booking import draft, phrases
from actions.booking.answers import Reading
from actions.booking.draft import NOT_GIVEN
from actions.booking.people import RELATION
from actions.booking.phrases import anywhere
from actions.message import Message
from actions.unit import unit_of

_CONTACTS = ("phone", "email")
# What can be said to be the same, and the details that it stands for.
_NAMED = {
    r"(?:tele)?phone(?: number)?|cell(?: number)?|mobile(?: number)?|number|tel[ée]fono|n[úu]mero":
        ("phone",),
    r"e-?mail(?: address)?|correo": ("email",),
    r"contact(?: (?:details|info\w*|number))?|details|info\w*|contacto|datos": _CONTACTS,
    r"place|town|location|city|office|clinic|lugar|ciudad|cl[íi]nica": ("location",),
    r"times?|days?(?! app)|dates?|(?:time )?slots?|hora|d[íi]a|fecha|horario": ("preferred",),
    r"everything(?: else)?|all|todo(?: lo dem[áa]s)?": (*_CONTACTS, "location", "preferred"),
}  # fmt: skip
_ANY = "|".join(_NAMED)
_SAME = r"(?:same|mism[oa]s?|identical)"
_IT_IS_SAME = re.compile(
    rf"(?<!\w){_SAME} (?P<first>{_ANY})(?!\w)"
    rf"(?P<more>(?:\s*(?:,|and|&|\+|y|/)\s*(?:(?:the|el|la) )?(?:{_SAME} )?(?:{_ANY})(?!\w))*)|"
    rf"(?<!\w)(?P<all>everything(?: else)?|all|todo(?: lo dem[áa]s)?)(?: is| es)?(?: the| lo)? "
    rf"{_SAME}(?!\w)",
    re.IGNORECASE,
)
# All of an answer to the question for one of them.
_ALONE = phrases.whole(
    r"(?:(?:yes|ok|just|use|it['’]?s|its|all|el|la|lo) )*(?:the )?(?:same|mism[oa])"
    r"(?: (?:one|(?:as )?(?:before|mine|last time|above)|again|here|too))*"
)
# Before it: nothing is the same. Behind it: the visitor does not mind.
_DENIED = re.compile(
    r"(?:\bnot?|n['’]?t|\bnever|\bwithout)(?: (?:have|has|use|got|at|in|on|be|quite))*"
    r"(?: (?:the|a|my|her|his|el|la))? ?$",
    re.IGNORECASE,
)
_NOT_MINDED = re.compile(r" (?:to|for|with|by) (?:me|us|her|him|them)(?!\w)", re.IGNORECASE)
_SOMEBODY = rf"(?:my {RELATION}|mi (?!piel|cara)\w+|me|him|her|them|us|myself)"
_ONE = r"(?:one(?: more)?|another(?: one)?|(?:the )?same|1|otra|una m[áa]s|lo mismo)"
_ANOTHER = anywhere(
    rf"{_ONE} (?:for|para) {_SOMEBODY}",
    r"(?:book|add|schedule|sign) (?:up )?me (?:in )?(?:too|as well|also)",
    rf"my {RELATION} (?:also )?(?:wants?|would like|needs?|wanna have) (?:one|to come|"
    r"an? (?:\w+ )?(?:appointment|appt|session|slot))(?: (?:too|as well|also))?",
    rf"(?:add|include|book|schedule|sign up|fit in) my {RELATION}(?: (?-i:[A-Z])\w+){{0,2}}"
    r"(?= (?:too|as well|also|in|on|please|pls|to (?:it|that|this|my|the))(?!\w)|\W*$)",
    r"(?:agreg|a[ñn]ad|inclu)\w+ (?:tambi[ée]n )?a mi (?!piel|cara)\w+",
)
# A clause that begins with whom it is for: "my husband too please".
_THEM_TOO = re.compile(
    rf"(?:^|(?<=[.,!?;\n]))\W*(?:(?:and|oh|also|ok|yes|plus|y)\W+)*(?:for )?"
    rf"(?P<who>(?:my|mi) {RELATION}(?: (?-i:[A-Z])\w+){{0,2}} "
    r"(?:too|as well|also|tambi[ée]n))"
    r"(?=\s*(?:$|[.,;!\n])|\s+(?:please|pls|if|at|on|for|same|with|thanks?|then|and|por favor)\b)",
    re.IGNORECASE,
)
# All of a message: "also for my brother Sam Orr", "and for my mom please".
_ALSO_FOR = phrases.whole(
    rf"(?:(?:and|oh|ok|yes|also|thanks|plus)\W+)*(?:also|and|plus) for my {RELATION}"
    r"(?:,? (?-i:[A-Z])[\w'’-]+){0,3}(?:\W+(?:too|as well|please|pls))*"
    r"(?:[\s,;.]+(?:the )?same [\w ,]{1,40})?"
)
_REQUEST = re.compile(
    r"^\W*(?:(?:and|also|so|ok)\W+)*(?:can|could|would|will) (?:you|u|we|i)\b", re.I
)


def begins_another(tracker: Tracker, message: Message) -> bool:
    """Whether somebody who has sent a request wants one more, for whomever."""
    if not tracker.get_slot("sent") or draft.open_form(tracker):
        return False
    return another_in(message) is not None


def another_in(message: Message) -> str | None:
    """The words for one more, from where they begin: "one for my husband as well, same phone"."""
    if message.is_button:
        return None
    text = message.text
    if _ALSO_FOR.match(text) and not phrases.is_question(text):
        return text
    found, them = _ANOTHER.search(text), _THEM_TOO.search(text)
    places = [found.start()] if found else []
    places += [them.start("who")] if them else []
    if not places:
        return None
    start = min(places)
    clause = re.split(r"[.!?;\n]\s*", text[:start])[-1] + text[start:]
    asks = phrases.is_question(clause) and not (_REQUEST.match(clause) and found)
    return None if asks else text[start:]


def same_in(text: str) -> list[str]:
    """The details that are said to be the same: "same number and time"."""
    found: list[str] = []
    for each in _IT_IS_SAME.finditer(text):
        if _DENIED.search(text[: each.start()]) or _NOT_MINDED.match(text, each.end()):
            continue
        words = " , ".join(filter(None, (each["first"], each["more"], each["all"])))
        for pattern, slots in _NAMED.items():
            if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words, re.IGNORECASE):
                found += slots
    return list(dict.fromkeys(found))


def taken_over(tracker: Tracker, message: Message) -> dict[str, Any]:
    """The details of the request sent before that this one shall have as well."""
    sent, same = tracker.get_slot("sent"), same_in(message.text)
    requested = tracker.get_slot("requested_slot")
    if any(requested in slots for slots in _NAMED.values()) and _ALONE.match(message.text):
        same = [requested]
    if message.is_button or not (sent and same):
        return {}
    with unit_of(tracker) as unit:
        known = unit.sent_details(sent)
    given = [slot for slot in _CONTACTS if tracker.get_slot(slot)]  # for this one
    return {
        slot: known[slot] or _nothing(slot) for slot in same if slot in known and slot not in given
    }


def heed(tracker: Tracker, message: Message, reading: Reading) -> None:
    """Takes them over; a time beside "same day" is no time by itself, and is asked for."""
    taken = taken_over(tracker, message)
    if not taken:
        return
    told = reading.found.pop("preferred", None)  # or only words such as "same place"
    if told and told[0]["date"]:
        reading.found["preferred"] = told
    elif told and message.of("date"):
        taken.pop("preferred", None)
    if "location" in taken and not message.of("location"):
        reading.found.pop("location", None)  # only words such as "all the same"
    reading.found = {**taken, **_given(reading.found)}
    reading.problem = None


def _given(found: dict[str, Any]) -> dict[str, Any]:
    """What the message gives by itself: "everything the same but Norwalk"."""
    return {slot: value for slot, value in found.items() if value or slot not in _CONTACTS}


def _nothing(slot: str) -> Any:
    return [] if slot == "preferred" else NOT_GIVEN
