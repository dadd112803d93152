"""The interruption matrix: what may come in between, at every question of the booking form.

`python -m tests.dialogues.matrix` writes docs/interruptions.md from it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.approved import is_response
from tests.dialogues.player import ASKED_BY
from tests.dialogues.questions import QUESTIONS
from tests.sources import ROOT
from tests.visitor import Event, Visitor

PAGE = ROOT / "docs" / "interruptions.md"
# What is answered to each question, and what is stored for it.
ANSWERS = {
    "name": "Ana Beltran",
    "phone": "203-555-0103",
    "email": "ana@example.com",
    "location": "Norwalk",
    "preferred": "Friday morning",
    "concern": "dull skin",
    "health": "no",
    "confirm": "yes",
}
SLOTS = list(ANSWERS)
STORED = {
    "name": "Ana Beltran",
    "phone": "+12035550103",
    "email": "ana@example.com",
    "location": "Norwalk",
    "preferred": "Friday morning",
    "concern": "dull skin",
    "health_note": None,
}
NOTHING = None  # no request is sent
NONSENSE = {
    "name": ["12345", "67 89"],
    "phone": ["555-01", "1234"],
    "email": ["ana@", "@example"],
    "location": ["Atlantis", "Atlantis"],
    "preferred": ["february 31", "13/45"],
    "concern": ["%%%", "###"],
    "health": ["%%%", "###"],
    "confirm": ["%%%", "###"],
}
# What a request holds where a visitor would not say: the form goes on with the next question.
REFUSED = {
    "phone": {"phone": None},
    "email": {"email": None},
    "location": {"location": "either"},
    "preferred": {"preferred": ""},
    "concern": {"concern": None},
    "health": {},
}
EVERYTHING = (
    "Bea Ruiz, 475-555-0177, bea@example.com, Stamford, Monday at noon, acne scars, "
    "no health conditions"
)
EVERYTHING_STORED = {
    "name": "Bea Ruiz",
    "phone": "+14755550177",
    "email": "bea@example.com",
    "location": "Stamford",
    "preferred": "Monday at noon",
    "concern": "acne scars",
    "health_note": None,
}


class Sitting:
    """One visitor at one question of the form."""

    def __init__(self, visitor: Visitor, slot: str) -> None:
        self.visitor = visitor
        self.slot = slot
        said = visitor.say("I'd like to book an appointment")
        for earlier in SLOTS[: SLOTS.index(slot)]:
            assert asked(said) == earlier, f"asked for {asked(said)} in place of {earlier}"
            said = visitor.say(ANSWERS[earlier])
        assert asked(said) == slot, f"asked for {asked(said)} in place of {slot}"

    def interrupt(self, text: str, *responses: str) -> None:
        """Say it, get one of these responses, and be asked the same question again."""
        said = self.visitor.say(text)
        assert not responses or any(has(said, response) for response in responses), heard(said)
        assert asked(said) == self.slot, heard(said)

    def finish(self, said: list[Event] | None = None) -> None:
        """Answer what is asked until the request is sent."""
        question = asked(said) if said is not None else self.slot
        for _ in range(len(SLOTS) + 2):
            if question is None:
                return
            question = asked(self.visitor.say(ANSWERS[question]))
        raise AssertionError("the form does not come to an end")


Play = Callable[[Sitting], dict | None]


@dataclass(frozen=True)
class Row:
    """One kind of interruption; `play` returns what differs in the stored request."""

    title: str
    example: str
    outcome: str
    play: Play
    group: str
    slots: tuple[str, ...] = tuple(SLOTS)


def _question(topic: str) -> Play:
    def play(sitting: Sitting) -> dict:
        sitting.interrupt(QUESTIONS[topic], f"utter_faq/{topic}", f"utter_{topic}_known")
        return {}

    return play


def _remark(text: str, *responses: str) -> Play:
    def play(sitting: Sitting) -> dict:
        sitting.interrupt(text, *responses)
        return {}

    return play


def _end(text: str) -> Play:
    def play(sitting: Sitting) -> None:
        said = sitting.visitor.say(text)
        assert has(said, "utter_booking_stopped"), heard(said)
        assert asked(said) is None, heard(said)
        said = sitting.visitor.say("yes")  # nothing is left that a yes could send
        assert not has(said, "utter_booking_sent"), heard(said)

    return play


def _correct(sitting: Sitting) -> dict:
    said = sitting.visitor.say("sorry, my name is Ana Ruiz")
    assert asked(said) == sitting.slot, heard(said)
    sitting.finish()
    return {"name": "Ana Ruiz"}


def _all_at_once(sitting: Sitting) -> dict:
    said = sitting.visitor.say(("sorry, " if sitting.slot != "name" else "") + EVERYTHING)
    assert asked(said) == "confirm", heard(said)
    sitting.finish(said)
    return EVERYTHING_STORED


def _pause(sitting: Sitting) -> dict:
    said = sitting.visitor.say("I'll finish this later")
    assert has(said, "utter_booking_paused") and asked(said) is None, heard(said)
    assert has(sitting.visitor.say("hi"), "utter_offer_continue")
    said = sitting.visitor.press("Continue my request")
    assert asked(said) == sitting.slot, heard(said)
    sitting.finish()
    return {}


def _emergency(sitting: Sitting) -> dict:
    said = sitting.visitor.say("I can't breathe and my face is swelling")
    assert [has([event], "utter_safety_emergency") for event in said] == [True], heard(said)
    assert has(sitting.visitor.say("hi"), "utter_offer_continue")
    said = sitting.visitor.press("Continue my request")
    assert asked(said) == sitting.slot, heard(said)
    sitting.finish()
    return {}


def _nonsense(sitting: Sitting) -> dict:
    for text in NONSENSE[sitting.slot]:
        sitting.interrupt(text)
    sitting.finish()
    return {}


def _refusal(sitting: Sitting) -> dict:
    said = sitting.visitor.say("I'd rather not say")
    if sitting.slot in ("name", "confirm"):  # a name is asked for once more; a no changes nothing
        assert asked(said) == sitting.slot, heard(said)
        assert not has(said, "utter_booking_sent"), heard(said)
    else:
        assert asked(said) == SLOTS[SLOTS.index(sitting.slot) + 1], heard(said)
    sitting.finish(said)
    return REFUSED.get(sitting.slot, {})


TOGETHER = "together"  # rows that leave the form as it was share one conversation for each slot
AGAIN = "answered, and the same question again"
ROWS = [
    *(
        Row(f"Question: {topic.replace('_', ' ')}", text, AGAIN, _question(topic), TOGETHER)
        for topic, text in QUESTIONS.items()
    ),
    Row("Asks for a person", "can I talk to a real person?", AGAIN,
        _remark("can I talk to a real person?", "utter_handoff_in_form"), TOGETHER),
    Row("A moment, please", "hold on", "the same question again",
        _remark("hold on", "utter_booking_hold"), TOGETHER),
    Row("Takes it for an appointment", "so it's confirmed?", "told that it is a request",
        _remark("so it's confirmed?", "utter_booking_not_sent_yet"), TOGETHER),
    Row("Gibberish", "?? %% ??", "the same question again", _remark("?? %% ??"), TOGETHER),
    Row("Another language", "quanto custa o tratamento?", AGAIN,
        _remark("quanto custa o tratamento?", "utter_other_language"), TOGETHER),
    Row("Corrects an earlier answer", "sorry, my name is Ana Ruiz", "corrected, same question",
        _correct, "correct", tuple(SLOTS[1:])),
    Row("Everything at once", EVERYTHING, "read back at once", _all_at_once, "all"),
    Row("Nonsense twice", "555-01, then 1234", "explained twice, same question", _nonsense,
        "nonsense"),
    Row("Refuses", "I'd rather not say", "goes on; a name is asked for once more", _refusal,
        "refusal"),
    Row("Later", "I'll finish this later", "kept, offered when the visitor writes again", _pause,
        "later"),
    Row("Emergency", "I can't breathe and my face is swelling",
        "only where help is; the draft kept and offered later", _emergency, "emergency"),
    Row("Stops", "stop", "ended, nothing sent, nothing kept", _end("stop"), "stop"),
    Row("Cancels", "forget it, I don't want to book",
        "ended, nothing sent, nothing kept", _end("forget it, I don't want to book"), "cancel"),
]  # fmt: skip


def cells() -> Iterator[tuple[Row, str]]:
    for row in ROWS:
        for slot in row.slots:
            yield row, slot


def asked(said: list[Event]) -> str | None:
    """Which detail is asked for by the last of these messages."""
    for event in reversed(said):
        for response, detail in ASKED_BY.items():
            if is_response(response, event["text"]):
                return detail
    return None


def has(said: list[Event], response: str) -> bool:
    return any(is_response(response, event["text"]) for event in said)


def heard(said: list[Event]) -> str:
    return " | ".join(event["text"] for event in said)


def page() -> str:
    """docs/interruptions.md: a line for each kind of interruption, a column for each question."""
    lines = [
        "# What may come in between",
        "",
        "At every question of the booking form a visitor may do each of these; nothing that was",
        "said before is lost. Each ✓ is a test through the chat API"
        " (`tests/dialogues/test_matrix.py`),",
        "and this page is written from it: `python -m tests.dialogues.matrix`.",
        "",
        f"{sum(1 for _ in cells())} cells: {len(ROWS)} kinds of interruption at {len(SLOTS)}"
        " questions.",
        "",
        "| what comes in between | for example | what happens | " + " | ".join(SLOTS) + " |",
        "|---" * (3 + len(SLOTS)) + "|",
    ]
    for row in ROWS:
        marks = " | ".join("✓" if slot in row.slots else "·" for slot in SLOTS)
        lines.append(f"| {row.title} | {row.example} | {row.outcome} | {marks} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}: {sum(1 for _ in cells())} cells\n")
