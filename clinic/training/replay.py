"""Real conversations on two models, to see whose reply would change."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from clinic.redaction import redact
from clinic.store import Store
from clinic.store.missed_messages import Place
from clinic.store.real_messages import RealMessage
from clinic.training.reading import ModelReader, Progress, Reading

ERASED = "(erased)"
ASKS_BACK = "clarify"
CONVERSATIONS = 200  # the last so many, where nobody says otherwise


@dataclass(frozen=True)
class ChangedReply:
    """A message that the new model would reply to otherwise."""

    conversation: str
    seq: int
    typed: str | None = field(repr=False)  # for nobody's eyes; None where it was erased
    before: str
    after: str
    said_before: tuple[str, ...] = ()  # the clinic's words, in the order in which they are said
    said_after: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        return self.conversation, self.seq

    @property
    def is_erased(self) -> bool:
        return self.typed is None

    @cached_property
    def text(self) -> str:
        """The words, redacted when they are first looked at: that takes milliseconds."""
        return ERASED if self.typed is None else covered(self.typed)


@dataclass(frozen=True)
class Replay:
    conversations: int
    messages: int
    changed: list[ChangedReply]


def replay(
    messages: list[RealMessage],
    before: list[Reading],
    after: list[Reading],
    answers_before: dict[str, str],
    answers_after: dict[str, str],
) -> Replay:
    """Compare two models' readings of the same messages; `answers_…` are the words by topic."""
    changed = []
    for message, old, new in zip(messages, before, after, strict=True):
        other_words = [
            topic
            for topic in new.topics
            if new.would == "answer"
            and topic in answers_before
            and answers_before[topic] != answers_after.get(topic)
        ]
        if old.reply == new.reply and not other_words:
            continue
        said = new.in_words()
        if old.reply == new.reply:
            said += ", in other words"
        changed.append(
            ChangedReply(
                message.conversation,
                message.seq,
                message.text,
                old.in_words(),
                said,
                _said(old, answers_before),
                _said(new, answers_after),
            )
        )
    return Replay(len({each.conversation for each in messages}), len(messages), changed)


def on_record(found: Replay) -> dict[str, Any]:
    """A replay as a report keeps it: without a visitor's words, which may be erased any day."""
    kept = asdict(found)
    for each in kept["changed"]:
        del each["typed"]
    return kept


def with_words(store: Store, kept: dict[str, Any]) -> Replay:
    """A replay that is on record, with the words of those conversations that are still there."""
    places = [(each["conversation"], each["seq"]) for each in kept["changed"]]
    words = store.real_messages.words(places)
    changed = [
        ChangedReply(
            each["conversation"],
            each["seq"],
            words.get(place),
            each["before"],
            each["after"],
            tuple(each.get("said_before", ())),
            tuple(each.get("said_after", ())),
        )
        for place, each in zip(places, kept["changed"], strict=True)
    ]
    return Replay(kept["conversations"], kept["messages"], changed)


def covered(text: str) -> str:
    """A visitor's words without what tells who they are, or how; for any page that shows them."""
    from datetime import UTC, datetime

    from clinic.nlu.entities import entities_in
    from clinic.nlu.text import clean

    text = clean(text)
    return redact(text, entities_in(text, datetime.now(UTC).date()))


def answers_of(reader: ModelReader, readings: list[Reading]) -> dict[str, str]:
    """The words of all that is answered in these readings."""
    topics = {topic for reading in readings for topic in _answered(reading)}
    return {topic: reader.answer(topic) for topic in sorted(topics)}


def _said(reading: Reading, answers: dict[str, str]) -> tuple[str, ...]:
    return tuple(words for topic in _answered(reading) if (words := answers.get(topic)))


def _answered(reading: Reading) -> tuple[str, ...]:
    """What a reply answers; a danger has replies of its own, which no training changes."""
    if reading.safety:
        return ()
    if reading.would == "clarify":
        return (ASKS_BACK,)
    return reading.topics or (reading.topic,)


def read_for_replay(
    reader: ModelReader, messages: list[RealMessage], progress: Progress
) -> list[Reading]:
    return reader.read_all([each.text for each in messages], progress)
