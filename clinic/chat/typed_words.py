"""A visitor's own words inside an approved reply: they are read back, and lead nowhere."""

from __future__ import annotations

from typing import Any

from actions.say import profile

LINK, NO_LINK = "](", "]\u2060("  # looks the same, and no client takes it for a link


def without_links(message: dict[str, Any]) -> dict[str, Any]:
    """What an action says, with every link broken that is not the clinic's own.

    Variables and the entries of a card may be a visitor's words; buttons mean what they mean.
    """
    own = profile().variables()
    said = {
        name: _broken(value) if isinstance(value, str) and value != own.get(name) else value
        for name, value in message.items()
    }
    card = (said.get("custom") or {}).get("card")
    if card:
        fields = [each | {"value": _broken(each["value"])} for each in card["fields"]]
        said["custom"] = {**said["custom"], "card": {**card, "fields": fields}}
    return said


def _broken(words: str) -> str:
    return words.replace(LINK, NO_LINK)
