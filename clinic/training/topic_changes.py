"""Changes of topics: each checked, written whole, and committed with its author's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from clinic.errors import TopicChanged, TopicRefused
from clinic.profile import load_profile
from clinic.settings import ROOT
from clinic.training import layout, topics
from clinic.training.examples import plain_words
from clinic.training.files import locked
from clinic.training.history import Person, commit
from clinic.training.messages import answer_of, example_of
from clinic.training.rivals import all_taught, near_rivals, refuse_known
from clinic.training.topics import AWAITING, DEFAULT_LANGUAGE, Topic, TopicFiles
from clinic.training.validate import Finding

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
            layout.add_examples(files.blocks[-1], new)
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
                layout.set_examples(block, kept)
            taken = len(files.topic().examples)
            said = f"Take examples away from {files.topic().name}, {taken} stay"
            return self._written(files, said, by)

    def take_back(self, name: str, messages: list[str], by: Person) -> None:
        """Undo `add_examples`: what is still there of these messages is taken away."""
        gone = {plain_words(each) for each in messages}
        now = topics.read_topic(name, self._root)
        held = [text for text in now.examples if plain_words(text) in gone]
        if held:
            self.remove_examples(name, held, by, now.version)

    def look_over(self, name: str, messages: list[str]) -> list[Finding]:
        """What a trainer should look at before these messages are taught; nothing is written.

        Raises TopicRefused where one of them is taught elsewhere, BrokenFile.
        """
        label = topics.label_of(name, self._root)
        texts = _each_once(example_of(each) for each in messages)
        taught = all_taught(self._root)
        repeated = refuse_known(label, texts, taught)
        known = {each.text for each in repeated}
        new = [text for text in texts if text not in known]
        return [*repeated, *near_rivals(label, new, taught, self._var / "cache")]

    def rivals_of(self, name: str) -> list[Finding]:
        """Examples of a topic that are nearer to another topic; nothing is written."""
        topic = topics.read_topic(name, self._root)
        others = [each for each in all_taught(self._root) if each[0] != topic.label]
        found = near_rivals(topic.label, list(topic.examples), others, self._var / "cache")
        return [each for each in found if each.kind == "nearer to a rival"]

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
            variation = layout.variation_in(files.variations, language)
            variation["text"] = layout.folded(self._answer(text))
            for each in files.variations:
                held = layout.own_metadata(each)
                held["reviewed"] = AWAITING
                held.pop("approver", None)
                held.pop("review_by", None)
            held = variation["metadata"]
            if facts is not None:
                held["facts"] = layout.flow(facts)
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
                held = layout.own_metadata(each)
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
            layout.set_examples(block, texts)
            files.messages.content["version"] = DoubleQuotedScalarString("3.1")
            files.messages.content["nlu"] = CommentedSeq([block])
            entry = CommentedMap(text=layout.folded(self._answer(answer)))
            entry["metadata"] = CommentedMap(
                facts=layout.flow(facts or []),
                source=source,
                reviewed=AWAITING,
                title=layout.flow_map(title or {"en": label.rpartition("/")[2].replace("_", " ")}),
            )
            responses = files.responses.content
            responses.setdefault("version", DoubleQuotedScalarString("3.1"))
            if not responses.get("responses"):
                responses["responses"] = CommentedMap()
            layout.append_entry(responses["responses"], f"utter_{label}", CommentedSeq([entry]))
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

    def _answer(self, text: str) -> str:
        return answer_of(text, load_profile(self._root / "clinic.yml").variables())


def _counted(texts: list[str]) -> str:
    return f"{len(texts)} example{'s' if len(texts) != 1 else ''}"


def _each_once(texts: Iterator[str]) -> list[str]:
    return list({plain_words(text): text for text in texts}.values())
