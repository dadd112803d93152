"""Splits a message into the parts that may each hold a question."""

from __future__ import annotations

import re

MOST_CLAUSES = 5
_SENTENCES = re.compile(r"(?<=[.?!;])\s+|\n+")
_JOINTS = re.compile(
    r"\s*[,;]?\s+(?:and|n|&|\+|plus|also|but|btw|oh|then)(?:\s+(?:also|then|plus|btw))?\s+"
    r"|\s*\+\s*|\s+-+\s+|\(|\)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\?"
    r"|^\W*(?:(?:and|but|so|ok|okay|also|then|n|or|well|hi|hey|hello|pls|please|honestly|roughly|"
    r"like|oh|btw|first|second)\W+)*(?:who|what|when|where|why|which|how|hw|wat|wut|is|are|am|r|"
    r"do|does|did|can|could|will|would|wld|should|shld|may|must|any|whats|what's|hows|how's|whens|"
    r"wheres|tell me|u )\b"
    r"|\b(?:how (?:long|much|many|soon|often|far|bad|raw|pink|red|old)|what (?:about|if|do|to|else|"
    r"time)|(?:do|can|will|would|should|could|does|is|are|must|may|did) (?:i|it|u|you|ya|they|we|"
    r"she|he|this|that|there|the|my|your|ur|people|men|guys|one)|whats|when (?:can|do|will|is|"
    r"should)|where (?:is|are|do|can)|who(?:'s| is|s| does| do))\b",
    re.IGNORECASE,
)
_COMMAS = re.compile(r"\s*,\s*|\s*\.\.+\s*")


def clauses_of(text: str) -> list[str]:
    """The parts of the text, at most MOST_CLAUSES; the text itself where it cannot be split."""
    parts = [part for sentence in _SENTENCES.split(text) for part in _JOINTS.split(sentence)]
    parts = _words_only(parts)
    if len(parts) == 1:
        parts = _words_only(_COMMAS.split(text))
    if len(parts) > MOST_CLAUSES:
        parts = _words_only(_SENTENCES.split(text))
    return parts[:MOST_CLAUSES] or [text]


def _words_only(parts: list[str]) -> list[str]:
    stripped = (part.strip(" \t,.;:") for part in parts)
    return [part for part in stripped if any(letter.isalnum() for letter in part)]


def is_question(part: str) -> bool:
    """Whether a part of a message asks something, rather than telling what lies behind it."""
    return bool(_QUESTION.search(part))
