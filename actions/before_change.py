"""What comes before the form about a request that was sent."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import another, low_spirits
from actions.booking import draft
from actions.change.outcome import own_request, sent_of
from actions.heard_first import heard_first
from actions.message import Message
from actions.offers import ReplyAction, goes_on


class ActionBeforeChange(ReplyAction):
    """Before a request that was sent is looked for: help, or the request that was interrupted."""

    def name(self) -> str:
        return "action_before_change"

    def _done(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        if goes_on(tracker, message):
            return self.reply(dispatcher, tracker, message)
        heard, _ = heard_first(dispatcher, tracker, message)
        if low_spirits.despairs(tracker, message):
            return [*heard, FollowupAction("action_listen")]
        rest, words = another.apart(tracker, message, sent_of(own_request(tracker)))
        begins = words and another.says_nothing_else(rest)
        return [*heard, *(another.begun(words) if begins else [])]

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        return [*draft.resumed(), FollowupAction(draft.FORM)]
