"""Changes of topics: each checked, written whole, and committed with its author's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from clinic.errors import TopicRefused
from clinic.profile import load_profile
from clinic.training import layout, topics
from clinic.training.examples import plain_words
from clinic.training.facts import known_facts
from clinic.training.files import locked
from clinic.training.history import Person
from clinic.training.messages import answer_of, button_name, example_of
from clinic.training.rivals import all_taught, near_rivals, refuse_known
from clinic.training.topic_writing import TopicWriter
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


class TopicEditor(TopicWriter):
    """Changes the training files below `root` for a trainer.

    Each method takes the `version` of the topic that the trainer has looked at, and raises
    TopicChanged where somebody else has changed it since; TopicRefused where the change would do
    harm; BrokenFile where a file cannot be read. Nothing is written then.
    """

    def add_examples(
        self, name: str, messages: list[str], by: Person, version: str | None = None
    ) -> Change:
        """Teach that these messages mean the topic or intent; what it knows already is left out.

        Without a `version` they are added to the topic as it is: nothing can be lost by that.
        """
        with self.changing(name, version) as files:
            if files.label == DANGEROUS:
                raise TopicRefused(
                    "What is dangerous is not taught by single messages: it needs its kind and a "
                    "test. Hand it to whoever looks after the safety rules."
                )
            taught = all_taught(self.root)
            texts = _each_once(example_of(each) for each in messages)
            repeated = refuse_known(files.label, texts, taught)
            known = {each.text for each in repeated}
            new = [text for text in texts if text not in known]
            if not new:
                return Change(files.topic(), repeated)
            near = near_rivals(files.label, new, taught, self.var / "cache")
            layout.add_examples(files.blocks[-1], new)
            said = f"Teach {_counted(new)} of {files.topic().name}"
            return self._written(files, said, by, [*repeated, *near], tuple(new))

    def remove_examples(self, name: str, messages: list[str], by: Person, version: str) -> Change:
        """Take messages away from the topic; one example stays at least."""
        with self.changing(name, version) as files:
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
        if topics.label_of(name, self.root) not in topics.all_labels(self.root):
            return  # the topic was removed since
        gone = {plain_words(each) for each in messages}
        now = topics.read_topic(name, self.root)
        held = [text for text in now.examples if plain_words(text) in gone]
        if held:
            self.remove_examples(name, held, by, now.version)

    def look_over(self, name: str, messages: list[str]) -> list[Finding]:
        """What a trainer should look at before these messages are taught; nothing is written.

        Raises TopicRefused where one of them is taught elsewhere, BrokenFile.
        """
        label = topics.label_of(name, self.root)
        texts = _each_once(example_of(each) for each in messages)
        taught = all_taught(self.root)
        repeated = refuse_known(label, texts, taught)
        known = {each.text for each in repeated}
        new = [text for text in texts if text not in known]
        return [*repeated, *near_rivals(label, new, taught, self.var / "cache")]

    def rivals_of(self, name: str) -> list[Finding]:
        """Examples of a topic that are nearer to another topic; nothing is written."""
        topic = topics.read_topic(name, self.root)
        others = [each for each in all_taught(self.root) if each[0] != topic.label]
        found = near_rivals(topic.label, list(topic.examples), others, self.var / "cache")
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
        with self.changing(name, version) as files:
            _refuse_dialogue(files)
            variation = layout.variation_in(files.variations, language)
            variation["text"] = layout.folded(self._answer(text))
            _unsign(files)
            held = variation["metadata"]
            if facts is not None:
                held["facts"] = layout.flow(known_facts(facts, self.root))
            if source is not None:
                held["source"] = source
            return self._written(files, f"Change the answer of {files.topic().name}", by)

    def name_buttons(
        self, name: str, titles: dict[str, str], by: Person, version: str | None = None
    ) -> Change:
        """Change what buttons for the topic say, by language; English at least.

        It is said to visitors like the answer, so the topic then awaits the clinic's signature.
        """
        with self.changing(name, version) as files:
            _refuse_dialogue(files)
            written = {code: button_name(text) for code, text in titles.items() if text.strip()}
            if DEFAULT_LANGUAGE not in written:
                raise TopicRefused("The name on buttons is missing in English.")
            if written == files.topic().title:
                return Change(files.topic())
            _unsign(files)
            for each in files.variations:
                each["metadata"]["title"] = layout.flow_map(written)
            return self._written(files, f"Change the name of {files.topic().name} on buttons", by)

    def sign(self, name: str, by: Person, version: str, *, review_by: date | None = None) -> Change:
        """Approve the answer, in every language, as `by`; it is looked at again by `review_by`."""
        with self.changing(name, version) as files:
            if not files.variations:
                raise TopicRefused(f"{files.label} has no answer that could be signed.")
            today = self.today()
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
        label = topics.label_of(name, self.root)
        if (
            not label.startswith(f"{topics.TOPICS}/")
            or topics.messages_path(label, self.root).exists()
        ):
            raise TopicRefused(f"There is a topic {name} already. Choose another name.")
        texts = _each_once(example_of(each) for each in examples)
        if len(texts) < topics.FEWEST_EXAMPLES:
            raise TopicRefused(
                f"A new topic needs {topics.FEWEST_EXAMPLES} different examples at least, and has "
                f"{len(texts)}. Write down more ways in which visitors ask it."
            )
        titles = title or {"en": label.rpartition("/")[2].replace("_", " ")}
        titles = {code: button_name(text) for code, text in titles.items()}
        with locked(self.var):
            files = topics.open_topic(label, self.root)
            if files.messages.content.get("nlu"):  # added meanwhile by somebody else
                raise TopicRefused(f"There is a topic {name} already. Choose another name.")
            taught = all_taught(self.root)
            repeated = refuse_known(label, texts, taught)
            near = near_rivals(label, texts, taught, self.var / "cache")
            block = CommentedMap(intent=label, examples="")
            layout.set_examples(block, texts)
            files.messages.content["version"] = DoubleQuotedScalarString("3.1")
            files.messages.content["nlu"] = CommentedSeq([block])
            entry = CommentedMap(text=layout.folded(self._answer(answer)))
            entry["metadata"] = CommentedMap(
                facts=layout.flow(known_facts(facts or [], self.root)),
                source=source,
                reviewed=AWAITING,
                title=layout.flow_map(titles),
            )
            responses = files.responses.content
            responses.setdefault("version", DoubleQuotedScalarString("3.1"))
            if not responses.get("responses"):
                responses["responses"] = CommentedMap()
            layout.append_entry(responses["responses"], f"utter_{label}", CommentedSeq([entry]))
            said = f"Teach the topic {files.topic().name}, {_counted(texts)}"
            return self._written(files, said, by, [*repeated, *near], tuple(texts))

    def _written(
        self,
        files: TopicFiles,
        said: str,
        by: Person,
        findings: list[Finding] | None = None,
        added: tuple[str, ...] = (),
    ) -> Change:
        """Save both files or neither, and commit what has changed."""
        made = self.save([files.responses, files.messages], said, by)
        return Change(files.topic(), findings or [], made, added)

    def _answer(self, text: str) -> str:
        return answer_of(text, load_profile(self.root / "clinic.yml").variables())


def _refuse_dialogue(files: TopicFiles) -> None:
    if not files.label.startswith(f"{topics.TOPICS}/"):
        raise TopicRefused(
            f"{files.label} is no information topic: its replies belong to the dialogue and are "
            "changed in data/responses/ by a programmer."
        )


def _unsign(files: TopicFiles) -> None:
    """The answer awaits the clinic, in every language."""
    for each in files.variations:
        held = layout.own_metadata(each)
        held["reviewed"] = AWAITING
        held.pop("approver", None)
        held.pop("review_by", None)


def _counted(texts: list[str]) -> str:
    return f"{len(texts)} example{'s' if len(texts) != 1 else ''}"


def _each_once(texts: Iterator[str]) -> list[str]:
    return list({plain_words(text): text for text in texts}.values())
