"""The intent classifier: which topics a message, and each part of it, means."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from clinic.nlu.clauses import clauses_of
from clinic.nlu.encoder.sentence import encoder_fingerprint, shared_encoder
from clinic.nlu.intent_model import IntentModel
from clinic.nlu.lexicon import lexicon_sources
from clinic.nlu.storage import load_model, save_model
from clinic.nlu.text import normalise

# Joins an intent and the kind of danger that its examples stand for, inside the model only.
KIND = "#"
SHOWN = 10  # labels in a ranking


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FusedIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `label`, `label_confidence`, `intent_ranking`, `danger` and `clauses` on a message.

    Full labels ("faq/pain") are predicted in one step; `intent` gets the first part, as Rasa
    expects of a retrieval intent. The last word on what to do has MessageDecision.
    """

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "FusedIntentClassifier":
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "FusedIntentClassifier":
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, load_model(Path(folder)))

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
        vectors = shared_encoder().encode(texts)
        self._model = IntentModel.learn(texts, vectors, [_label(message) for message in examples])
        with self._model_storage.write_to(self._resource) as folder:
            save_model(self._model, Path(folder))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        parts = clauses_of(text)
        whole, *clauses = self._rankings([text, *(parts if len(parts) > 1 else [])])
        danger, probability = self._danger(whole)
        ranking = _merged(whole)
        best = ranking[0]
        message.set("label", best["name"], add_to_output=True)
        message.set("label_confidence", best["confidence"], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set("danger", {"kind": danger, "confidence": probability})
        message.set(
            "clauses",
            [
                {"text": part, "ranking": _merged(clause)[:3]}
                for part, clause in zip(parts, clauses, strict=False)
            ],
        )
        message.set(
            INTENT,
            {"name": best["name"].partition("/")[0], "confidence": best["confidence"]},
            add_to_output=True,
        )

    def _rankings(self, texts: list[str]) -> list[dict[str, float]]:
        """Probability by label for each text, one pass of the encoder for all."""
        assert self._model is not None, "the classifier was neither trained nor loaded"
        spelled = [normalise(text) for text in texts]
        vectors = shared_encoder().encode([text or " " for text in spelled])
        return [
            dict(zip(self._model.labels, map(float, row), strict=True))
            for row in self._model.probabilities(spelled, vectors)
        ]

    @staticmethod
    def _danger(probabilities: dict[str, float]) -> "tuple[str | None, float]":
        """The likeliest kind of danger, and how likely any danger is."""
        kinds = {
            label.partition(KIND)[2] or "emergency": probability
            for label, probability in probabilities.items()
            if label.partition(KIND)[0] == "emergency"
        }
        if not kinds:
            return None, 0.0
        return max(kinds, key=lambda kind: kinds[kind]), float(np.sum(list(kinds.values())))


def _label(message: Message) -> str:
    """The full label of an example, with the kind of danger where it is one."""
    label = message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
    kind = ((message.get(METADATA) or {}).get(INTENT) or {}).get("safety")
    return f"{label}{KIND}{kind}" if kind else label


def _merged(probabilities: dict[str, float]) -> list[dict[str, Any]]:
    """A ranking of intents: kinds of danger are one intent to the outside."""
    totals: dict[str, float] = {}
    for label, probability in probabilities.items():
        name = label.partition(KIND)[0]
        totals[name] = totals.get(name, 0.0) + probability
    ranked = sorted(totals.items(), key=lambda item: -item[1])[:SHOWN]
    return [{"name": name, "confidence": round(value, 6)} for name, value in ranked]
