"""Changes of topics: each checked, written whole, and committed with its author's name."""

from __future__ import annotations

import copy
import re
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from clinic.errors import TopicChanged, TopicRefused
from clinic.profile import load_profile
from clinic.settings import ROOT
from clinic.training import topics
from clinic.training.examples import plain_words
from clinic.training.files import locked
from clinic.training.history import Person, commit
from clinic.training.messages import example_of
from clinic.training.rivals import all_taught, near_rivals, refuse_known
from clinic.training.topics import AWAITING, DEFAULT_LANGUAGE, Topic, TopicFiles
from clinic.training.validate import Finding

LINE = 94  # characters of an answer in a line of the file
LONGEST_ANSWER = 1200  # characters; more is a page, no answer in a chat
DANGEROUS = "emergency"


@dataclass(frozen=True)
class Change:
    """What a change has led to."""

    topic: Topic
    findings: list[Finding] = field(default_factory=list)  # what a trainer should look at
    commit: str | None = None  # None where the folder is no git checkout
    added: tuple[str, ...] = ()  # the examples as they were written


class TopicEditor:
    """Changes the training files below `root` for a trainer.

    Each method takes the `version` of the topic that the trainer has looked at, and raises
    TopicChanged where somebody else has changed it since; TopicRefused where the change would do
    harm; BrokenFile where a file cannot be read. Nothing is written then.
    """

    def __init__(
        self,
        root: Path = ROOT,
        *,
        var: Path | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._root = root
        self._var = var or root / "var"
        self._today = today

    def add_examples(
        self, name: str, messages: list[str], by: Person, version: str | None = None
    ) -> Change:
        """Teach that these messages mean the topic or intent; what it knows already is left out.

        Without a `version` they are added to the topic as it is: nothing can be lost by that.
        """
        with self._changing(name, version) as files:
            if files.label == DANGEROUS:
                raise TopicRefused(
                    "What is dangerous is not taught by single messages: it needs its kind and a "
                    "test. Hand it to whoever looks after the safety rules."
                )
            taught = all_taught(self._root)
            texts = _each_once(example_of(each) for each in messages)
            repeated = refuse_known(files.label, texts, taught)
            known = {each.text for each in repeated}
            new = [text for text in texts if text not in known]
            if not new:
                return Change(files.topic(), repeated)
            near = near_rivals(files.label, new, taught, self._var / "cache")
            _append(files, new)
            said = f"Teach {_counted(new)} of {files.topic().name}"
            return self._written(files, said, by, [*repeated, *near], tuple(new))

    def remove_examples(self, name: str, messages: list[str], by: Person, version: str) -> Change:
        """Take messages away from the topic; one example stays at least."""
        with self._changing(name, version) as files:
            gone = {plain_words(each) for each in messages}
            left = [text for text in files.topic().examples if plain_words(text) not in gone]
            if len(left) == len(files.topic().examples):
                raise TopicRefused(
                    f"{files.topic().name} holds none of these messages, so none was taken away."
                )
            if not left:
                raise TopicRefused("A topic without examples is understood by nobody; keep one.")
            for block in files.blocks:
                kept = [text for text in topics.examples_of(block) if plain_words(text) not in gone]
                _set_examples(block, kept)
            taken = len(files.topic().examples)
            said = f"Take examples away from {files.topic().name}, {taken} stay"
            return self._written(files, said, by)

    def edit_answer(
        self,
        name: str,
        text: str,
        by: Person,
        version: str,
        *,
        language: str = DEFAULT_LANGUAGE,
        facts: list[str] | None = None,
        source: str | None = None,
    ) -> Change:
        """Change the answer in one language; the topic then awaits the clinic's signature."""
        with self._changing(name, version) as files:
            if not files.label.startswith(f"{topics.TOPICS}/"):
                raise TopicRefused(
                    f"{files.label} is no information topic: its replies belong to the dialogue "
                    "and are changed in data/responses/ by a programmer."
                )
            variation = _variation(files, language)
            variation["text"] = _folded(self._checked_answer(text))
            for each in files.variations:
                held = _own_metadata(each)
                held["reviewed"] = AWAITING
                held.pop("approver", None)
                held.pop("review_by", None)
            held = variation["metadata"]
            if facts is not None:
                held["facts"] = _flow(facts)
            if source is not None:
                held["source"] = source
            return self._written(files, f"Change the answer of {files.topic().name}", by)

    def sign(self, name: str, by: Person, version: str, *, review_by: date | None = None) -> Change:
        """Approve the answer, in every language, as `by`; it is looked at again by `review_by`."""
        with self._changing(name, version) as files:
            if not files.variations:
                raise TopicRefused(f"{files.label} has no answer that could be signed.")
            today = self._today()
            if review_by is not None and review_by <= today:
                raise TopicRefused("The review date has to lie in the future.")
            for each in files.variations:
                held = _own_metadata(each)
                held["reviewed"] = DoubleQuotedScalarString(today.isoformat())
                held["approver"] = DoubleQuotedScalarString(by.name)
                held.pop("review_by", None)
                if review_by is not None:
                    held["review_by"] = DoubleQuotedScalarString(review_by.isoformat())
            return self._written(files, f"Sign the answer of {files.topic().name}", by)

    def new_topic(
        self,
        name: str,
        answer: str,
        examples: list[str],
        by: Person,
        *,
        title: dict[str, str] | None = None,
        facts: list[str] | None = None,
        source: str = "told by a trainer",
    ) -> Change:
        """Teach a new topic; no rule and no other file has to be changed for it."""
        label = topics.label_of(name, self._root)
        if (
            not label.startswith(f"{topics.TOPICS}/")
            or topics.messages_path(label, self._root).exists()
        ):
            raise TopicRefused(f"There is a topic {name} already. Choose another name.")
        texts = _each_once(example_of(each) for each in examples)
        if len(texts) < topics.FEWEST_EXAMPLES:
            raise TopicRefused(
                f"A new topic needs {topics.FEWEST_EXAMPLES} different examples at least, and has "
                f"{len(texts)}. Write down more ways in which visitors ask it."
            )
        with locked(self._var):
            files = topics.open_topic(label, self._root)
            taught = all_taught(self._root)
            repeated = refuse_known(label, texts, taught)
            near = near_rivals(label, texts, taught, self._var / "cache")
            block = CommentedMap(intent=label, examples="")
            _set_examples(block, texts)
            files.messages.content["version"] = DoubleQuotedScalarString("3.1")
            files.messages.content["nlu"] = CommentedSeq([block])
            entry = CommentedMap(text=_folded(self._checked_answer(answer)))
            entry["metadata"] = CommentedMap(
                facts=_flow(facts or []),
                source=source,
                reviewed=AWAITING,
                title=_flow_map(title or {"en": label.rpartition("/")[2].replace("_", " ")}),
            )
            responses = files.responses.content
            responses.setdefault("version", DoubleQuotedScalarString("3.1"))
            if not responses.get("responses"):
                responses["responses"] = CommentedMap()
            _append_entry(responses["responses"], f"utter_{label}", CommentedSeq([entry]))
            said = f"Teach the topic {files.topic().name}, {_counted(texts)}"
            return self._written(files, said, by, [*repeated, *near], tuple(texts))

    @contextmanager
    def _changing(self, name: str, version: str | None) -> Iterator[TopicFiles]:
        """The topic's files for a change, nobody else's of ours being under way."""
        with locked(self._var):
            files = topics.open_topic(topics.label_of(name, self._root), self._root)
            now = files.topic()
            if version is not None and now.version != version:
                raise TopicChanged(
                    f"Somebody else has changed {now.name} since you opened it. Nothing was "
                    "overwritten: look at the topic as it is now and repeat your change."
                )
            yield files

    def _written(
        self,
        files: TopicFiles,
        said: str,
        by: Person,
        findings: list[Finding] | None = None,
        added: tuple[str, ...] = (),
    ) -> Change:
        """Save both files or neither, and commit what has changed."""
        changed = []
        was = files.responses.original
        try:
            if files.responses.save():
                changed.append(files.responses.path)
            if files.messages.save():
                changed.append(files.messages.path)
        except TopicRefused:
            if changed:
                files.responses.put_back(was)
            raise
        made = commit(self._root, changed, said, by) if changed else None
        return Change(files.topic(), findings or [], made, added)

    def _checked_answer(self, text: str) -> str:
        answer = "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))
        if not answer:
            raise TopicRefused("An answer needs words.")
        if len(answer) > LONGEST_ANSWER:
            raise TopicRefused(
                f"An answer has at most {LONGEST_ANSWER} characters; this one has {len(answer)}. "
                "Nobody reads more in a chat: shorten it, or make two topics of it."
            )
        known = load_profile(self._root / "clinic.yml").variables()
        wrong = [each for each in re.findall(r"\{([^{}]*)\}", answer) if each not in known]
        if wrong or re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", answer)):
            raise TopicRefused(
                f"In braces an answer may name only what clinic.yml holds: "
                f"{', '.join(sorted(known))}. Take other braces out."
            )
        return answer


def _counted(texts: list[str]) -> str:
    return f"{len(texts)} example{'s' if len(texts) != 1 else ''}"


def _each_once(texts: Iterator[str]) -> list[str]:
    return list({plain_words(text): text for text in texts}.values())


def _append(files: TopicFiles, texts: list[str]) -> None:
    block = files.blocks[-1]
    _set_examples(block, [], str(block["examples"]), texts)


def _set_examples(
    block: Any, texts: list[str], before: str = "", more: list[str] | None = None
) -> None:
    """Write examples one a line, behind what is there; a comment below the list stays."""
    before = before + "\n" if before and not before.endswith("\n") else before
    lines = "".join(f"- {text}\n" for text in [*texts, *(more or [])])
    scalar = LiteralScalarString(before + lines)
    comment = getattr(block["examples"], "comment", None)
    if comment is not None:
        scalar.comment = comment
    block["examples"] = scalar


def _variation(files: TopicFiles, language: str) -> Any:
    """The variation in this language; a new one is put behind the others."""
    for each in files.variations:
        if topics.language_of(each) == language:
            return each
    condition = _flow_map({"type": "slot", "name": "language", "value": language})
    added = CommentedMap(condition=CommentedSeq([condition]), text="")
    added["metadata"] = copy.deepcopy(files.variations[0].get("metadata") or CommentedMap())
    files.variations.append(added)
    return added


def _own_metadata(variation: Any) -> Any:
    """The variation's metadata; what several responses share is copied before it is changed."""
    held = variation.get("metadata")
    if held is None or held.yaml_anchor() is not None:
        variation["metadata"] = held = CommentedMap(copy.deepcopy(dict(held or {})))
    return held


def _append_entry(responses: Any, name: str, variations: CommentedSeq) -> None:
    """Add a response at the end, a blank line above it."""
    responses[name] = variations
    if len(responses) > 1:
        responses.yaml_set_comment_before_after_key(name, before="\n")


def _folded(text: str) -> Any:
    """The text as a folded scalar, broken into lines as a person would."""
    if "\n" in text:
        return LiteralScalarString(text)
    lines = textwrap.wrap(text, LINE, break_long_words=False, break_on_hyphens=False)
    written = "text: >-\n" + "".join(f"  {line}\n" for line in lines)
    return YAML().load(written)["text"]


def _flow(values: list[str]) -> CommentedSeq:
    listed = CommentedSeq(values)
    listed.fa.set_flow_style()
    return listed


def _flow_map(values: dict[str, str]) -> CommentedMap:
    mapped = CommentedMap(values)
    mapped.fa.set_flow_style()
    return mapped
