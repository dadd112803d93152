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
        # Through JSON both ways: a shared reference would let an action change the tracker.
        call = json.loads(json.dumps(kwargs["json"]))
        try:
            result = await asyncio.wait_for(self._executor.run(call), ACTION_DEADLINE_S)
        except ActionExecutionRejection as rejection:
            answer = {"action_name": rejection.action_name, "error": rejection.message}
            raise ClientResponseError(400, "rejected", json.dumps(answer)) from rejection
        except Exception as error:
            _record(error)
            raise TurnFailed(f"The action {call['next_action']} failed.") from error
        return json.loads(json.dumps(result))


def _record(error: BaseException) -> None:
    unit = current_unit()
    if unit is not None:
        unit.record(error)
