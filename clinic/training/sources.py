"""What must hold of the training files before a model is worth training."""

from __future__ import annotations

import copy
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from clinic.errors import TrainingError

SHOWN = 5  # problems told at once


def checked_sources(root: Path) -> Any:
    """Rasa's importer of the project at `root`, with everything read.

    Raises TrainingError with the first problems found in config, domain and data.
    """
    problems, importer = list(_missing(root)), None
    if not problems:
        importer, problems = _read(root)
    if problems:
        more = len(problems) - SHOWN
        told = problems[:SHOWN] + ([f"and {more} more"] if more > 0 else [])
        raise TrainingError("The assistant cannot be trained:\n- " + "\n- ".join(told))
    return importer


def _missing(root: Path) -> Iterator[str]:
    for name in ("config.yml", "domain.yml", "data/nlu"):
        if not (root / name).exists() and not (root / name).with_suffix("").is_dir():
            yield f"{name} is missing"


def _read(root: Path) -> tuple[Any, list[str]]:
    import rasa.shared.core.domain  # noqa: F401
    from rasa.shared.exceptions import RasaException
    from rasa.shared.importers.importer import TrainingDataImporter

    domain_path = root / "domain" if (root / "domain").is_dir() else root / "domain.yml"

    def load() -> tuple[Any, Any, list[Any], Any]:
        importer = TrainingDataImporter.load_from_config(
            str(root / "config.yml"), str(domain_path), [str(root / "data")]
        )
        messages = importer.get_nlu_data().intent_examples
        return importer, importer.get_domain(), messages, importer.get_stories()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Rasa's hints; `rasa data validate` shows them
        try:
            with _without_line_numbers():
                importer, domain, messages, stories = load()
        except RasaException:
            try:
                importer, domain, messages, stories = load()
            except RasaException as error:
                return None, [" ".join(str(error).split())]
    return importer, [
        *_unknown_intents(domain, messages),
        *_unanswered_topics(domain, messages),
        *_messages_of_two_intents(messages),
        *_unknown_actions(domain, stories),
    ]


@contextmanager
def _without_line_numbers() -> Iterator[None]:
    """Rasa checks each file's form with a reader that counts lines for its complaints.

    That takes ten times as long as the reader that takes the messages from it.
    """
    from rasa.shared.utils import io

    read_yaml = io.read_yaml
    io.read_yaml = lambda content, reader_type="safe": read_yaml(content)
    try:
        yield
    finally:
        io.read_yaml = read_yaml


@contextmanager
def without_copies() -> Iterator[None]:
    """Rasa copies and fingerprints all messages again for each file and importer (20 s of 25).

    It reads every file twice as well, and files what each step of a training gave for the next
    one, which `clinic.nlu.learning` does for the one step that takes long.
    """
    from rasa.engine.training import graph_trainer
    from rasa.shared.nlu.training_data import loading, training_data

    whole = training_data.TrainingData
    before = vars(whole)["sanitize_examples"]
    load_data = loading.load_data
    training_hook = graph_trainer.TrainingHook
    loading.load_data = lru_cache(maxsize=None)(load_data)
    graph_trainer.TrainingHook = _FilesNothing
    training_data.copy = SimpleNamespace(deepcopy=copy.copy)
    whole.sanitize_examples = staticmethod(_each_once)
    try:
        yield
    finally:
        loading.load_data = load_data
        graph_trainer.TrainingHook = training_hook
        training_data.copy = copy
        whole.sanitize_examples = before


class _FilesNothing:
    """Stands in for the hook by which Rasa files what a step gave."""

    def __init__(self, **_: Any) -> None:
        pass

    def on_before_node(self, **_: Any) -> dict[str, Any]:
        return {}

    def on_after_node(self, **_: Any) -> None:
        pass


def _each_once(examples: list[Any]) -> list[Any]:
    """The messages without those that say the same; attributes are compared, not fingerprints."""
    once = {tuple(sorted((k, str(v)) for k, v in each.data.items())): each for each in examples}
    return list(once.values())


def _unknown_intents(domain: Any, messages: list[Any]) -> Iterator[str]:
    for intent in sorted({message.get("intent") for message in messages} - set(domain.intents)):
        yield f'data/nlu has messages for "{intent}", which is no intent of the domain'


def _unanswered_topics(domain: Any, messages: list[Any]) -> Iterator[str]:
    topics = {message.get("intent_response_key") for message in messages} - {None}
    for topic in sorted(topics):
        if f"utter_{topic}" not in domain.responses:
            yield f'"{topic}" has messages and no answer: write utter_{topic}'


def _messages_of_two_intents(messages: list[Any]) -> Iterator[str]:
    labels = defaultdict(set)
    for message in messages:
        text = " ".join(message.get("text").lower().split())
        labels[text].add(message.get("intent_response_key") or message.get("intent"))
    for text, found in sorted(labels.items()):
        if len(found) > 1:
            yield f'"{text}" is taught as {" and as ".join(sorted(found))}'


def _unknown_actions(domain: Any, stories: Any) -> Iterator[str]:
    from rasa.shared.core.events import ActionExecuted

    known = set(domain.action_names_or_texts)
    for step in stories.story_steps:
        for event in step.events:
            name = event.action_name if type(event) is ActionExecuted else None
            if name and name not in known:
                yield f'the rule "{step.block_name}" uses {name}, which is not in the domain'
