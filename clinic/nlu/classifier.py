"""The intent classifier: what a message means, and every question that it asks."""

import hashlib
import os
from collections import defaultdict
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
from clinic.nlu.danger_model import NONE, learn_danger
from clinic.nlu.encoder.sentence import Sentence, encoder_fingerprint, shared_encoder
from clinic.nlu.encoder.taught import taught_features
from clinic.nlu.lexicon import lexicon_sources
from clinic.nlu.nearness_model import NearnessModel
from clinic.nlu.negation import without_denied
from clinic.nlu.storage import load_model, save_model
from clinic.nlu.text import normalise

INTENTS, DANGERS = "intents", "dangers"  # the two models' folders
MOST_OF_ONE = 700  # examples of one label; the dangers have a model of their own for the rest
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
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource

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
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._use(load_model(Path(folder) / INTENTS), load_model(Path(folder) / DANGERS))
        return component

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
        labels = [message.get(INTENT_RESPONSE_KEY) or message.get(INTENT) for message in examples]
        kinds = [_kind(message) for message in examples]
        features = taught_features(texts)
        with threadpool_limits(os.cpu_count()):
            intents = NearnessModel.learn(*_thinned(texts, features, labels))
            dangers = learn_danger(texts, features, kinds)
        self._use(intents, dangers)
        with self._model_storage.write_to(self._resource) as folder:
            save_model(intents, Path(folder) / INTENTS)
            save_model(dangers, Path(folder) / DANGERS)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._understand(message)
        return messages

    def _use(self, intents: NearnessModel, dangers: NearnessModel) -> None:
        self._intents, self._dangers = intents, dangers

    def _understand(self, message: Message) -> None:
        text = without_denied(message.get(TEXT) or "", message.get(ENTITIES) or [])
        spelled = normalise(text) or " "
        sentence = shared_encoder().read(spelled)
        spans = clauses_of(spelled)
        (scores,) = self._intents.scores([spelled], sentence.features[None])
        probabilities = self._intents.calibrated(scores)
        order = np.argsort(-probabilities)
        labels = self._intents.labels
        label, confidence = labels[order[0]], float(probabilities[order[0]])
        asked = self._asked(spelled, sentence, spans, label, scores)
        if len(asked) > 1:
            label, confidence = next(iter(asked.items()))
        ranking = [
            {"name": labels[place], "confidence": round(float(probabilities[place]), 6)}
            for place in order[:SHOWN]
        ]
        ranking.sort(key=lambda entry: entry["name"] != label)
        message.set("label", label, add_to_output=True)
        message.set("label_confidence", round(confidence, 6), add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set("questions", list(asked) or [label])
        message.set("danger", self._danger(spelled, sentence, spans))
        message.set(
            INTENT,
            {"name": label.partition("/")[0], "confidence": confidence},
            add_to_output=True,
        )

    def _asked(
        self,
        text: str,
        sentence: Sentence,
        spans: list[tuple[int, int]],
        label: str,
        scores: np.ndarray,
    ) -> dict[str, float]:
        """What the parts of a message ask for where that differs, with the parts' confidence."""
        highest = np.argsort(-scores)[:HIGHEST]
        if len(spans) < 2 or label in WHOLE or scores[highest[1]] < self._config["second_score"]:
            return {}
        parts = [text[start:end] for start, end in spans]
        features = np.stack([sentence.features_of(*span) for span in spans])
        read = self._intents.calibrated(self._intents.scores(parts, features))
        asked: dict[str, float] = {}
        for part, probabilities in zip(parts, read, strict=True):
            place = int(np.argmax(probabilities))
            confidence = float(probabilities[place])
            if (
                _asks_for(self._intents.labels[place], part)
                and place in highest
                and confidence >= self._config["part_confidence"]
                and scores[place] >= self._config["part_score"]
            ):
                asked.setdefault(self._intents.labels[place], confidence)
        return asked if len(asked) > 1 else {}

    def _danger(
        self, text: str, sentence: Sentence, spans: list[tuple[int, int]]
    ) -> dict[str, Any]:
        """The likeliest kind of danger in the message or a part of it, and how likely it is."""
        texts, features = [text], [sentence.features]
        if len(spans) > 1:
            texts += [text[start:end] for start, end in spans]
            features += [sentence.features_of(*span) for span in spans]
        read = self._dangers.calibrated(self._dangers.scores(texts, np.stack(features)))
        labels = self._dangers.labels
        harmless = read[:, labels.index(NONE)] if NONE in labels else np.zeros(len(read))
        worst = read[int(np.argmin(harmless))].copy()
        kinds = {
            kind: float(probability)
            for kind, probability in zip(labels, worst, strict=True)
            if kind != NONE
        }
        kind = max(kinds, key=lambda name: kinds[name], default=None)
        return {"kind": kind, "confidence": sum(kinds.values())}


def _kind(message: Message) -> str:
    """The kind of danger that an example stands for."""
    return ((message.get(METADATA) or {}).get(INTENT) or {}).get("safety") or NONE


def _thinned(
    texts: list[str], features: np.ndarray, labels: list[str]
) -> tuple[list[str], np.ndarray, list[str]]:
    """The examples for the intents: of a label with very many, every second or third one."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        places[label].append(place)
    kept = sorted(
        place for own in places.values() for place in own[:: max(1, round(len(own) / MOST_OF_ONE))]
    )
    return [texts[p] for p in kept], features[kept], [labels[p] for p in kept]


def _asks_for(label: str, part: str) -> bool:
    if label in WISHES or label in ASKED_BY_NAME:
        return True
    return label.startswith("faq/") and is_question(part)
