"""The form's own few words with a slip of the fingers: "noen", "no emial", "thrusday aftrnoon"."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta
from functools import cache

from rapidfuzz.distance import OSA

from actions.booking.phrases import is_refusal
from actions.message import Entity, Message
from actions.say import profile
from actions.unit import current_time
from clinic.weekdays import weekdays_in

QUESTIONS = ("phone", "email", "location", "preferred", "concern", "health_note", "confirmed")
MOST_WORDS = 5  # of a message that may be made of these words alone
_SHORT = 4  # letters of a word in which only two letters may have changed places
_LONG = 8  # letters, from which a word may have two slips
_FAR = 9
_PREFIX = 4  # letters of a town's name that stand for it
# Words that answer by themselves; in a short one a letter may be missing as well ("skp").
_ANSWERS = frozenset(
    "yes yeah yep sure okay no nope none nothing skip either both any anytime anyday whenever "
    "anywhere".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays "
    "thursdays fridays saturdays sundays tomorrow morning mornings afternoon afternoons evening "
    "evenings weekend weekends weekday weekdays".split()
)
_SKIN = frozenset(
    "acne scar scars spots pores lines wrinkles blackheads whiteheads pimples texture dullness "
    "redness breakouts".split()
)
_BESIDE = frozenset(
    "i have don't dont do not a an the my please thanks is or and on at in for next this to it "
    "that's want give use email mail phone works fine after before early late".split()
)
_KNOWN = _ANSWERS | _DAYS | _SKIN | _BESIDE
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TIME = re.compile(r"\b(?!(?:or|and)\b)\w(?:(?!\s+(?:or|and)\b)[^,;&/\n])*")
_TONES = "[\N{VARIATION SELECTOR-16}\U0001f3fb-\U0001f3ff]*"
_SIGNS = {
    "yes": "\N{THUMBS UP SIGN}\N{WHITE HEAVY CHECK MARK}\N{OK HAND SIGN}",
    "no": "\N{THUMBS DOWN SIGN}\N{CROSS MARK}\N{NO ENTRY SIGN}\N{NO ENTRY}"
    "\N{FACE WITH NO GOOD GESTURE}\\-\N{EN DASH}\N{EM DASH}",
}


def understood(message: Message, requested: str | None) -> Message:
    """The message as it was meant; a name is never mended, and no consent is read into a slip."""
    found = message.of("date") or message.of("location")
    if message.is_button or requested not in QUESTIONS or found:
        return message
    text = mended(message.text)
    if text == message.text or (requested == "confirmed" and not is_refusal(text)):
        return message
    if requested == "concern" and not is_refusal(text):
        return message.reworded(message.text, [])  # understood, and kept as it was written
    return message.reworded(text, [*_towns_in(text), *_days_in(text)])


def mended(text: str) -> str:
    """A text that is made of the form's words, with these spelt right; any other as it is."""
    for word, signs in _SIGNS.items():
        if re.fullmatch(rf"\s*(?:[{signs}]{_TONES}\s*)+", text):
            return word
    words = _WORD.findall(text)
    if not 0 < len(words) <= MOST_WORDS or re.search(r"\d{3}|@", text):
        return text
    meant = {word: _meant(word.lower()) for word in words}
    if None in meant.values() or all(word.lower() == right for word, right in meant.items()):
        return text
    return _WORD.sub(lambda found: meant[found[0]] or found[0], text)


@cache
def _meant(word: str) -> str | None:
    """The word of the form that this one is, or nearly is."""
    town = _town(word)
    if town or word in _KNOWN:
        return town or word
    if word + "s" in _KNOWN or word.removesuffix("s") in _KNOWN:
        return word  # spelt right as well
    slips = {known: _slips(word, known) for known in _beginning_with(word[0])}
    near = [known for known, count in slips.items() if count == min(slips.values())]
    return near[0] if len(near) == 1 and slips[near[0]] < _FAR else None


def _slips(word: str, known: str) -> int:
    """How many letters went wrong; `_FAR` where it may as well be another word."""
    slips = OSA.distance(word, known)
    if len(known) <= _SHORT:
        swapped = sorted(word) == sorted(known)
        left_out = known in _ANSWERS and 2 < len(word) < len(known)
        return slips if slips == 1 and (swapped or left_out) else _FAR
    most = 2 if len(known) >= _LONG else 1
    return slips if slips <= most and len(word) >= _SHORT else _FAR


def _town(word: str) -> str | None:
    if len(word) < _PREFIX:
        return None
    towns = [town for town in profile().towns if town.lower().startswith(word)]
    return towns[0].lower() if len(towns) == 1 else None


@cache
def _beginning_with(letter: str) -> list[str]:
    """The known words with this first letter, which hardly anybody misses."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for word in sorted(_KNOWN):
        grouped[word[0]].append(word)
    return grouped[letter]


def _towns_in(text: str) -> list[Entity]:
    return [
        _entity("location", town, found)
        for town in profile().towns
        if (found := re.search(rf"\b{re.escape(town.lower())}\b", text))
    ]


def _days_in(text: str) -> list[Entity]:
    """Where all that is said is when: each time, with its date where it names one day."""
    words = {word.lower() for word in _WORD.findall(text)}
    if not words & _DAYS or not words <= _DAYS | _BESIDE:
        return []
    parts = [part for part in _TIME.finditer(text) if _DAYS & set(part[0].lower().split())]
    return [_entity("date", part[0], part, _next(part[0])) for part in parts]


def _next(text: str) -> str | None:
    days = weekdays_in(text)
    if len(days) != 1:
        return None
    today = current_time().astimezone(profile().zone).date()
    return (today + timedelta(days=(min(days) - today.weekday()) % 7 or 7)).isoformat()


def _entity(kind: str, value: str, found: re.Match[str], resolved: str | None = None) -> Entity:
    start, end = found.span()
    return Entity(kind, value, found[0], start, end, False, "self", resolved)
