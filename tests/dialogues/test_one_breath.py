"""Details that are said at once, in any order, are each kept and not asked for again."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import asked, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

pytestmark = pytest.mark.slow
TOLD = {"name": "Trevor Hansen", "phone": "+12035550122", "location": "Stamford"}


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (
            "hi, this is Trevor Hansen, 203 555 0122, can i book for friday in stamford",
            "friday",
        ),
        ("can i book for friday in stamford? Trevor Hansen 203 555 0122", "friday"),
        ("hey can u book me in stamford on friday its Trevor Hansen my cell is 203 555 0122",
         "on friday"),
        ("name: Trevor Hansen, phone: 203-555-0122, location: stamford, day: friday", "friday"),
        ("name: Trevor Hansen\nphone: 203-555-0122\ntown: stamford\nday: friday", "friday"),
    ],
)  # fmt: skip
def test_details_in_one_message_are_all_kept(
    visitor: Visitor, live_server: LiveServer, said: str, day: str
):
    answer = visitor.say(said)
    questions = []
    while (question := asked(answer)) != "confirm":
        questions.append(question)
        answer = visitor.say("no")
        assert len(questions) < 5, heard(answer)
    assert questions == ["email", "concern", "health"]
    visitor.say("yes, send it")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert {slot: getattr(booking, slot) for slot in TOLD} == TOLD
    assert [wish["said"] for wish in booking.preferred] == [day]


def test_a_list_may_come_line_by_line(visitor: Visitor):
    assert asked(visitor.say("name: john q public")) == "phone"
    assert asked(visitor.say("phone: 203-555-0122")) == "email"
    assert asked(visitor.say("email: john@example.com")) == "location"


def test_a_name_left_where_a_request_was_offered_begins_it(visitor: Visitor):
    visitor.say("what does it cost")
    assert asked(visitor.say("Dana Cole")) == "phone"


def test_a_yes_after_an_answer_about_data_begins_no_request(visitor: Visitor):
    visitor.say("delete my data please")
    assert asked(visitor.say("yes")) is None


@pytest.mark.parametrize(
    "text",
    [
        "book me monday at noon please, and how much is it?",
        "book me for monday at noon and does it hurt?",
        "can you book me monday at noon, what does it cost",
    ],
)
def test_a_time_is_kept_beside_a_question_behind_it(visitor: Visitor, text: str):
    for line in (text, "Bea Ruiz", "475 555 0177", "skip", "Norwalk"):
        said = visitor.say(line)
    assert asked(said) == "concern", heard(said)
