"""The action server inside the process: the same actions, called instead of posted to."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from rasa.core.actions.constants import SELECTIVE_DOMAIN
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from clinic.errors import TurnFailed
from clinic.store.unit_of_work import current_unit

# Below any lock or drain of the server, so that a slow action ends its turn and nothing else.
ACTION_DEADLINE_S = 8
_AS_THEY_ARE = frozenset((str, int, float, bool, type(None)))


class InProcessActions(EndpointConfig):
    """What Rasa takes for an action endpoint; the actions run on the same event loop."""

    def __init__(self, package: str = "actions") -> None:
        super().__init__(url="in-process://actions", **{SELECTIVE_DOMAIN: True})
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any | None:
        """Run one action; every error is recorded in the unit of work, because Rasa hides it."""
        # As if by JSON both ways: a shared reference would let an action change the tracker.
        call = through_json(kwargs["json"])
        try:
            async with asyncio.timeout(ACTION_DEADLINE_S):
                result = await self._executor.run(call)
        except ActionExecutionRejection as rejection:
            answer = {"action_name": rejection.action_name, "error": rejection.message}
            raise ClientResponseError(400, "rejected", json.dumps(answer)) from rejection
        except Exception as error:
            _record(error)
            raise TurnFailed(f"The action {call['next_action']} failed.") from error
        return through_json(result)


def through_json(value: Any) -> Any:
    """What `json.loads(json.dumps(value))` makes of a value, without the text in between."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is list or kind is tuple:
        return [through_json(each) for each in value]
    if kind is dict and all(type(key) is str for key in value):
        return {key: through_json(each) for key, each in value.items()}
    return json.loads(json.dumps(value))


def _record(error: BaseException) -> None:
    unit = current_unit()
    if unit is not None:
        unit.record(error)
