"""Takes a topic out of the files with all that hangs on it, where the product can do without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic.errors import TopicRefused
from clinic.settings import ROOT
from clinic.training import layout
from clinic.training.files import YamlFile
from clinic.training.gates import DIALOGUES
from clinic.training.history import Person
from clinic.training.topic_writing import TopicWriter
from clinic.training.topics import TOPICS, Topic, TopicFiles, spoken

PROGRAM = ("actions", "clinic/nlu")  # what decides and speaks; a topic it names is part of it
NAMED_IN = ("rules", "stories")


@dataclass(frozen=True)
class Ties:
    """What hangs on a topic beside its examples and its answer."""

    buttons: tuple[str, ...] = ()  # what buttons in other replies say that lead to it
    rules: tuple[str, ...] = ()  # rules and stories that name it
    needed: str = ""  # why the product cannot do without the topic


@dataclass(frozen=True)
class Removal:
    """A topic that is gone, and what went with it."""

    topic: Topic
    ties: Ties
    commit: str | None  # None where the folder is no git checkout


def ties_of(label: str, root: Path = ROOT) -> Ties:
    """What would go with the topic, or why it cannot go; raises BrokenFile."""
    files = list(_dialogue_files(root))
    buttons = [str(b.get("title")) for _, held in _button_lists(files) for b in held
               if _leads_to(b, label)]  # fmt: skip
    rules = [str(each.get("rule") or each.get("story")) for _, held in _rule_lists(files)
             for each in held if _names(each, label)]  # fmt: skip
    return Ties(tuple(dict.fromkeys(buttons)), tuple(dict.fromkeys(rules)), _why_needed(label))


def remove_topic(writer: TopicWriter, name: str, by: Person, version: str | None = None) -> Removal:
    """Delete the topic's examples and answer, and buttons and rules that would lead to nothing.

    Raises TopicRefused where the product itself needs the topic; TopicChanged, BrokenFile.
    """
    with writer.changing(name, version) as files:
        topic = files.topic()
        ties = ties_of(topic.label, writer.root)
        if ties.needed:
            raise TopicRefused(ties.needed)
        _take_out(files)
        others = [
            file for file in _dialogue_files(writer.root) if file.path != files.responses.path
        ]
        changed = [files.responses, *others]
        for owner, buttons in list(_button_lists(changed)):
            _drop(buttons, _leads_to, topic.label)
            if not buttons:
                del owner["buttons"]
        for _, entries in _rule_lists(changed):
            _drop(entries, _names, topic.label)
        made = writer.save([*changed, files.messages], f"Remove the topic {topic.name}", by)
        return Removal(topic, ties, made)


def _take_out(files: TopicFiles) -> None:
    if files.variations:
        text = (files.responses.original or b"").decode()
        files.responses.rewrite(layout.without_entry(text, f"utter_{files.label}"))
    taught = files.messages.content["nlu"]
    _drop(taught, lambda block, label: block.get("intent") == label, files.label)
    if not taught:
        files.messages.remove()


def _why_needed(label: str) -> str:
    name = f"“{spoken(label)}”"
    if not label.startswith(f"{TOPICS}/"):
        return f"{name} is no information topic: the dialogue rests on it, so it stays."
    named = re.compile(rf"[\"']{re.escape(label)}[\"']")
    program = (path for folder in PROGRAM for path in (ROOT / folder).rglob("*.py"))
    if any(named.search(path.read_text(encoding="utf-8")) for path in program):
        return (
            f"{name} cannot be removed: the assistant itself works with this topic. Change its "
            "answer instead."
        )
    if re.search(rf"(?:utter_|/){re.escape(label)}\b", DIALOGUES.read_text(encoding="utf-8")):
        return (
            f"{name} cannot be removed: every release is tried with conversations that ask it. "
            "Change its answer instead."
        )
    return ""


def _dialogue_files(root: Path) -> Iterator[YamlFile]:
    """What is said and when: all below data/ but the examples."""
    data = root / "data"
    for path in sorted(data.rglob("*.yml")):
        if path.relative_to(data).parts[0] != "nlu":
            yield YamlFile(path)


def _button_lists(files: list[YamlFile]) -> Iterator[tuple[Any, Any]]:
    """Each variation that has buttons, with them; some share a list."""
    for file in files:
        for variations in (file.content.get("responses") or {}).values():
            yield from ((each, each["buttons"]) for each in variations if each.get("buttons"))


def _rule_lists(files: list[YamlFile]) -> Iterator[tuple[Any, Any]]:
    for file in files:
        yield from ((file.content, file.content[key]) for key in NAMED_IN if file.content.get(key))


def _drop(held: Any, is_gone: Callable[[Any, str], bool], label: str) -> None:
    for place in reversed(range(len(held))):
        if is_gone(held[place], label):
            del held[place]


def _leads_to(button: Any, label: str) -> bool:
    return str(button.get("payload", "")).partition("{")[0] == f"/{label}"


def _names(value: Any, label: str) -> bool:
    """Whether a rule, or a step of it, names the topic or its answer."""
    if isinstance(value, dict):
        return any(_names(each, label) for each in value.values())
    if isinstance(value, list):
        return any(_names(each, label) for each in value)
    return value in (label, f"utter_{label}")
