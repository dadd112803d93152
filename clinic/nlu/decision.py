"""What to do with a message, from everything that was understood of it."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from clinic.nlu.language import ENGLISH, asks_for_appointment, has_words, language_of
from clinic.nlu.lexicon import lexicon
from clinic.nlu.roles import in_their_roles
from clinic.nlu.safety import (
    SAME_DAY,
    is_violence,
    language_of_red_flag,
    red_flag,
    settled,
)

RETRIEVAL = "faq"
MOST_ANSWERS = 3  # more are a wall of text on a phone
FALLBACK = "nlu_fallback"
EMERGENCY = "emergency"
OFFERED = ("faq/", "booking_request", "booking_change", "human_handoff")
HANDED_OVER = ("human_handoff", "complaint")
CAREFUL = ("human_handoff", "complaint", "faq/privacy", "abusive", "prompt_injection")
# The kind of fact that an entity tells: a sign of a condition counts as one.
HEALTH = {
    "condition": "condition",
    "health_sign": "condition",
    "medicine": "medicine",
    "status": "status",
}
CONTACT = ("phone", "email")
ILLNESS, SUITABLE = "faq/contraindication_personal", "faq/candidate_assessment"
HEALTH_TOPIC = {
    "condition": "faq/contraindication_personal",
    "medicine": "faq/pregnancy_or_medication",
    "status": "faq/pregnancy_or_medication",
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class MessageDecision(GraphComponent, IntentClassifier):
    """Sets `safety`, `language`, `topics`, `health`, `suggestions`, `would` and the final intent.

    A danger outranks everything; another language, a message without words and low confidence
    come next; then every question that the message holds is answered.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # Below this the assistant asks back. Raised until answers were right often enough.
            "threshold": 0.75,
            # For what costs nothing to answer wrongly: no fact is stated and nothing is decided.
            "careful_threshold": 0.45,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "MessageDecision":
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._decide(message)
        return messages

    def _decide(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        safety = settled(red_flag(text), self._felt(message))
        language = language_of(text)
        if safety and language in (None, ENGLISH):
            language = language_of_red_flag(text) or language
        label = self._label(message, text, language, _health(message))
        entities = message.get(ENTITIES) or []
        entities = in_their_roles(entities, EMERGENCY if safety else label, text)
        message.set(ENTITIES, entities, add_to_output=True)
        health = _health(message)
        topics = [] if safety else self._topics(message, label)
        confidence = message.get("label_confidence") or 0.0
        name = EMERGENCY if safety else label.partition("/")[0]
        would = "clarify" if name == FALLBACK else "handoff" if name in HANDED_OVER else "answer"
        if safety:
            message.set("safety", safety, add_to_output=True)
            told = safety == EMERGENCY and is_violence(text)
            message.set("violence", told, add_to_output=True)
        message.set("language", language, add_to_output=True)
        message.set("health", health, add_to_output=True)
        message.set("topics", topics, add_to_output=True)
        message.set("suggestions", _suggestions(message), add_to_output=True)
        message.set("would", would, add_to_output=True)
        message.set(INTENT, {"name": name, "confidence": confidence}, add_to_output=True)
        message.set("response_selector", _selector(topics), add_to_output=True)

    def _felt(self, message: Message) -> str | None:
        """The danger that the classifier feels: a mole that has grown sounds like an infection."""
        felt = message.get("danger")
        named = {entity["value"] for entity in message.get(ENTITIES) or []}
        return None if felt == SAME_DAY and named & set(_listed("no infection")) else felt

    def _label(
        self, message: Message, text: str, language: str | None, health: list[dict[str, str]]
    ) -> str:
        """The full label that the message is taken for, or `nlu_fallback`."""
        label = message.get("label") or FALLBACK
        confidence = message.get("label_confidence") or 0.0
        if not has_words(text):
            return "gibberish"
        if language not in (None, ENGLISH):
            return "booking_request" if asks_for_appointment(text, language) else "other_language"
        enough = self._config["careful_threshold" if label in CAREFUL else "threshold"]
        if confidence >= enough and label != EMERGENCY:
            return _meant(label, message)
        if any(entity["entity"] in CONTACT for entity in message.get(ENTITIES) or []):
            return "booking_request"  # who leaves a way to be reached wants to be reached
        if health:
            return HEALTH_TOPIC[health[0]["kind"]]
        return SUITABLE if _tells_no_illness(message) else FALLBACK

    def _topics(self, message: Message, label: str) -> list[str]:
        """Every question to answer, in the order in which they stand."""
        if label in (FALLBACK, "other_language", "gibberish"):
            return []
        asked = [
            _meant(each, message)
            for each in message.get("questions") or []
            if each.startswith(RETRIEVAL)
        ]
        if label.startswith(RETRIEVAL) and label not in asked:
            likely = (message.get("label_confidence") or 0.0) >= self._config["careful_threshold"]
            asked = [label, *(asked if likely else [])]
        return asked[:MOST_ANSWERS]


def _meant(label: str, message: Message) -> str:
    """Who tells of no illness is told of none: "I'm deaf", "I have a tattoo on my face"."""
    is_harmless = label == ILLNESS and not _health(message) and _tells_no_illness(message)
    return SUITABLE if is_harmless else label


def _tells_no_illness(message: Message) -> bool:
    """Whether something is told that the clinic may want to know, but no illness."""
    return any(each["value"] in _listed("no illness") for each in message.get(ENTITIES) or [])


def _listed(name: str) -> list[str]:
    return lexicon("entities")[name]


def _health(message: Message) -> list[dict[str, str]]:
    """Conditions, medicines and pregnancy that the writer has, each once."""
    found = {
        (HEALTH[entity["entity"]], entity["value"]): None
        for entity in message.get(ENTITIES) or []
        if entity["entity"] in HEALTH
        and entity["value"] not in _listed("no illness")
        and not entity.get("negated")
        and entity.get("subject", "self") == "self"
    }
    return [{"kind": kind, "value": value} for kind, value in found]


def _suggestions(message: Message) -> list[str]:
    ranking = message.get("intent_ranking") or []
    names = [entry["name"] for entry in ranking]
    return [name for name in names if name.startswith(OFFERED)][:3]


def _selector(topics: list[str]) -> dict[str, Any]:
    """What Rasa's tools expect of a response selector for the retrieval intent."""
    selector: dict[str, Any] = {"all_retrieval_intents": [RETRIEVAL]}
    if topics:
        selector[RETRIEVAL] = {
            "response": {
                "intent_response_key": topics[0],
                "utter_action": f"utter_{topics[0]}",
                "responses": [],
                "confidence": 1.0,
            },
            "ranking": [{"intent_response_key": topic, "confidence": 1.0} for topic in topics],
        }
    return selector
