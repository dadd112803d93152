"""What a visitor types is read back as typed, and leads nowhere."""

from __future__ import annotations

import re

from clinic.console.answer_blocks import answer_blocks
from tests.dialogues.matrix import heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.sources import ROOT
from tests.visitor import Event, Visitor

TYPED = "[scars, see here](https://evil.example/a)"
INLINE = re.search(
    r"const INLINE = /(.+)/g;", (ROOT / "widget/src/markdown.js").read_text(encoding="utf-8")
)


def links(events: list[Event]) -> list[str]:
    """Addresses that the widget or the console would make links of."""
    told = [each["text"] for each in events if each["role"] == "bot"]
    told += [
        field["value"] for each in events if each.get("card") for field in each["card"]["fields"]
    ]
    found = [match[0] for text in told for match in re.finditer(INLINE[1], text) if match[3]]
    pieces = (p for text in told for block in answer_blocks(text) for li in block.lines for p in li)
    return [*found, *(piece.address for piece in pieces if piece.address)]


def test_a_link_typed_into_a_request_is_read_back_as_words(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("I'd like to book an appointment")
    for line in ("Bea Ruiz", "475-555-0177", "skip", "Stamford", "Monday at noon", TYPED, "no"):
        said = visitor.say(line)
    assert "evil.example" in heard(said) and "evil.example" in str(visitor.events[-1]["card"])
    assert links(visitor.events) == []
    (card,) = (each for each in said if each.get("card"))
    for field in card["card"]["fields"]:  # or the widget would show the line a second time
        assert f"- **{field['label']}:** {field['value']}" in card["text"]
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert "](https://evil.example" in booking.concern


def test_the_clinics_own_words_are_left_alone(visitor: Visitor):
    visitor.say("how do you handle my data?")
    assert "\u2060" not in heard(visitor.events)
