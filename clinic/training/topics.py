"""Topics as trainers see them: what visitors ask, what is answered, who approved it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from clinic.errors import BrokenFile, TopicRefused
from clinic.settings import ROOT
from clinic.training.files import YamlFile, look_at

TOPICS = "faq"
AWAITING = "awaiting clinic"
DEFAULT_LANGUAGE = "en"
FEWEST_EXAMPLES = 8  # below this a new topic is not understood in other words
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True)
class Topic:
    """One topic, or an intent such as `booking_request`, as the files hold it now."""

    label: str  # "faq/pain"; "booking_request" for what is no information topic
    examples: tuple[str, ...]
    answers: dict[str, str]  # by language
    title: dict[str, str]  # what a button for it says, by language
    facts: tuple[str, ...]
    source: str
    reviewed: str  # the day of the signature, or "awaiting clinic"
    approver: str
    review_by: date | None  # when the clinic has to look at the answer again
    version: str  # changes with anything above; a change names the version that it was made on

    @property
    def name(self) -> str:
        return self.label.removeprefix(f"{TOPICS}/")

    @property
    def is_signed(self) -> bool:
        return bool(self.answers) and self.reviewed != AWAITING

    def is_overdue(self, today: date) -> bool:
        """Whether the answer's review date has passed."""
        return self.review_by is not None and self.review_by < today


@dataclass
class TopicFiles:
    """The files of one topic, in memory."""

    label: str
    messages: YamlFile
    responses: YamlFile

    @property
    def blocks(self) -> list[Any]:
        """The label's blocks of examples."""
        return [each for each in self.messages.content.get("nlu") or [] if _is_of(each, self.label)]

    @property
    def variations(self) -> list[Any]:
        """The answer's variations, one for each language; the first is said in all others."""
        return (self.responses.content.get("responses") or {}).get(f"utter_{self.label}") or []

    def topic(self) -> Topic:
        """Raises TopicRefused where there is no such topic, BrokenFile."""
        try:
            return self._read()
        except (AttributeError, KeyError, TypeError) as error:
            raise BrokenFile(
                f"{self.messages.path.name} or {self.responses.path.name} can be read, but does "
                f"not hold {self.label} in the form that is expected. Put the file right, then "
                "try again."
            ) from error

    def _read(self) -> Topic:
        if not self.blocks:
            raise TopicRefused(
                f"There is no topic {self.label.removeprefix('faq/')}. "
                "`python -m clinic topics` lists all of them."
            )
        held = [dict(each.get("metadata") or {}) for each in self.variations] or [{}]
        examples = tuple(text for block in self.blocks for text in examples_of(block))
        answers = {language_of(each): str(each.get("text", "")) for each in self.variations}
        unsigned = any(each.get("reviewed") in (None, AWAITING) for each in held)
        seen = repr((self.label, examples, answers, [sorted(map(str, h.items())) for h in held]))
        return Topic(
            label=self.label,
            examples=examples,
            answers=answers,
            title=dict(held[0].get("title") or {}),
            facts=tuple(held[0].get("facts") or ()),
            source=str(held[0].get("source") or ""),
            reviewed=AWAITING if unsigned else str(held[0]["reviewed"]),
            approver=str(held[0].get("approver") or ""),
            review_by=self._day(held[0].get("review_by")),
            version=hashlib.sha256(seen.encode()).hexdigest()[:16],
        )

    def _day(self, written: Any) -> date | None:
        try:
            return date.fromisoformat(str(written)) if written else None
        except ValueError as error:
            raise BrokenFile(
                f"{self.responses.path.name}: review_by of {self.label} is {written!r}, which is "
                "no day. Write it as 2027-01-31."
            ) from error


def open_topic(label: str, root: Path = ROOT) -> TopicFiles:
    """The files of a label; raises BrokenFile for one that cannot be read."""
    return TopicFiles(
        label, YamlFile(messages_path(label, root)), YamlFile(responses_path(label, root))
    )


def read_topic(name: str, root: Path = ROOT) -> Topic:
    """One topic by its name ("pain") or label ("faq/pain"); raises TopicRefused, BrokenFile."""
    return open_topic(label_of(name, root), root).topic()


def list_topics(root: Path = ROOT) -> list[Topic]:
    """All information topics by name; raises BrokenFile for a file that cannot be read."""
    labels = sorted(f"{TOPICS}/{path.stem}" for path in (root / "data/nlu" / TOPICS).glob("*.yml"))
    return [
        TopicFiles(
            label, look_at(messages_path(label, root)), look_at(responses_path(label, root))
        ).topic()
        for label in labels
    ]


def all_labels(root: Path = ROOT) -> list[str]:
    """Every label that messages can be taught, by file name: also where a file is broken."""
    folder = root / "data" / "nlu"
    found = [f"{TOPICS}/{path.stem}" for path in (folder / TOPICS).glob("*.yml")]
    return sorted([*found, *(path.stem for path in folder.glob("*.yml"))])


def overdue(topics: list[Topic], today: date) -> list[Topic]:
    """The topics whose answer is past its review date, the longest first."""
    return sorted(
        (each for each in topics if each.is_overdue(today)), key=lambda each: each.review_by
    )


def spoken(label: str) -> str:
    """A label, or the response to it, as people write it: faq/skin_type is "skin type"."""
    return label.removeprefix("utter_").removeprefix(f"{TOPICS}/").replace("_", " ")


def label_of(name: str, root: Path = ROOT) -> str:
    """The label of a name as trainers write it: "pain", "faq/pain", "booking_request".

    Raises TopicRefused for what can be no name.
    """
    bare = name.strip().removeprefix(f"{TOPICS}/")
    if not _NAME.fullmatch(bare):
        raise TopicRefused(
            f'"{name}" can be no topic\'s name: it needs 2 to 40 letters and digits, a letter '
            "first, such as parking_space."
        )
    is_intent = (root / "data" / "nlu" / f"{bare}.yml").exists() and "/" not in name
    return bare if is_intent else f"{TOPICS}/{bare}"


def messages_path(label: str, root: Path) -> Path:
    return root / "data" / "nlu" / f"{label}.yml"


def responses_path(label: str, root: Path) -> Path:
    """The file that holds the label's answer; answers of topics are in `faq.yml`."""
    folder = root / "data" / "responses"
    if not label.startswith(f"{TOPICS}/"):
        return folder / "conversation.yml"
    for path in sorted(folder.glob("**/*.yml")):
        if re.search(rf"^  utter_{re.escape(label)}:", path.read_text("utf-8", "replace"), re.M):
            return path
    return folder / "faq.yml"


def examples_of(block: Any) -> list[str]:
    lines = (line.strip() for line in str(block["examples"]).splitlines())
    return [line.removeprefix("- ").strip() for line in lines if line.startswith("-")]


def language_of(variation: Any) -> str:
    """The language that a variation is said in; without a condition it is the clinic's own."""
    for each in variation.get("condition") or []:
        if each.get("name") == "language":
            return str(each["value"])
    return DEFAULT_LANGUAGE


def _is_of(block: Any, label: str) -> bool:
    return block.get("intent") == label and "examples" in block
