"""A replay shows only what would change, and nobody's name."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from clinic.store.real_messages import RealMessage
from clinic.training.reading import Reading
from clinic.training.replay import covered, on_record, replay

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PAIN = Reading("faq/pain", ("faq/pain",), None, "answer", False)
PRICE = Reading("faq/price", ("faq/price",), None, "answer", False)
ASKS_BACK = Reading("nlu_fallback", (), None, "clarify", False)
DANGER = Reading("emergency", (), "emergency", "answer", False)


def messages(*texts: str) -> list[RealMessage]:
    return [RealMessage(f"c{number % 2}", number, text, NOW) for number, text in enumerate(texts)]


def test_only_messages_with_another_reply_are_shown() -> None:
    found = replay(messages("a", "b", "c"), [PAIN, ASKS_BACK, PRICE], [PAIN, PRICE, DANGER], {}, {})
    assert (found.conversations, found.messages) == (2, 3)
    assert [(each.text, each.before, each.after) for each in found.changed] == [
        ("b", "asks back", "price"),
        ("c", "price", "safety: emergency"),
    ]


def test_an_answer_in_other_words_is_a_changed_reply() -> None:
    old, new = {"faq/pain": "A little."}, {"faq/pain": "Not at all."}
    (changed,) = replay(messages("a"), [PAIN], [PAIN], old, new).changed
    assert changed.after == "pain, in other words"
    assert (changed.said_before, changed.said_after) == (("A little.",), ("Not at all.",))
    assert replay(messages("a"), [PAIN], [PAIN], old, old).changed == []


def test_both_replies_are_told_as_the_visitor_would_read_them() -> None:
    both = Reading("faq/pain", ("faq/pain", "faq/price"), None, "answer", False)
    old = {"clarify": "Say it in other words.", "faq/price": "Ask us."}
    new = {"faq/pain": "A little.", "faq/price": "Ask us."}
    found = replay(messages("a", "b"), [ASKS_BACK, PRICE], [both, DANGER], old, new)
    assert [(each.said_before, each.said_after) for each in found.changed] == [
        (("Say it in other words.",), ("A little.", "Ask us.")),
        (("Ask us.",), ()),
    ]
    kept = json.loads(json.dumps(on_record(found)))
    assert kept["changed"][0]["said_after"] == ["A little.", "Ask us."]


def test_who_wrote_and_how_they_are_is_covered() -> None:
    text = covered("My name is Ana Beltran, I have rosacea, call 203-555-0142 or a@b.example")
    for told in ("Ana", "Beltran", "rosacea", "555", "@"):
        assert told not in text
    assert "[name]" in text and "[phone]" in text
