"""Finds what a message names: health, concerns, places, times, ways to reach somebody."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

import phonenumbers
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from clinic.name_words import NO_NAMES
from clinic.names import names_in
from clinic.nlu.ages import ages_in
from clinic.nlu.dates import dates_in
from clinic.nlu.descriptions import descriptions_in
from clinic.nlu.elsewhere import ELSEWHERE
from clinic.nlu.lexicon import lexicon
from clinic.nlu.listed_words import listed_words, misspelt
from clinic.nlu.negation import HEALTH_FACTS, is_denied, is_taken_back
from clinic.nlu.operations import OPERATIONS, is_undergone
from clinic.nlu.phrases import Phrases
from clinic.nlu.subject import subject_of
from clinic.nlu.text import small

REGION = "US"
AREA = "body_area"
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}")
_MARKS = re.compile(r"(?:[^\w\s]|_){16,}")
MOST = 80  # entities of a message: nobody means more, and each is looked at in its clause
_CAPITALS = re.compile(r"\b([A-Z]{2,4})\b")
# An acronym in small letters is a word or a title, unless it is all that is said or what one has.
_SMALL = re.compile(
    r"(?:^\W*|\b(?:i have|i'?ve|i'?ve an?|i got|i'?ve got|have|had|diagnosed with|due to|w/|with|"
    r"my) )"
    r"([a-z]{2,4})(?=\W*$|[.,;!?]| (?:and|but|so|since|for|flare|here|patient|meds)\b)"
)
_AT = re.compile(r"\b(?:on|in|around|under|above|over|between|my|the)\b", re.IGNORECASE)
# Words with a capital right beside another one.
_BEFORE, _BEHIND = re.compile(r"\b([A-Z][a-z'’\-]+\.?) $"), re.compile(r"^ ([A-Z][a-z'’\-]+)\b")
_ARTICLE = re.compile(r"\b[ld]'(?=\w)")  # "l'herpes", "d'eczema": one word to spaCy


def entities_in(text: str, today: date) -> list[dict[str, Any]]:
    """All entities of a message in the order of their places, with negation and subject."""
    lower = small(text)
    found = [
        *_listed(text, lower),
        *_acronyms(text),
        *_in_other_languages(text, lower),
        *_described(text, lower),
        *_contacts(text),
        *_ages(text, lower, today),
    ]
    found = _without_overlaps(found)[:MOST]
    taken = [(entity["start"], entity["end"]) for entity in found if entity["entity"] == "phone"]
    for span in dates_in(text, today):
        if any(start < span.end and span.start < end for start, end in taken):
            continue
        found.append(_entity("date", span.text, text, span.start, span.end))
        if span.resolved:
            found[-1]["resolved"] = span.resolved
    found = _outside_names(text, found)
    for entity in found:
        place = entity["start"], entity["end"]
        if entity["value"] in OPERATIONS and is_undergone(lower, *place):
            entity["entity"] = "health_sign"
        entity["negated"] = is_denied(lower, *place) or (
            entity["entity"] in HEALTH_FACTS and is_taken_back(lower, *place)
        )
        nursing = entity["value"] == "breastfeeding"
        if "subject" not in entity:
            entity["subject"] = subject_of(lower, *place, nursing=nursing)
    return sorted(found, key=lambda entity: (entity["start"], entity["entity"]))


def _entity(kind: str, value: str, text: str, start: int, end: int) -> dict[str, Any]:
    return {"entity": kind, "value": value, "text": text[start:end], "start": start, "end": end}


def _listed(text: str, lower: str) -> list[dict[str, Any]]:
    doc = tokens_of(_ARTICLE.sub("  ", lower))
    found, covered = [], set()
    for (kind, value), start, end in _phrases().found_in([token.text for token in doc]):
        span = doc[start:end]
        covered.update(range(start, end))
        if _is_elsewhere(kind, span.text, lower):
            continue
        found.append(_entity(kind, value, text, span.start_char, span.end_char))
    for token in doc:
        meant = None if token.i in covered else misspelt(token.text)
        if meant:
            entity = _entity(*meant, text, token.idx, token.idx + len(token.text))
            found.append(entity | {"corrected": True})
    return found


def _outside_names(text: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A name is nothing else: no skin in "Melanie Moles", no month in "April Jones".

    What is a listed word as it stands and all of the name was no name: "I'm Hypothyroid".
    """
    names = names_in(text) if found else []
    return [
        entity
        for entity in found
        if not any(_is_of(name, entity) for name in names) and not _may_be_a_name(text, entity)
    ]


def _is_of(name: tuple[int, int], entity: dict[str, Any]) -> bool:
    start, end = name
    if not start <= entity["start"] < entity["end"] <= end:
        return False
    return "corrected" in entity or (entity["start"], entity["end"]) != name


def _may_be_a_name(text: str, entity: dict[str, Any]) -> bool:
    """Whether a word that was only nearly a listed one stands by another with a capital as well."""
    if "corrected" not in entity or not entity["text"].istitle():
        return False
    beside = (_BEFORE.search(text[: entity["start"]]), _BEHIND.match(text[entity["end"] :]))
    return any(word and word[1].lower() not in NO_NAMES for word in beside)


def _acronyms(text: str) -> list[dict[str, Any]]:
    """Conditions in capitals, where not everything is in capitals, or alone in small letters."""
    known = lexicon("health")["acronyms"]
    found = list(_SMALL.finditer(text))
    if not text.isupper() or len(text.split()) <= 2:
        found += _CAPITALS.finditer(text)
    return [
        _entity("condition", known[name], text, match.start(1), match.end(1))
        for match in found
        if (name := match[1].upper()) in known
    ]


def _in_other_languages(text: str, lower: str) -> list[dict[str, Any]]:
    return [
        _entity(kind, value, text, place, place + len(piece))
        for kind, value, piece in _foreign_pieces()
        if (place := lower.find(piece)) >= 0
    ]


def _described(text: str, lower: str) -> list[dict[str, Any]]:
    return [
        _entity(kind, value, text, start, end) | {"described": True}
        for kind, value, start, end in descriptions_in(lower)
    ]


def _is_elsewhere(kind: str, word: str, lower: str) -> bool:
    pattern = ELSEWHERE.get((kind, word))
    return bool(pattern and pattern.search(lower))


def _contacts(text: str) -> list[dict[str, Any]]:
    found = [
        _entity("email", match.group(), text, match.start(), match.end())
        for match in _EMAIL.finditer(text)
    ]
    if not re.search(r"\d{3}", text):
        return found
    for match in phonenumbers.PhoneNumberMatcher(text, REGION):
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        found.append(_entity("phone", number, text, match.start, match.end))
    return found


def _ages(text: str, lower: str, today: date) -> list[dict[str, Any]]:
    return [
        _entity("age", age.value, text, age.start, age.end)
        | ({"subject": "other"} if age.of_another else {})
        for age in ages_in(lower, today)
    ]


def _without_overlaps(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of two that share words the longer one is meant: "acne scars", not "acne".

    A part of the body is named as well in "blackheads on my nose", but not in "crow's feet".
    """
    kept: list[dict[str, Any]] = []
    for entity in sorted(found, key=lambda each: each["start"] - each["end"]):
        if not any(
            entity["start"] < other["end"]
            and other["start"] < entity["end"]
            and not _is_area_beside(entity, other)
            for other in kept
        ):
            kept.append(entity)
    return kept


def _is_area_beside(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether one is the part of the body at which the other, something on the skin, is."""
    if one["entity"] != AREA or other["entity"] == AREA:
        one, other = other, one
    if one["entity"] != AREA or other["value"] == "crow's feet":
        return False
    if other["entity"] in ("condition", "health_sign"):
        return bool(_AT.search(other["text"][: max(0, one["start"] - other["start"])]))
    return other["entity"] == "concern"


def tokens_of(text: str) -> Doc:
    """spaCy's tokens; a long run of marks, which it would peel off one by one, counts as blank."""
    return tokenizer().make_doc(_MARKS.sub(lambda run: " " * len(run[0]), text))


@lru_cache(maxsize=1)
def tokenizer() -> Language:
    """A blank English pipeline: spaCy's tokens, and no model to download."""
    return spacy.blank("en")


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    tokens = lru_cache(maxsize=None)(_tokens_of_word)  # for as long as the lists are read
    phrases = Phrases()
    # What stands in a list goes before a plural that is made here.
    for form in (_as_listed, _plural):
        for kind, value, words in listed_words():
            for word in filter(None, map(form, words)):
                phrases.add((kind, value), [part for each in word.split() for part in tokens(each)])
    return phrases


def _tokens_of_word(word: str) -> list[str]:
    """spaCy's tokens of what has no space in it; only some words need its tokenizer for that."""
    if word.isascii() and word.isalpha() and word not in tokenizer().tokenizer.rules:
        return [word]
    return [token.text for token in tokenizer().make_doc(word)]


def _as_listed(word: str) -> str:
    return word


def _plural(word: str) -> str | None:
    return None if word.endswith("s") or len(word) < 4 else f"{word}s"


@lru_cache(maxsize=1)
def _foreign_pieces() -> list[tuple[str, str, str]]:
    health, others = lexicon("health"), lexicon("entities")
    return [
        (kind, value, piece)
        for kind, pieces_of in (
            ("condition", health["elsewhere"]),
            ("status", health["status elsewhere"]),
            ("concern", others["concern elsewhere"]),
        )
        for value, pieces in pieces_of.items()
        for piece in pieces
    ]
