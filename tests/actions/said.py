"""A message to the booking form, with the days and towns that are found in its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from actions.message import Message
from clinic.nlu.dates import dates_in

TODAY = date(2026, 11, 26)  # a Thursday
_TOWNS = re.compile(r"stamford|norwalk", re.IGNORECASE)


class _Tracker:
    sender_id = "conversation"

    def __init__(self, **said: Any) -> None:
        self.latest_message = {"message_id": "m1", **said}


def message(text: str, intent: str = "nlu_fallback", topics: Sequence[str] = ()) -> Message:
    days = [
        {"entity": "date", "value": each.text, "text": each.text, "start": each.start,
         "end": each.end, "resolved": each.resolved}
        for each in dates_in(text, TODAY)
    ]  # fmt: skip
    towns = [
        {"entity": "location", "value": each[0].title(), "text": each[0], "start": each.start(),
         "end": each.end()}
        for each in _TOWNS.finditer(text)
    ]  # fmt: skip
    entities = [*days, *towns]
    return Message(
        _Tracker(text=text, intent={"name": intent}, topics=list(topics), entities=entities)
    )
