"""What trainers hand in, put right or refused: messages to learn from, and answers."""

from __future__ import annotations

import re

from clinic.errors import TopicRefused
from clinic.redaction import redact

LONGEST = 500  # characters; what is longer says several things
LONGEST_ANSWER = 1200  # characters; more is a page, no answer in a chat
_INTRODUCTION = re.compile(
    r"\b(?:(?:my )?name(?:'?s| is|:)|this is|i(?:'| a)?m called|call me|me llamo|mi nombre es|"
    r"meu nome [ée]|je m'appelle|nazywam si[eę])\s+\[name\]",
    re.IGNORECASE,
)
_COVERED = re.compile(r"\[(?:name|phone|e-mail|contact)\]")
_BRACKETS = str.maketrans("[]{}", "()()")  # Rasa would take [words](kind) for an entity


def example_of(text: str) -> str:
    """The message as one line without names, phone numbers and e-mail addresses.

    Raises TopicRefused where nothing, or too much, is left.
    """
    covered = _INTRODUCTION.sub(" ", redact(text))
    line = " ".join(_COVERED.sub(" ", covered).translate(_BRACKETS).split())
    line = re.sub(r"\s+([,.!?])", r"\1", line).lstrip("-,. ").strip()
    if not re.search(r"\w", line):
        raise TopicRefused(
            "Without names, phone numbers and e-mail addresses nothing is left of this message, "
            "so nothing can be learnt from it. Choose another one."
        )
    if len(line) > LONGEST:
        raise TopicRefused(
            f"A message to learn from has at most {LONGEST} characters; this one has {len(line)}. "
            "Keep the sentence that asks the question."
        )
    return line


def with_paragraphs(text: str) -> str:
    """The text with its spaces put right; an empty line parts paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def answer_of(text: str, known: dict[str, str]) -> str:
    """An answer with its spaces put right; in braces it may name what is `known`.

    Raises TopicRefused for one that cannot be said.
    """
    answer = with_paragraphs(text)
    if not answer:
        raise TopicRefused("An answer needs words.")
    if len(answer) > LONGEST_ANSWER:
        raise TopicRefused(
            f"An answer has at most {LONGEST_ANSWER} characters; this one has {len(answer)}. "
            "Nobody reads more in a chat: shorten it, or make two topics of it."
        )
    wrong = [each for each in re.findall(r"\{([^{}]*)\}", answer) if each not in known]
    if wrong or re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", answer)):
        raise TopicRefused(
            f"In braces an answer may name only what clinic.yml holds: "
            f"{', '.join(sorted(known))}. Take other braces out."
        )
    return answer
