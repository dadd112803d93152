"""Finds listed phrases among the tokens of a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Meaning = tuple[str, str]


class Phrases:
    """Finds what `spacy.matcher.PhraseMatcher` finds, and is made at once.

    That one wants a document of spaCy's for each of thirty thousand phrases, and an entry in its
    vocabulary for every word of them: two seconds of every start.
    """

    def __init__(self) -> None:
        self._meanings: dict[tuple[str, ...], tuple[Meaning, ...]] = {}
        self._longest: dict[str, int] = {}  # phrase that begins with a token

    def add(self, meaning: Meaning, tokens: Sequence[str]) -> None:
        phrase = tuple(tokens)
        known = self._meanings.get(phrase, ())
        if meaning not in known:
            self._meanings[phrase] = (*known, meaning)
            self._longest[phrase[0]] = max(self._longest.get(phrase[0], 0), len(phrase))

    def found_in(self, tokens: Sequence[str]) -> Iterator[tuple[Meaning, int, int]]:
        """(meaning, first token, token behind the last) of every phrase, by their places.

        Of several meanings of one phrase that which was added first comes first.
        """
        for start, token in enumerate(tokens):
            longest = min(self._longest.get(token, 0), len(tokens) - start)
            for end in range(start + 1, start + longest + 1):
                for meaning in self._meanings.get(tuple(tokens[start:end]), ()):
                    yield meaning, start, end
