"""What trainers hand in, put right or refused: messages to learn from, and answers."""

from __future__ import annotations

import re

from clinic.errors import TopicRefused
from clinic.redaction import redact

LONGEST = 500  # characters; what is longer says several things
LONGEST_READ = 4 * LONGEST  # what is longer is not even looked through
SHOWN = 40  # characters of a line that is told of
LONGEST_NAME = 40  # characters of a button
LONGEST_ANSWER = 1200  # characters; more is a page, no answer in a chat
_INTRODUCTION = re.compile(
    r"\b(?:(?:my )?name(?:'?s| is|:)|this is|i(?:'| a)?m called|call me|me llamo|mi nombre es|"
    r"meu nome [ée]|je m'appelle|nazywam si[eę])\s+\[name\]",
    re.IGNORECASE,
)
# What comes along with text that is pasted from a page.
_FORMATTING = re.compile(
    r"</?(?:[abipqsu]|br|div|em|font|h[1-6]|li|mark|ol|small|span|strong|su[bp]|ul)\b[^<>]*>", re.I
)
_COVERED = re.compile(r"\[(?:name|phone|e-mail|contact)\]")
_BRACKETS = str.maketrans("[]{}", "()()")  # Rasa would take [words](kind) for an entity


def example_of(text: str) -> str:
    """The message as one line without names, phone numbers, e-mail addresses and formatting.

    Raises TopicRefused where nothing, or too much, is left.
    """
    if len(text) > LONGEST_READ:
        raise TopicRefused(
            f"A message to learn from has at most {LONGEST} characters; the one that begins with "
            f"“{text.strip()[:SHOWN]}” has {len(text)}. Keep the sentence that asks the question."
        )
    plain = _FORMATTING.sub(" ", text)
    if not re.search(r"\w", plain):
        raise TopicRefused(f"“{text.strip()[:SHOWN]}” holds no words to learn from. Leave it out.")
    covered = _INTRODUCTION.sub(" ", redact(plain))
    line = " ".join(_COVERED.sub(" ", covered).translate(_BRACKETS).split())
    line = re.sub(r"\s+([,.!?])", r"\1", line).lstrip("-,. ").strip()
    if not re.search(r"\w", line):
        raise TopicRefused(
            f"Without names, phone numbers and e-mail addresses nothing is left of this message, "
            f"so nothing can be learnt from it: “{redact(plain).strip()[:SHOWN]}”. Leave it out."
        )
    if len(line) > LONGEST:
        raise TopicRefused(
            f"A message to learn from has at most {LONGEST} characters; the one that begins with "
            f"“{line[:SHOWN]}” has {len(line)}. Keep the sentence that asks the question."
        )
    return line


def button_name(text: str) -> str:
    """A topic's name as a button shows it; TopicRefused for marks, which it would show as such."""
    name = " ".join(text.split())
    if not re.search(r"\w", name):
        raise TopicRefused("The name on buttons needs words.")
    if len(name) > LONGEST_NAME:
        raise TopicRefused(
            f"A name on buttons has at most {LONGEST_NAME} characters; this one has {len(name)}."
        )
    if marks := sorted(set(re.findall(r"[<>\[\]{}*_`~|\\#^=\x00-\x1f]|://", name))):
        raise TopicRefused(
            f"A button shows its name as it is written, so leave out {' '.join(marks)} there."
        )
    return name


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
            f"In braces an answer may name only the clinic's own details: "
            f"{', '.join(sorted(known))}. Take other braces out."
        )
    return answer
