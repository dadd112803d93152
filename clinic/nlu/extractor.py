"""Rasa's entity extractor of this assistant."""

from collections.abc import Callable
from datetime import date
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from clinic.nlu.entities import entities_in
from clinic.nlu.text import clean


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ClinicEntities(GraphComponent, EntityExtractorMixin):
    """Adds what a message names, each with `negated` and `subject`."""

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ClinicEntities":
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = entities_in(clean(message.get(TEXT) or ""), self._today())
            self.add_extractor_name(found)
            message.set(ENTITIES, found, add_to_output=True)
        return messages
