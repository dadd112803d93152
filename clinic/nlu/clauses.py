"""Splits a message into the parts that may each hold a question."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_CLAUSES = 5
_SENTENCES = re.compile(r"(?<=[.?!;])\s+")
_JOINTS = re.compile(
    r"\s*[,;]?\s+(?:and|n|&|\+|plus|also|but|btw|oh|then)(?:\s+(?:also|then|plus|btw))?\s+"
    r"|\s*\+\s*|\s+-+\s+|\(|\)"
)
_COMMAS = re.compile(r"\s*,\s*|\s*\.\.+\s*")
# Of "how long is it, does it hurt and how much?" the first comma parts questions as well.
_ASKING_COMMAS = re.compile(
    r"\s*,\s*(?=(?:how (?:long|much|many|soon|often)|what(?:'s)?|where|when|why|who|"
    r"(?:is|are|do|does|did|can|will) (?:it|i|you|they|there|this))\b"
    r"(?: [^\s,]+){0,2}(?:$|[,?]| (?:and|plus|also|or)\b))"
)
_BEFORE_A_QUESTION = re.compile(
    r"\s*,\s*(?=(?:how|what(?:'s)?|why|who(?:'s| does| do)|where(?:'s| is| are| do| can)|"
    r"when(?:'s| is| are| do| does| can| will| should)|(?:is|are|do|does|did|can|will|would|should|"
    r"could) (?:it|i|you|they|there|this|that|the|my|your))\b)"
)
_PERSON = (
    r"(?:husband|wife|hubby|partner|fianc[eé]e?|boyfriend|girlfriend|friend|bestie|mum|mom|mother|"
    r"dad|father|sister|brother|daughter|son|cousin|aunt|niece|nephew|roommate|co-?worker)s?"
)
# "my husband and I" is never cut.
_PAIR = re.compile(rf"\b(?:{_PERSON} (?:and|n|&) (?:i|me|myself)|(?:me|i) (?:and|n|&) my)\b")
_EDGES = " .,;:"
_QUESTION = re.compile(
    r"\?"
    r"|^\W*(?:(?:and|but|so|ok|okay|also|then|n|or|well|hi|hey|hello|pls|please|honestly|roughly|"
    r"like|oh|btw|first|second|kindly)\W+)*(?:who|what|when|where|why|which|how|hw|wat|wut|is|are|"
    r"am|r|do|does|did|can|could|will|would|wld|should|shld|may|must|any|whats|what's|hows|how's|whens|"
    r"wheres|tell me|u )\b"
    r"|\b(?:how (?:long|much|many|soon|often|far|bad|raw|pink|red|old)|what (?:about|if|do|to|else|"
    r"time)|(?:do|can|will|would|should|could|does|is|are|must|may|did) (?:i|it|u|you|ya|they|we|"
    r"she|he|this|that|there|the|my|your|ur|people|men|guys|one)|whats|when (?:can|do|will|is|"
    r"should)|where (?:is|are|do|can)|who(?:'s| is|s| does| do)|(?:what|how|when|where)'s|"
    # … or wanted to be known: "i'd like to understand what each visit costs"
    r"(?:know|understand|wonder\w*|ask(?:ing)?|curious|find out|figure out|tell me|say)\b"
    r"[^.?!]{0,12}?\b(?:what|how|when|where|who|which|whether))\b",
    re.IGNORECASE,
)


def clauses_of(text: str, most: int = MOST_CLAUSES) -> list[tuple[int, int]]:
    """Where the parts of a text in normalised spelling begin and end: the first `most`."""
    pairs = _pairs(text)
    sentences, parts = _at_joints(text, pairs)
    parts = _parts(text, parts, _COMMAS if len(parts) == 1 else _ASKING_COMMAS, pairs)
    parts = [piece for part in parts for piece in _at_questions(text, part)]
    return (sentences if len(parts) > most else parts)[:most]


def is_cut_at_commas(text: str) -> bool:
    """Whether the parts of a text have nothing but commas between them."""
    return len(_at_joints(text, _pairs(text))[1]) == 1


def _pairs(text: str) -> list[tuple[int, int]]:
    return [(pair.start(), pair.end()) for pair in _PAIR.finditer(text)]


def _at_joints(
    text: str, pairs: list[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """A text's sentences, and what these consist of."""
    sentences = _parts(text, [(0, len(text))], _SENTENCES, pairs)
    return sentences, _parts(text, sentences, _JOINTS, pairs)


def _parts(
    text: str,
    spans: list[tuple[int, int]],
    between: re.Pattern[str],
    pairs: list[tuple[int, int]],
) -> list[tuple[int, int]]:
    """The spans cut where `between` matches, save inside of a pair; empty ones left out."""
    found = []
    for start, end in spans:
        cuts = [
            (cut.start(), cut.end())
            for cut in between.finditer(text, start, end)
            if not any(begin < cut.start() < finish for begin, finish in pairs)
        ]
        begins, ends = [start, *(b for _, b in cuts)], [*(a for a, _ in cuts), end]
        found += [_trimmed(text, begin, finish) for begin, finish in zip(begins, ends, strict=True)]
    return [(a, b) for a, b in found if any(letter.isalnum() for letter in text[a:b])]


def _at_questions(text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The span cut at commas between two questions."""
    start, end = span
    for comma in _BEFORE_A_QUESTION.finditer(text, start, end):
        if is_question(text[start : comma.start()]):
            yield start, comma.start()
            start = comma.end()
    yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def is_question(part: str) -> bool:
    """Whether a part of a message asks something, rather than telling what lies behind it."""
    return bool(_QUESTION.search(part))
