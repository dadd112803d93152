"""Wishes about how to be reached: "not before 5", "don't leave a voicemail", "ext 4".

They are kept in the visitor's own words beside the number and the address, and are no part of the
answer that stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from actions.booking import contact, names, phrases
from actions.booking.phrases import anywhere
from actions.message import Message
from clinic.redaction import BETWEEN
from clinic.weekdays import weekdays_in

SLOT = "reach_note"
WAYS = ("phone", "email")  # the questions behind which a bare "after 6" is about calls
LONGEST = 300  # characters kept of the wishes, cut where a clause ends

_CALL = (
    r"(?:call|ring|phone|text|txt|message|e-?mail|contact|reach|dial|whats ?app|"
    r"ll[áa]m(?:e|en|ar)(?:me|nme)?|escr[íi]ban?me|hablen?|marquen?)"
)
_CALLS = r"(?:calls?|texts?|txts?|texting|calling|messages|sms|whats ?app|mensajes(?: de texto)?)"
_VOICEMAIL = r"(?:voice ?-?mails?|voice messages?|vms?|answering machine|messages?|msgs?|mensajes?)"
_NO = r"(?:do(?:n['’]?t| not)|never|no|not|without|avoid|should(?:n['’]?t| not)|nobody|nunca|sin)"
_HOUR = (
    r"(?:\d{1,2}(?::\d\d|ish)?|noon|midday|lunch|work|dinner|school|dark|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|that|then|las? \w+)"
)
_TIME = (
    rf"(?:(?:before|after|between|until|till|from|at|around|by|past|antes de|despu[ée]s de) "
    rf"(?:about |around )?{_HOUR}(?: ?(?:-|–|to|and|till|until) ?{_HOUR})?(?: ?[ap]\.?m\.?)?|"
    r"\d{1,2}(?::\d\d)? ?[ap]\.?m\.?|(?:in the |early |late )?(?:mornings?|afternoons?|evenings?)|"
    r"at night|nights?|during [\w ]{1,20}|week ?(?:day|end)s?|lunch ?time|any ?time|"
    r"(?:work(?:ing)?|business|office|school) hours|tonight|today|tomorrow|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|por la (?:ma[ñn]ana|tarde|noche))"
)
_PLACE = r"(?:(?:at|to|on) (?:my |the )?(?:work|job|office|home|house|cell|mobile|landline)|my \w+)"
# What may follow "don't call me"; "don't call me Robert" is about something else.
_THEN = (
    r"(?:my (?:house|home|phone|cell|mobile|work|job|office|husband|wife|mom|mother|dad|parents)|"
    r"at|on|to|before|after|between|until|till|during|in|back|when|while|or|if|unless|the|this|"
    r"that|there|here|then|again|anyone|any ?more|ever|first|because|by|via|with|al|a|por|please|"
    r"pls|early|late|twice)"
)
_OWNING = r"(?:have|got|own|use|want|need|an?|my|the|any)\b"  # "I don't have an e-mail"
_LIMIT = anywhere(_TIME, _PLACE)
_WISHES = anywhere(
    # "don't call me at work", "no calls after 9", "never text"
    rf"(?!no\b(?! me)){_NO} (?:(?!{_OWNING})\w+ ){{0,2}}{_CALL}(?: me| us)?(?=\W*$| {_THEN}\b)",
    rf"{_NO} (?:(?:more|any|phone|voice|video) )*"
    r"(?:calls|texts|txts|texting|calling|sms|whats ?app|mensajes)",
    rf"{_NO} (?:phone|voice|video) call",
    rf"(?:{_NO}|please) (?:\w+ ){{0,3}}(?:leav(?:e|ing)|dej(?:e|en|ar)) (?:\w+ ){{0,3}}"
    rf"{_VOICEMAIL}",
    rf"{_NO} (?:\w+ ){{0,2}}(?:voice ?-?mails?|voice messages?|buz[óo]n)",
    rf"(?:leave|leaving) (?:me )?(?:an? |the )?(?:short )?{_VOICEMAIL}",
    r"(?:voice ?-?mail|voice ?-?mailbox) (?:is|isn'?t|box|not|won'?t|doesn'?t|only|ok|fine)",
    # "call after 6", "text me in the evening", "the best time to reach me is after 5"
    rf"{_CALL}(?: (?:me|us|back|only|just|please|it|anyone|my \w+|on|at|the|in|not|or|{_CALL}))* "
    rf"{_TIME}",
    rf"(?:best|better|easiest|good) (?:time|way)?\s?(?:for|to) (?:a )?(?:{_CALL}|{_CALLS})",
    r"(?:best|easier|easiest|better) (?:reached|by (?:text|phone|e-?mail|cell))",
    rf"{_CALLS} {_TIME}",
    rf"{_TIME} (?:is|are|works?) (?:best|better|good|fine|ok) (?:for (?:a )?{_CALLS}|to {_CALL})",
    # "only text", "text only", "rather texts", "can you text me instead"
    rf"(?:only|just|strictly) (?:by |the |my )?(?:{_CALL}|{_CALLS}|cell|mobile)"
    r"(?: (?:me|us|back|please|pls|instead|only))*(?=\W*$)",
    r"(?:prefer\w*|rather|would like) (?:you |to (?:be )?|be |a |by |to get )*"
    r"(?:(?:texts?|texted|texting|txts?|whats ?app|calls|a call|called)\b|"
    r"(?:phone|e-?mail)(?=\W*$| (?:please|only|instead|over|than|rather)\b))",
    r"(?:by|via|over|use) (?:my |the )?(?:cell |mobile )?(?:phone|number|text|e-?mail|cell|mobile)"
    r" (?:only|instead)",
    r"(?:texts?|txts?|texting|calls?|e-?mails?|whats ?app|sms|cell|mobile)(?: me| us)? "
    r"(?:only|instead|(?:is|are|works?|would be) (?:best|better|fine|ok|preferred|easier|easiest))",
    r"s[óo]lo (?:por )?(?:mensajes?|texto|llamadas?|whats ?app)",
    # "I can't pick up at work", "ask for Maria", "that's my work phone"
    r"(?:can['’]?t|cannot|can not|don['’]?t|do not|won['’]?t|never|rarely|can only) (?:\w+ ){0,1}"
    rf"(?:answer (?:(?:my|the) (?:phone|cell)|calls|(?:unknown |strange )?numbers|it at|{_TIME}|"
    rf"{_PLACE})|pick up|take (?:\w+ )?calls?|check (?:my )?(?:voice ?mail|e-?mail|messages))",
    rf"can['’]?t talk (?:\w+ ){{0,1}}(?:{_TIME}|{_PLACE})",
    r"ask for (?:me|my|[A-Z]\w+)",
    r"(?:do(?:n['’]?t| not)|never) (?:say|mention|tell \w+) (?:who|where|why) (?:you|is|it)\b",
    r"(?:it['’]?s|that['’]?s|thats|this is|which is) (?:a |my |our |the )?(?:\w+['’]?s )?"
    r"(?:work|office|home|house|shared|family|husband['’]?s|wife['’]?s|mom['’]?s|dad['’]?s|"
    r"daughter['’]?s|son['’]?s|landline)(?: (?:phone|number|cell|line|mobile|landline))?(?=\W*$)",
)  # fmt: skip
# The visitor is the one who calls, or tells of calls that were made.
_VISITOR_CALLS = anywhere(
    r"(?:i|we)(?:['’]?ll| will| can| could| would| may| might|['’]?d(?: like)?| want| wanna| need|"
    r" have| had| should| tried|['’]?m (?:going|trying))*(?:n['’]?t| not)?"
    r"(?: (?:to|just|already|not|rather))* (?:call|phone|ring|text|e-?mail|message|contact|reach|"
    r"leave)(?! me\b)",
    r"let me (?:call|phone|text)", r"(?:left|got|have|had|get) (?:me )?an? (?:voice ?mail|message)",
    r"(?:your|the clinic'?s) (?:phone|number|voice ?mail)",
)  # fmt: skip
_ASKS_FOR_IT = re.compile(
    r"^\W*(?:(?:yes|ok|and|but|also|please|oh|so)\b[\s,]*)*(?:can|could|would) "
    r"(?:you|u|they|someone|somebody|the team|the clinic|y'?all)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"^\W*(?:(?:but|and|or|please|pls|only|just|not|no|never|best|preferably|ideally)\b\s*)*"
    rf"{_TIME}(?:[\s,]+(?:{_TIME}|or|and|only|please|pls|best|better|is|are|works?|fine|good|ok|"
    r"thanks|thx))*\W*$",
    re.IGNORECASE,
)
# Behind the read-back, where both stand: how to use them.
_PLAIN = {
    way: phrases.whole(
        r"(?:(?:please|pls|just|ok|okay|oh|and|but|actually|only|so|also|yes)\b[\s,]*)*"
        rf"{words} (?:me|us)(?: (?:please|pls|instead|then|thanks))*"
    )
    for way, words in (("phone", r"(?:text|txt|call|ring|phone)"), ("email", r"e-?mail"))
}
_LIMITS = anywhere(r"not", r"no", r"never", r"only")
_MORE = re.compile(
    r"^\W*(?:or|if|unless|except|because|cuz|since|only|when|while)\b", re.IGNORECASE
)
_NO_CALLS = anywhere(rf"{_NO} (?:\w+ )?calls?")
_OTHER_WAY = re.compile(  # "no calls please, text"
    r"^\W*(?:(?:just|only|please|rather)\s+)*(?:text|txt|texts|e-?mail)(?: me)?"
    r"(?: (?:please|only|instead))*\W*$",
    re.IGNORECASE,
)
_WHY = re.compile(r"^\W*(?:my|he|she|they|i|i['’]?m|we|it|the)\b", re.IGNORECASE)
_CALL_AT = re.compile(rf"{_CALL}(?: (?:me|us|back|at|on|only))*\s*\0+\s*$", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:\bext(?:ension)?\b\.?|(?<=\d)\s?\bx)\s*[#:.]?\s*\d{1,6}\b", re.I)
_OTHER_NUMBER = anywhere(
    r"or", r"also", r"and", r"another", r"other", r"second", r"2nd", r"back ?up", r"alternat\w+",
    r"cell", r"mobile", r"work", r"office", r"home", r"house", r"day ?time", r"as well", r"too",
    r"otherwise", r"else", r"if (?:i|you|no|that|there)", r"o", r"tambi[ée]n",
)  # fmt: skip
_ADDS = anywhere(
    r"also", r"another", r"other", r"second", r"2nd", r"back ?up", r"alternat\w+", r"otherwise",
    r"else", r"if (?:i|you|no|that|there)", r"tambi[ée]n",
)  # fmt: skip
_AND = re.compile(r"(?:\b(?:and|but|so|also|oh|ok|y|pero)\b[\s,]*)+$", re.IGNORECASE)
# A number or an address ends a clause as well; "9 a.m." and "ext. 4" do not.
_ENDS = re.compile(
    r"[,;!?\n\x00]+|(?<![ap]\.m)(?<!\bext)\.(?=\s|$)|\s(?:-|–)\s|"
    r"\b(?:and|but|y|pero)\b(?!\s*\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wishes:
    """What a message says of how to be reached, and the message without it."""

    said: str  # the visitor's words, "" where it says nothing of it
    rest: Message  # as long as the whole, so that every place in it stays


def wishes_in(
    message: Message,
    requested: str | None,
    known_phone: str | None,
    known_email: str | None = None,
) -> Wishes:
    """The wishes in a message; to the questions for a number or an address a bare time is one."""
    text = message.text
    if message.is_button or not text:
        return Wishes("", message)
    numbers, given = contact.phones_at(text), _number_given(text, known_phone)
    beside = contact.email_in(text) is not None or bool(numbers)
    is_about_ways = requested in WAYS and not message.of("location") and not message.of("concern")
    bare = is_about_ways and (beside or bool(known_phone)) and not weekdays_in(text)
    others = [each for each in numbers if given and each.number != given]
    known = zip(WAYS, (known_phone, known_email), strict=True)
    plain = [_PLAIN[way] for way, value in known if value and requested == "confirmed"]
    spans: list[tuple[int, int]] = []
    covered = _covered(text, numbers, given)
    for start, end in clauses(covered):
        clause = text[start:end]
        held = any(start <= each.start < end for each in others)
        is_time = bool(_BARE.match(clause))
        if (
            held
            and _OTHER_NUMBER.search(clause)
            or is_time
            and (bare or _CALL_AT.search(covered[:start]))
            or _is_wish(clause)
            or any(each.match(clause) for each in plain)
            or spans
            and (is_time or _goes_on(message, spans[-1][1], start, end))
        ):
            spans.append((start, end))
    spans += [found.span() for found in _EXTENSION.finditer(text) if beside or requested == "phone"]
    if not spans:
        return Wishes("", message)
    together = side_by_side(text, spans)
    said = capped(BETWEEN.join(without_joins(text[start:end]) for start, end in together))
    if requested in WAYS and phrases.is_refusal(text) and not _LIMIT.search(text):
        of_calls = requested == "email" and _NO_CALLS.search(text)  # and of no e-mail
        wished = of_calls or phrases.TEXTS.search(text)
        return Wishes(said if wished else "", message)  # it is the answer
    return Wishes(said, message.blanked([with_and(text, *span) for span in together]))


def is_bare_limit(message: Message) -> bool:
    """ "not before 5" and nothing else, which may be about calls as well as about the visit."""
    text = message.text
    limits = bool(_BARE.match(text)) and bool(_LIMITS.search(text))
    return limits and not weekdays_in(text) and not message.is_button


def added(known: str | None, said: str) -> str | None:
    """The wishes with another one behind them; None where that is among them already."""
    if not said or said.casefold() in (known or "").casefold():
        return None
    return capped(BETWEEN.join(filter(None, (known, said))))


def capped(said: str) -> str:
    """No more than may be kept, cut where a clause ends."""
    said = " ".join(said.split())
    if len(said) <= LONGEST:
        return said
    ends = [found.start() for found in re.finditer(r"[,;.!?]| / | and | but ", said[: LONGEST + 1])]
    return said[: ends[-1]].rstrip(" ,;") if ends else phrases.shortened(said, LONGEST)


def _is_wish(clause: str) -> bool:
    if not _WISHES.search(clause) or _VISITOR_CALLS.search(clause):
        return False
    return not phrases.is_question(clause) or bool(_ASKS_FOR_IT.match(clause))


def _goes_on(message: Message, before: int, start: int, end: int) -> bool:
    """Whether a clause gives the reason for the wish before it, and tells nothing else."""
    clause, between = message.text[start:end], message.text[before:start]
    if _MORE.match(clause) or _OTHER_WAY.match(clause):
        return True
    tells = any(start <= each.start < end for each in message.entities)
    if tells or re.search(r"[.!?\n]", between) or names.introduced_name(clause):
        return False
    return bool(_WHY.match(clause)) and not re.search(r"\d|@", clause)


def without_joins(said: str) -> str:
    """Without what joins it to the rest of the message."""
    said = said.strip(" ,;.\n")
    return said[1:-1] if said[:1] + said[-1:] == "()" else said


def _number_given(text: str, known: str | None) -> str | None:
    """The number to call first: that of the text, unless it only adds one to the known."""
    found = contact.phone_in(text)
    adds = known and found and _ADDS.search(contact.without_contacts(text))
    return known if adds and not phrases.is_correction(text) else found


def _covered(text: str, numbers: list[contact.PhoneAt], given: str | None) -> str:
    """The text with the number to call, and any address, as ends of a clause."""
    places = [(each.start, each.end) for each in numbers if given in (None, each.number)]
    for start, end in [*places, *contact.addresses_at(text)]:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def clauses(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for found in _ENDS.finditer(text):
        if text[start : found.start()].strip():
            yield start, found.start()
        start = found.end()
    if text[start:].strip():
        yield start, len(text)


def with_and(text: str, start: int, end: int) -> tuple[int, int]:
    """A wish with the words that join it to what stands before it."""
    return len(_AND.sub("", text[:start])), end


def side_by_side(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same in order, with what stands side by side as one: "after 6, and no voicemail"."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif joined and _ENDS.fullmatch(text[joined[-1][1] : start].strip() or ","):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
