"""The intent classifier: what a message means, and every question that it asks."""

import hashlib
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

from clinic.nlu.clauses import is_cut_at_commas, is_question
from clinic.nlu.danger import DANGER_HEAD, NONE, Dangers
from clinic.nlu.encoder.sentence import encoder_fingerprint, shared_encoder
from clinic.nlu.learning import learn
from clinic.nlu.lexicon import lexicon_sources
from clinic.nlu.nearness_model import NearnessModel
from clinic.nlu.negation import without_denied
from clinic.nlu.parts import scores_of_parts
from clinic.nlu.safety import EMERGENCY
from clinic.nlu.storage import load_model, save_model
from clinic.nlu.text import normalise

INTENT_HEAD = "intent"
SHOWN = 10  # labels in a ranking
# Labels that take a message whole, whatever else stands in it.
WHOLE = {"prompt_injection", "abusive", "other_language", "gibberish"}
# What a part of a message can ask for beside a topic.
WISHES = {"booking_request", "booking_change", "human_handoff", "complaint"}
# Who tells of these asks whether it matters.
HEALTH = {"faq/contraindication_personal", "faq/pregnancy_or_medication"}
# "May I come?" is, beside what one has, no question of its own.
SUITABLE = "faq/candidate_assessment"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NearnessIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `label`, `label_confidence`, `intent_ranking`, `danger` and `questions` on a message.

    Full labels ("faq/pain") are predicted in one step; `intent` gets the first part, as Rasa
    expects of a retrieval intent. The last word on what to do has MessageDecision.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # The second label's score, or the probability of a danger, from which a message is
            # looked at in parts …
            "second_score": 0.12,
            "second_danger": 0.05,
            # How likely a danger must be in the whole message, or in a part of it.
            "danger": 0.28,
            "danger_in_two_words": 0.5,  # which may be anything: "Al Green"
            "part_danger": 0.99,
            # Talk of stopping or leaving is near to talk of ending one's life, which must be likely
            # by itself; more so where the message surely means something else.
            "self_harm": 0.25,
            "sure": 0.95,
            "self_harm_beside_sure": 0.33,
            # … how sure a part must be, what its label must score in the whole message, and what in
            # the part and the whole together: where it asks, where it only tells, beside a question
            # or alone, and where it asks and nothing but a comma parts it from the rest.
            "part_confidence": 0.5,
            "part_score": 0.1,
            "asked_score": 0.5,
            "told_score": 0.8,
            "told_alone_score": 0.9,
            "comma_score": 0.65,
            # The only question of a message is asked of what the rest tells ("is it too late?"),
            # so that its label must show more in the whole.
            "only_question_score": 0.25,
            # What a second topic must score in the whole message, where no part shows it, to be
            # answered as well, and both together to be sure that both are meant.
            "second_topic_score": 0.36,
            "both_topics_score": 0.9,
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
        self._model: NearnessModel | None = None

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
            component._model = load_model(Path(folder))
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
        kinds = [_kind(message) for message in examples]
        # What is dangerous is learnt apart: a price beside a danger must not teach prices.
        labels = [
            _label(message) if kind == NONE else None
            for message, kind in zip(examples, kinds, strict=True)
        ]
        self._model = learn(
            texts, {INTENT_HEAD: labels, DANGER_HEAD: kinds}, self.fingerprint_addon({})
        )
        with self._model_storage.write_to(self._resource) as folder:
            save_model(self._model, Path(folder))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        assert self._model is not None, "the classifier was neither trained nor loaded"
        intents, dangers = self._model.heads[INTENT_HEAD], Dangers(self._model, self._config)
        text = without_denied(message.get(TEXT) or "", message.get(ENTITIES) or [])
        spelled = normalise(text) or " "
        sentence = shared_encoder().read(spelled)
        read = self._model.scores([spelled], sentence.features[None])
        (scores,) = read[INTENT_HEAD]
        (probabilities,) = intents.calibrated(scores[None])
        order = np.argsort(-probabilities)
        label, confidence = intents.labels[order[0]], float(probabilities[order[0]])
        sure = confidence >= self._config["sure"]
        kind, risk = dangers.of_whole(spelled, sentence, read, sure=sure)
        asked: dict[str, float] = {}
        unsure = scores[order[1]] >= self._config["second_score"]
        if kind is None and (unsure or risk >= self._config["second_danger"]):
            parts, read = scores_of_parts(self._model, spelled, sentence)
            kind, risk = dangers.of_parts(read, (kind, risk))
            if parts and unsure and label not in WHOLE:
                asked = self._asked(spelled, parts, read[INTENT_HEAD], scores)
            if len(asked) < 2:
                asked = self._asked_at_once(label, order, scores, probabilities)
        if kind is not None:
            kind, risk = dangers.of_rest(spelled, (kind, risk))
        if kind is not None:
            label, confidence, asked = EMERGENCY, risk, {}
        elif len(asked) > 1:
            if HEALTH & asked.keys():
                asked.pop(SUITABLE, None)
            label, confidence = next(iter(asked.items()))
        ranking = [
            {"name": intents.labels[place], "confidence": round(float(probabilities[place]), 6)}
            for place in order[:SHOWN]
        ]
        if label == EMERGENCY:
            ranking.insert(0, {"name": EMERGENCY, "confidence": round(risk, 6)})
        ranking.sort(key=lambda entry: entry["name"] != label)
        message.set("label", label, add_to_output=True)
        message.set("label_confidence", round(confidence, 6), add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set("questions", list(asked) if len(asked) > 1 else [label])
        message.set("danger", kind)
        message.set(
            INTENT,
            {"name": label.partition("/")[0], "confidence": confidence},
            add_to_output=True,
        )

    def _asked(
        self, text: str, parts: list[str], read: np.ndarray, scores: np.ndarray
    ) -> dict[str, float]:
        """What the parts of a message ask for, with their confidence.

        `read` holds the scores (parts, labels) of the parts, `scores` those of the whole message. A
        part's label must show in both: cut off, a part says less, or something else. What only
        tells may be the background: "i have blackheads. where are you".
        """
        intents = self._model.heads[INTENT_HEAD]
        calibrated = intents.calibrated(read)
        places = calibrated.argmax(axis=1)
        labels = [intents.labels[place] for place in places]
        asks = [is_question(part) for part in parts]
        wants = sum(asking or label in WISHES for asking, label in zip(asks, labels, strict=True))
        asked_score = "comma_score" if is_cut_at_commas(text) else "asked_score"
        told_score = "told_score" if wants else "told_alone_score"
        asked: dict[str, float] = {}
        for row, (label, place) in enumerate(zip(labels, places, strict=True)):
            confidence = float(calibrated[row, place])
            shows = "only_question_score" if asks[row] and wants == 1 else "part_score"
            together = asked_score if asks[row] or label in WISHES | HEALTH else told_score
            if (
                (label in WISHES or label.startswith("faq/"))
                and confidence >= self._config["part_confidence"]
                and scores[place] >= self._config[shows]
                and read[row, place] + scores[place] >= self._config[together]
            ):
                asked.setdefault(label, confidence)
        return asked

    def _asked_at_once(
        self, label: str, order: np.ndarray, scores: np.ndarray, probabilities: np.ndarray
    ) -> dict[str, float]:
        """Two topics of one breath, with their confidence: "fitzpatrick 5, any dark spots?"."""
        second = self._model.heads[INTENT_HEAD].labels[order[1]]
        both = order[:2]
        if (
            not (label.startswith("faq/") and second.startswith("faq/"))
            or scores[order[1]] < self._config["second_topic_score"]
        ):
            return {}
        sure = scores[both].sum() >= self._config["both_topics_score"]
        confidence = probabilities[both].sum() if sure else probabilities[order[0]]
        return {label: float(confidence), second: float(probabilities[order[1]])}


def _label(message: Message) -> str:
    return message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)


def _kind(message: Message) -> str:
    """The kind of danger that an example stands for."""
    return ((message.get(METADATA) or {}).get(INTENT) or {}).get("safety") or NONE
