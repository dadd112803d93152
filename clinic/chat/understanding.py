"""What is understood of typed words; short everyday messages are understood once."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import OrderedDict
from typing import Any

from rasa.core.processor import MessageProcessor

from clinic.nlu.parse import parse_message

MOST = 500  # messages, some 2 KB each
LONGEST = 80  # characters; what is longer is hardly ever typed twice
# Told by listed words, which are everybody's, and of nobody's health.
LISTED = {"body_area", "concern", "location", "treatment"}


class Understanding:
    """Remembers what "does it hurt?" and its like mean, and never the words themselves."""

    def __init__(self, processor: MessageProcessor) -> None:
        self._processor = processor
        self._secret = secrets.token_bytes()
        self._known: OrderedDict[bytes, str] = OrderedDict()

    def of(self, text: str) -> dict[str, Any]:
        """Rasa's parse data, the caller's to change."""
        key = self._key(text)
        if key in self._known:
            self._known.move_to_end(key)
            return {"text": text, **json.loads(self._known[key])}
        parsed = parse_message(self._processor, text)
        if len(text) <= LONGEST and all(map(_is_everybodys, parsed["entities"])):
            meaning = {name: value for name, value in parsed.items() if name != "text"}
            self._known[key] = json.dumps(meaning)
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return parsed

    def _key(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8", "replace"), key=self._secret).digest()


def _is_everybodys(entity: dict[str, Any]) -> bool:
    """A word that is only nearly a listed one may be a name."""
    return entity["entity"] in LISTED and "corrected" not in entity
