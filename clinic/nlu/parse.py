"""Understanding outside of a conversation: one message in, what was understood of it out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rasa.core.processor
import rasa.shared.utils.validation
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.model import get_latest_model
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.errors import ModelError
from clinic.nlu.archive import check_archive
from clinic.nlu.graph_runner import OrderedGraphRunner

MESSAGES = "__message__"
TRACKER = "__tracker__"
DOMAIN = "domain.yml"  # in a model, as DomainProvider writes it
ENTITY_FIELDS = ("entity", "value", "start", "end", "negated", "subject")


def load_processor(model_path: Path) -> MessageProcessor:
    """Load a model, or the newest of a folder; raises ModelError where none can be loaded."""
    path = get_latest_model(str(model_path))
    if path is None:
        raise ModelError(
            f"There is no trained model in {model_path}. Run `python -m clinic train`."
        )
    check_archive(Path(path))
    rasa.core.processor.DaskGraphRunner = OrderedGraphRunner
    try:
        with domain_taken_on_trust():
            return MessageProcessor(
                path,
                InMemoryTrackerStore(None),
                InMemoryLockStore(),
                TemplatedNaturalLanguageGenerator({}),
            )
    except Exception as error:
        if isinstance(error.__cause__, ModelError):
            raise error.__cause__ from error
        raise ModelError(
            f"The model {Path(path).name} cannot be loaded ({type(error).__name__}). Delete it "
            "and run `python -m clinic train`."
        ) from error


@contextmanager
def domain_taken_on_trust() -> Iterator[None]:
    """A model's domain was validated when it was trained, and training wrote it as one file.

    Rasa would validate it again, and read it three times: half of the loading time.
    """
    validate = rasa.shared.utils.validation.validate_yaml_schema
    from_directory = Domain.from_directory
    rasa.shared.utils.validation.validate_yaml_schema = lambda *_arguments, **_more: None
    Domain.from_directory = _domain_in
    try:
        yield
    finally:
        rasa.shared.utils.validation.validate_yaml_schema = validate
        Domain.from_directory = from_directory


def _domain_in(folder: str) -> Domain:
    return Domain.from_file(str(Path(folder) / DOMAIN))


def parse_message(
    processor: MessageProcessor, text: str, tracker: DialogueStateTracker | None = None
) -> dict[str, Any]:
    """Rasa's parse data for typed words, which are never taken for a command.

    The last node of the NLU graph obeys "/restart" and the like; it is left out, and so are the
    tokens, which are for Rasa's own tools.
    """
    metadata = processor.model_metadata
    nodes = metadata.predict_schema.nodes
    last = nodes[metadata.nlu_target].needs["messages"]
    while issubclass(nodes[last].uses, Tokenizer):
        last = nodes[last].needs["messages"]
    results = processor.graph_runner.run(
        inputs={MESSAGES: [UserMessage(text)], TRACKER: tracker}, targets=[last]
    )
    parsed: dict[str, Any] = {
        "text": "",
        "intent": {"name": None, "confidence": 0.0},
        "entities": [],
    }
    parsed.update(results[last][0].as_dict(only_output_properties=True))
    processor._update_full_retrieval_intent(parsed)
    return parsed


def shown(parsed: dict[str, Any]) -> dict[str, Any]:
    """What `python -m clinic parse` prints of a message."""
    return {
        "text": parsed["text"],
        "intent": parsed.get("label"),
        "confidence": parsed.get("label_confidence"),
        "ranking": parsed.get("intent_ranking", [])[:3],
        "topics": parsed.get("topics", []),
        "entities": [
            {field: entity.get(field) for field in ENTITY_FIELDS} for entity in parsed["entities"]
        ],
        "safety": parsed.get("safety"),
        "would": parsed.get("would"),
    }
