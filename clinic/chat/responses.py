"""The words of a response: Rasa's choice among its variations, copied no further than is filled."""

from __future__ import annotations

import copy
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator

# The parts of a response that its variables are filled into, in place.
FILLED = ("custom", "buttons", "quick_replies")


class Responses(TemplatedNaturalLanguageGenerator):
    """Rasa's own generator copies a whole response, and throws dice over a single one."""

    def generate_from_slots(
        self, utter_action: str, filled_slots: dict[str, Any], output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        chosen = self._random_response_for(utter_action, output_channel, filled_slots)
        if chosen is None:
            return None
        own = {key: copy.deepcopy(chosen[key]) for key in FILLED if key in chosen}
        return self._fill_response({**chosen, **own}, filled_slots, **kwargs)

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: dict[str, Any]
    ) -> dict[str, Any] | None:
        if utter_action not in self.responses:
            return None
        suitable = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, filled_slots
        )
        if len(suitable) == 1:
            return suitable[0]
        return super()._random_response_for(utter_action, output_channel, filled_slots)
