"""The trainer's inbox: what was missed, by theme, and what a trainer makes of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from clinic.errors import TopicRefused
from clinic.names import is_name_alone
from clinic.redaction import redact
from clinic.settings import ROOT
from clinic.store import Store
from clinic.store.missed_messages import MissedMessage, Place
from clinic.store.training_inbox import DROPPED, TAKEN, SettledMessage, Standing
from clinic.training.examples import plain_words
from clinic.training.history import Person
from clinic.training.messages import example_of
from clinic.training.replay import covered
from clinic.training.themes import MOST, SUGGESTIONS, themes
from clinic.training.topic_changes import DANGEROUS, Change, TopicEditor

PERSONAL = ("name", "phone", "e-mail", "contact")  # health stays: many topics are about it
PERSONAL_ENTITIES = ("name", "phone", "email")


@dataclass(frozen=True)
class InboxMessage:
    """A message without names, phone numbers and e-mail addresses, as it would be taught."""

    conversation: str
    seq: int
    text: str
    at: datetime
    why: tuple[str, ...]
    suggestions: tuple[str, ...]

    @property
    def place(self) -> Place:
        return self.conversation, self.seq


@dataclass(frozen=True)
class InboxTheme:
    """Messages that ask the same, the most central one first."""

    name: str
    messages: tuple[InboxMessage, ...]
    suggestions: tuple[str, ...]  # labels that they may mean

    @property
    def why(self) -> Counter[str]:
        """How many of the messages are here for which reason."""
        return Counter(reason for each in self.messages for reason in each.why)


class Inbox:
    """What waits; of each conversation it is read once, until something new happens there."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[Standing, list[InboxMessage]] = {}
        self._words: dict[str, dict[Place, str]] = {}  # by state, as they may be shown

    def open_messages(self, since: datetime) -> list[InboxMessage]:
        """What nobody has settled yet, the youngest first; what holds no words is left out."""
        standings, settled = self._store.training_inbox.standings(since)
        before = self._read
        fresh = self._store.training_inbox.read([each for each in standings if each not in before])
        read = {each: before[each] for each in standings if each in before}
        for standing, missed in fresh.items():
            messages = map(_without_names, missed)
            read[standing] = [message for message in messages if message is not None]
        self._read = read  # what is not in the inbox any more is forgotten
        found = [each for messages in read.values() for each in messages]
        waiting = [each for each in found if each.place not in settled]
        return sorted(waiting, key=lambda message: (message.at, message.place), reverse=True)

    def settled(self, state: str) -> list[tuple[SettledMessage, str]]:
        """What was done with which message, each with its words as they may be shown."""
        found = self._store.training_inbox.settled(state)
        before = self._words.get(state, {})
        words = {
            item.place: item.example or before.get(item.place) or covered(item.text)
            for item in found
        }
        self._words[state] = words
        return [(item, words[item.place]) for item in found]


def by_theme(messages: list[InboxMessage], labels: Iterable[str]) -> list[InboxTheme]:
    """The messages grouped, the largest theme first; only `labels` are suggested."""
    known = set(labels) - {DANGEROUS}
    by_text: dict[str, list[InboxMessage]] = {}
    for message in messages[:MOST]:
        by_text.setdefault(plain_words(message.text), []).append(message)
    central = {words: same[0].text for words, same in by_text.items()}
    texts = tuple(sorted(central[words] for words, same in by_text.items() for _ in same))
    found = []
    for name, grouped in _grouped(texts):
        inside = [each for text in grouped for each in by_text[plain_words(text)]]
        suggested = [label for label in inside[0].suggestions if label in known]
        found.append(InboxTheme(name, tuple(inside), tuple(suggested[:SUGGESTIONS])))
    return found


def take(
    store: Store,
    editor: TopicEditor,
    label: str,
    messages: list[InboxMessage],
    by: Person,
    staff: str,
    now: datetime,
) -> Change:
    """Teach that these messages mean a topic, and settle them."""
    change = editor.add_examples(label, [each.text for each in messages], by)
    settle_taken(store, change, messages, staff, now)
    return change


def settle_taken(
    store: Store, change: Change, messages: list[InboxMessage], staff: str, now: datetime
) -> None:
    """Put on record what a topic has learnt from which message."""
    added = {plain_words(text): text for text in change.added}
    examples = {
        each.place: example
        for each in messages
        if (example := added.pop(plain_words(each.text), None)) is not None
    }
    places = [each.place for each in messages]
    store.training_inbox.settle(places, TAKEN, staff, now, change.topic.label, examples)


def drop(store: Store, messages: list[InboxMessage], staff: str, now: datetime) -> int:
    """Leave messages as they are: they teach nothing."""
    return store.training_inbox.settle([each.place for each in messages], DROPPED, staff, now)


def forget_topic(store: Store, label: str) -> None:
    """The topic was removed: what was taught to it waits again."""
    store.training_inbox.reopen(store.training_inbox.taught_to(label))


def undo(store: Store, editor: TopicEditor, items: list[SettledMessage], by: Person) -> None:
    """Take back what was done with messages: what was taught by them is taken away again."""
    taught: dict[str, list[str]] = {}
    for item in items:
        if item.label and item.example:
            taught.setdefault(item.label, []).append(item.example)
    for label, examples in taught.items():
        editor.take_back(label, examples, by)
    store.training_inbox.reopen(each.place for each in items)


def _without_names(message: MissedMessage) -> InboxMessage | None:
    entities = [e for e in message.entities if e.get("entity") in PERSONAL_ENTITIES]
    values = [pair for pair in message.identifying if pair[0] in PERSONAL]
    if is_name_alone(message.text) and not _asks_in_taught_words(message.text):
        return None
    try:
        text = example_of(redact(message.text, entities, values))
    except TopicRefused:
        return None
    return InboxMessage(
        message.conversation, message.seq, text, message.at, message.why, message.suggestions
    )


def _asks_in_taught_words(text: str) -> bool:
    """Whether "Side Effects" is a topic's own words, and so no name."""
    return all(word in _taught_words() for word in re.findall(r"[\w'-]+", text.lower()))


@lru_cache(maxsize=1)
def _taught_words() -> frozenset[str]:
    """Every word in the examples of the topics."""
    files = sorted((ROOT / "data" / "nlu" / "faq").glob("*.yml"))
    return frozenset(
        word
        for file in files
        for word in re.findall(r"[\w'-]+", file.read_text(encoding="utf-8").lower())
    )


@lru_cache(maxsize=8)
def _grouped(texts: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Themes of the same messages are asked for again and again, and take a second to find."""
    return [(theme.name, theme.messages) for theme in themes(list(texts))]
