"""Finds the names of people in what somebody writes in a chat, introduced or in passing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clinic.name_words import (
    ADDRESSES,
    ALSO_WORDS,
    BEFORE_A_NAME,
    BEGINS,
    ENDS_A_NAME,
    FAMILY_NAMES,
    GIVEN_NAMES,
    GREETS,
    JOINS,
    MONTHS_AND_PLACES,
    NAMES_ONESELF,
    NO_NAMES,
    OWNERS,
    PARTICLES,
    RELATIONS,
    REPORTS,
    SAYS_WHO,
    SIGNS_OFF,
    SPEAKS_OF,
    TITLES,
)

SAINTS = ("st", "saint", "san", "santa")  # of churches and streets
LONGEST = 4  # words of a name
SHOUTED = 0.6  # share of words with a capital from which capitals say nothing
_WORD = re.compile(r"\[name\]|(?<!\w)[^\W\d_]+(?:['’`-][^\W\d_]+)*(?!\w)")
_SPELT_OUT = re.compile(r"(?:[\s,.-]+[A-Z]\b){3,}\W*$")  # "J O N E S"
_OWNED = re.compile(r"['’`]s$", re.IGNORECASE)
_COVERED = "[name]"


def _endings(phrases: tuple[str, ...]) -> dict[str, frozenset[tuple[str, ...]]]:
    """Phrases by their last word, each as its words before that one."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in phrases:
        *before, last = phrase.split()
        found.setdefault(last, set()).add(tuple(before))
    return {last: frozenset(befores) for last, befores in found.items()}


_NAMES_ONESELF, _SAYS_WHO = _endings(NAMES_ONESELF), _endings(SAYS_WHO)
_SPEAKS_OF, _BEFORE_A_NAME = _endings(SPEAKS_OF), _endings(BEFORE_A_NAME)
_KNOWN = GIVEN_NAMES - ALSO_WORDS
_NONE = NO_NAMES | RELATIONS | TITLES


@dataclass(frozen=True, slots=True)
class _Word:
    text: str  # without a genitive's ending
    low: str
    start: int
    end: int
    gap: str  # what stands before it, behind the word before

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() and not self.text.isupper()


def names_in(text: str) -> list[tuple[int, int]]:
    """Where names stand: (start, end) of each, in their order, none over another.

    Words in capitals alone, and messages with a capital on most words, are searched for common
    given names only.
    """
    words = _split(text)
    shouted = _is_shouted(words)
    found: list[tuple[int, int]] = []
    place, behind = 0, 0  # `behind` is the place right behind the last name
    while place < len(words):
        joined = 0 < behind == place - 1 and words[behind].low in JOINS
        length = _length(words, place, shouted, joined)
        if length:
            found.append((words[place].start, words[place + length - 1].end))
            behind = place + length
        place += length or 1
    return [each for each in found if text[each[0] : each[1]] != _COVERED]


def _is_shouted(words: list[_Word]) -> bool:
    """Whether most words have a capital; a known name and what follows it count as if not."""
    capitals = sum(
        word.text[0].isupper()
        and word.low not in _KNOWN
        and not (place and words[place - 1].low in _KNOWN)
        for place, word in enumerate(words)
    )
    return len(words) > 3 and capitals > SHOUTED * len(words)


def is_name_alone(text: str) -> bool:
    """Whether a message is a name and nothing else, spelt out behind it or not: "Theo Brandt".

    Each word has a capital and is none that is written for something else; a title of two plain
    words looks the same, so that whoever asks has to know which those are.
    """
    words = [*_split(_SPELT_OUT.sub("", text.strip(" .,!")))]
    if not 2 <= len(words) <= LONGEST or re.search(r"[?@\d\[]", text):
        return False
    joined = all(_is_close(word) for word in words[1:])
    return joined and all(word.is_capital and not is_also_a_word(word.low) for word in words)


def is_no_name(word: str) -> bool:
    """Whether a word stands in no name: "call", "Friday", "Norwalk"."""
    return word.lower() in _NONE or word.lower() in MONTHS_AND_PLACES


def is_also_a_word(name: str) -> bool:
    """Whether it is written in small letters for something else than this person."""
    return name.lower() in ALSO_WORDS or name.lower() in NO_NAMES


def _split(text: str) -> list[_Word]:
    words, last = [], 0
    for match in _WORD.finditer(text):
        whole = match[0]
        bare = _OWNED.sub("", whole) if len(whole) > 3 else whole
        low = whole.lower().replace("’", "'").replace("`", "'")
        if bare is not whole and low not in ("it's", "name's", "he's", "she's", "that's"):
            low = bare.lower()
        else:
            bare = whole
        start = match.start()
        words.append(_Word(bare, low, start, start + len(bare), text[last:start]))
        last = start + len(bare)
    return words


def _length(words: list[_Word], place: int, shouted: bool, joined: bool) -> int:
    """Of how many words a name consists that begins here; 0 where none does."""
    word = words[place]
    if word.text == _COVERED:
        return _extended(words, place, shouted)
    if word.low in _KNOWN or (word.is_capital and word.low.partition("-")[0] in _KNOWN):
        if place and words[place - 1].low in SAINTS and word.gap in (" ", ". "):
            return 0
        return _extended(words, place, shouted)
    if place and words[place - 1].low in TITLES and word.gap in (" ", ". "):
        addressed = words[place - 1].low in ADDRESSES and not words[place - 1].text.isupper()
        if word.low in FAMILY_NAMES or (addressed and not _is_none(word)):
            return _extended(words, place, shouted)
    if _ends_with(_NAMES_ONESELF, words, place) and _is_close(word):
        return _introduced(words, place)
    if not word.is_capital or shouted or len(word.text) < 2:
        return 0
    if word.low in ALSO_WORDS:
        narrow = word.low in MONTHS_AND_PLACES
        begins = joined or _is_named_so(words, place) or _reports(words, place)
        if begins or (not narrow and _ends_with(_BEFORE_A_NAME, words, place) and _is_close(word)):
            return _extended(words, place, shouted)
        family = place + 1 < len(words) and words[place + 1].low in FAMILY_NAMES
        return _extended(words, place, shouted) if family and _is_close(words[place + 1]) else 0
    if _is_none(word):
        return 0
    if joined or _is_named_so(words, place) or (place and _reports(words, place)):
        return _extended(words, place, shouted)
    return 0


def _is_named_so(words: list[_Word], place: int) -> bool:
    """Whether what stands around a word with a capital makes it a name."""
    word = words[place]
    last = place + 1 == len(words)
    if not place:
        said_here = not last and words[1].low in ("here", "speaking") and _is_close(words[1])
        return said_here and word.low in ALSO_WORDS
    before = words[place - 1]
    if before.low in TITLES and word.gap in (" ", ". ", "."):
        return True
    if before.low in RELATIONS and word.gap in (" ", ", ", ": ", " (", "("):
        return any(each.low in OWNERS for each in words[max(place - 4, 0) : place - 1])
    if _is_close(word):
        if _ends_with(_SAYS_WHO, words, place) or _ends_with(_SPEAKS_OF, words, place):
            return True
        if before.low in GREETS:
            return last or words[place + 1].low in BEGINS or bool(words[place + 1].gap.strip())
    signs_off = before.low in SIGNS_OFF and word.gap.strip() in (",", ".", "!", "-", "~", "")
    return last and (signs_off or word.gap.strip() in ("-", "–", "—", "~"))


def _reports(words: list[_Word], place: int) -> bool:
    """Whether somebody is quoted: "Jane told me"."""
    behind = words[place + 1] if place + 1 < len(words) else None
    if behind is None or behind.low not in REPORTS or not _is_close(behind):
        return False
    return not place or words[place - 1].low not in ("the", "a", "an", "my", "your", "this", "that")


def _introduced(words: list[_Word], place: int) -> int:
    """Behind "my name is" a name may be in small letters, up to a word that cannot be one."""
    length = 0
    for word in words[place : place + LONGEST]:
        if word.low in ENDS_A_NAME or (length and not _is_close(word)):
            break
        if length == 2 and not word.text[0].isupper():
            break
        if not length and _is_none(word) and word.low not in ALSO_WORDS:
            return 0
        if length and _is_none(word):
            break
        length += 1
    return length


def _extended(words: list[_Word], place: int, shouted: bool) -> int:
    """With the family name, an initial and what joins them."""
    length, small = 1, not words[place].is_capital
    while length < LONGEST and place + length < len(words):
        word = words[place + length]
        if not (_is_close(word) or (word.gap == ". " and len(words[place + length - 1].text) == 1)):
            break
        if word.low in PARTICLES and not small:
            behind = words[place + length + 1 : place + length + 3]
            if any(each.is_capital and not _is_none(each) for each in behind[:1]) or (
                len(behind) == 2 and behind[0].low in PARTICLES and behind[1].is_capital
            ):
                length += 1
                continue
            if word.text.islower():
                break
        is_family = word.low in FAMILY_NAMES or word.low in _KNOWN
        is_capital = word.is_capital and not shouted and not _is_none(word)
        is_initial = len(word.text) == 1 and word.text.isupper() and word.text not in "AI"
        if not (is_family or (not small and (is_capital or is_initial))):
            break
        length += 1
    return length


def _is_none(word: _Word) -> bool:
    return word.low in _NONE or word.low.partition("'")[0] in _NONE


def _is_close(word: _Word) -> bool:
    return word.gap in (" ", "  ", "-", ": ")


def _ends_with(
    phrases: dict[str, frozenset[tuple[str, ...]]], words: list[_Word], place: int
) -> bool:
    """Whether one of the phrases ends right before this word."""
    if not place:
        return False
    for before in phrases.get(words[place - 1].low, ()):
        begin = place - 1 - len(before)
        if begin >= 0 and all(
            words[begin + number].low == word and (not number or words[begin + number].gap == " ")
            for number, word in enumerate(before)
        ):
            return True
    return False
