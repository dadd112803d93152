"""The intent classifier: what a message means, and every question that it asks."""

import hashlib
import os
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import threadpool_limits

from clinic.nlu.clauses import clauses_of, is_question
from clinic.nlu.encoder.sentence import Sentence, encoder_fingerprint, shared_encoder
from clinic.nlu.encoder.taught import taught_features
from clinic.nlu.intent_model import IntentModel
from clinic.nlu.lexicon import lexicon_sources
from clinic.nlu.negation import without_denied
from clinic.nlu.storage import load_model, save_model
from clinic.nlu.text import normalise

# Joins an intent and the kind of danger that its examples stand for, inside the model only.
KIND = "#"
SHOWN = 10  # labels in a ranking
# Labels that take a message whole, whatever else stands in it.
WHOLE = {"emergency", "prompt_injection", "abusive", "other_language", "gibberish"}
# What a part of a message can ask for beside a topic.
WISHES = {"booking_request", "booking_change", "human_handoff", "complaint"}
# A part with one of these asks for it without a question's form: "cost + how long". Of the other
# topics it only tells the background: "dry patches, how much is it".
ASKED_BY_NAME = {
    "faq/price", "faq/location", "faq/hours_contact", "faq/downtime", "faq/contraindications_list",
    "faq/contraindication_personal", "faq/pregnancy_or_medication", "faq/compare_treatments",
    "faq/privacy",
}  # fmt: skip
HIGHEST = 3  # a part's topic must be among the whole message's likeliest


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NearnessIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `label`, `label_confidence`, `intent_ranking`, `danger` and `questions` on a message.

    Full labels ("faq/pain") are predicted in one step; `intent` gets the first part, as Rasa
    expects of a retrieval intent. The last word on what to do has MessageDecision.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # The second label's score from which a message is looked at in parts …
            "second_score": 0.12,
            # … how sure a part must be, and what its label must score in the whole message.
            "part_confidence": 0.6,
            "part_score": 0.13,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._use(model)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NearnessIntentClassifier":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "NearnessIntentClassifier":
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, load_model(Path(folder)))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Training is done again when the encoder, a word list or a helper module changes."""
        sources = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
        return hashlib.sha256(
            sources + lexicon_sources() + encoder_fingerprint().encode()
        ).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        texts = [normalise(message.get(TEXT)) for message in examples]
        features = taught_features(texts)
        with threadpool_limits(os.cpu_count()):
            model = IntentModel.learn(texts, features, [_label(message) for message in examples])
        self._use(model)
        with self._model_storage.write_to(self._resource) as folder:
            save_model(self._model, Path(folder))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._understand(message)
        return messages

    def _use(self, model: IntentModel | None) -> None:
        self._model = model
        if model is None:
            return
        # Kinds of danger are one intent to the outside.
        bare = [label.partition(KIND)[0] for label in model.labels]
        self._intents = sorted(set(bare))
        self._merge = np.zeros((len(bare), len(self._intents)), np.float32)
        self._merge[np.arange(len(bare)), [self._intents.index(label) for label in bare]] = 1

    def _understand(self, message: Message) -> None:
        text = without_denied(message.get(TEXT) or "", message.get(ENTITIES) or [])
        spelled = normalise(text) or " "
        sentence = shared_encoder().read(spelled)
        (scores,) = self._model.scores([spelled], sentence.features[None])
        probabilities = self._model.calibrated(scores)
        merged = probabilities @ self._merge
        order = np.argsort(-merged)
        label, confidence = self._intents[order[0]], float(merged[order[0]])
        asked = self._asked(spelled, sentence, label, scores @ self._merge)
        if len(asked) > 1:
            label, confidence = next(iter(asked.items()))
        ranking = [
            {"name": self._intents[place], "confidence": round(float(merged[place]), 6)}
            for place in order[:SHOWN]
        ]
        ranking.sort(key=lambda entry: entry["name"] != label)
        message.set("label", label, add_to_output=True)
        message.set("label_confidence", round(confidence, 6), add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set("questions", list(asked) or [label])
        message.set("danger", self._danger(probabilities))
        message.set(
            INTENT,
            {"name": label.partition("/")[0], "confidence": confidence},
            add_to_output=True,
        )

    def _asked(
        self, text: str, sentence: Sentence, label: str, scores: np.ndarray
    ) -> dict[str, float]:
        """What the parts of a message ask for where that differs, with the parts' confidence."""
        highest = np.argsort(-scores)[:HIGHEST]
        if label in WHOLE or scores[highest[1]] < self._config["second_score"]:
            return {}
        spans = clauses_of(text)
        if len(spans) < 2:
            return {}
        parts = [text[start:end] for start, end in spans]
        features = np.stack([sentence.features_of(*span) for span in spans])
        read = self._model.calibrated(self._model.scores(parts, features)) @ self._merge
        asked: dict[str, float] = {}
        for part, probabilities in zip(parts, read, strict=True):
            place = int(np.argmax(probabilities))
            confidence = float(probabilities[place])
            if (
                _asks_for(self._intents[place], part)
                and place in highest
                and confidence >= self._config["part_confidence"]
                and scores[place] >= self._config["part_score"]
            ):
                asked.setdefault(self._intents[place], confidence)
        return asked if len(asked) > 1 else {}

    def _danger(self, probabilities: np.ndarray) -> dict[str, Any]:
        """The likeliest kind of danger, and how likely any danger is."""
        kinds = {
            label.partition(KIND)[2] or "emergency": float(probability)
            for label, probability in zip(self._model.labels, probabilities, strict=True)
            if label.partition(KIND)[0] == "emergency"
        }
        kind = max(kinds, key=lambda name: kinds[name], default=None)
        return {"kind": kind, "confidence": sum(kinds.values())}


def _label(message: Message) -> str:
    """The full label of an example, with the kind of danger where it is one."""
    label = message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
    kind = ((message.get(METADATA) or {}).get(INTENT) or {}).get("safety")
    return f"{label}{KIND}{kind}" if kind else label


def _asks_for(label: str, part: str) -> bool:
    if label in WISHES or label in ASKED_BY_NAME:
        return True
    return label.startswith("faq/") and is_question(part)
