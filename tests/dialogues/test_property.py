"""In whatever order a visitor answers, corrects and asks: what is stored is what was read back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.booking.read_back import spoken
from tests.dialogues.matrix import asked, has, heard
from tests.dialogues.questions import QUESTIONS
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

EXAMPLES = 25
MOST_TURNS = 40

phones = st.integers(100, 199).map(lambda line: f"203-555-0{line}")
emails = st.from_regex(r"[a-z]{3,8}\.?[a-z]{1,5}@example\.(?:com|org)", fullmatch=True)
names = st.sampled_from(["Ana Beltran", "Jo", "Mrs. Pruitt", "O'Brien", "Ana and Peter Walsh"])
towns = st.sampled_from(["Stamford", "Norwalk", "either", "both work"])
times = st.sampled_from(["friday", "any day", "Tuesday at 5pm or Thursday morning", "March 3"])
concerns = st.sampled_from(["dull skin", "acne scars on my cheeks", "skip", "blackheads"])
notes = st.sampled_from(["no", "skip", "I take blood thinners", "I'm diabetic", "nothing"])
ANSWERS = {
    "name": names,
    "phone": phones,
    "email": st.one_of(emails, st.just("skip")),
    "location": towns,
    "preferred": times,
    "concern": concerns,
    "health": notes,
    "confirm": st.just("yes"),
}
corrections = st.one_of(
    phones.map(lambda phone: f"sorry, the number should be {phone}"),
    emails.map(lambda email: f"wait, my e-mail is {email}"),
    st.sampled_from(["actually make it Norwalk", "Stamford instead please"]),
    names.map(lambda name: f"change the name to {name}"),
    st.just("can we change the time to monday 4pm"),
)
interruptions = st.one_of(
    st.sampled_from(sorted(QUESTIONS.values())),
    st.sampled_from(["hold on", "can I talk to a person?", "?!", "so it's confirmed?", "thanks"]),
)
# Before each answer: nothing, a correction or an interruption.
turns = st.lists(st.one_of(st.none(), corrections, interruptions), max_size=10)


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), between=turns)
def test_what_is_stored_is_what_was_read_back(
    live_server: LiveServer, data: st.DataObject, between: list[str | None]
):
    with Visitor(live_server.url).open() as visitor:
        said = visitor.say("I'd like to book an appointment")
        for _ in range(MOST_TURNS):
            while between and (text := between.pop(0)) is not None:
                said = visitor.say(text)
                if has(said, "utter_booking_sent"):
                    raise AssertionError(f"{text!r} has sent the request: {heard(said)}")
            question = asked(said)
            if question is None:
                break
            said = visitor.say(data.draw(ANSWERS[question], label=question))
        assert has(said, "utter_booking_sent"), heard(said)
        read_back = next(event["card"] for event in reversed(visitor.events) if event.get("card"))
        (booking,) = bookings_of(live_server, visitor.conversation)
    assert {field["slot"]: field["value"] for field in read_back["fields"]} == _shown(booking)


def _shown(booking: Any) -> dict[str, str]:
    slots = ("name", "phone", "email", "location", "preferred", "concern", "health_note")
    return {slot: spoken(slot, getattr(booking, slot)) or "not given" for slot in slots}
