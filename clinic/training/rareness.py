"""How rare a word is among all that is taught: "do you have" says little of what is asked."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from pathlib import Path

from clinic.errors import BrokenFile
from clinic.settings import ROOT
from clinic.training.examples import taught_messages

WORD = re.compile(r"\w+(?:['’]\w+)*")


class Rareness:
    """Counted over messages; a word that stands in none of them is the rarest."""

    def __init__(self, messages: list[str]) -> None:
        self._messages = len(messages)
        self._with: Counter[str] = Counter()
        for message in messages:
            self._with.update(set(WORD.findall(message.lower())))

    def of(self, word: str) -> float:
        """From nearly 0, for what stands in all messages, to some 10."""
        return math.log((self._messages + 2) / (self._with[word.lower()] + 1))


@cache
def taught_rareness(folder: Path = ROOT / "data" / "nlu") -> Rareness:
    """Of the files as they are when it is asked for first; a broken one ends the counting."""
    messages: list[str] = []
    try:
        messages += (text for _, text in taught_messages(folder))
    except BrokenFile:
        pass
    return Rareness(messages)
