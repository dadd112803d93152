"""Splits a message into the questions that it may hold."""

from __future__ import annotations

import re

_ENDS = re.compile(
    r"(?<=[.?!;])\s+|\n+|\s*,?\s+(?:and also|also|plus|and then|btw|oh and|& also)\s+"
    r"|\s*,?\s+and\s+(?=(?:how|what|whats|what's|when|where|who|why|is|are|do|does|can|could|will|"
    r"should|which|if|any)\b)|\s*,\s+(?=(?:how|what|when|where|who|is|are|do|does|can|will|should)\b)",
    re.IGNORECASE,
)
FEWEST_WORDS = 2
MOST_CLAUSES = 6


def clauses_of(text: str) -> list[str]:
    """The parts of the text that could each be a question; one part where it cannot be split."""
    parts = [part.strip(" ,.;") for part in _ENDS.split(text) if part and part.strip(" ,.;")]
    parts = [part for part in parts if len(part.split()) >= FEWEST_WORDS]
    return parts[:MOST_CLAUSES] if len(parts) > 1 else [text]
