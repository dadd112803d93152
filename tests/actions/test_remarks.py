"""Remarks about the request itself are told apart from answers that only look like them."""

from __future__ import annotations

import pytest

from actions.booking import phrases, remarks
from actions.booking.fields import named_field


@pytest.mark.parametrize(
    "said",
    ["hold on", "wait", "one sec please", "brb", "give me a minute", "let me check", "hang on"],
)
def test_a_moment_is_asked_for(said: str):
    assert remarks.wants_a_moment(said)


@pytest.mark.parametrize("said", ["ok", "please", "wait does it hurt", "a few minutes", "sorry"])
def test_no_moment_is_asked_for(said: str):
    assert not remarks.wants_a_moment(said)


@pytest.mark.parametrize(
    "said", ["later", "i'll do this later", "not now", "i have to go", "gotta run", "más tarde"]
)
def test_the_rest_is_left_for_later(said: str):
    assert remarks.wants_to_go_on_later(said)


@pytest.mark.parametrize(
    "said", ["later in the day", "thursday or later", "after work", "tomorrow"]
)
def test_a_late_time_is_a_time(said: str):
    assert not remarks.wants_to_go_on_later(said)


@pytest.mark.parametrize(
    "said",
    ["so it's confirmed?", "is it confirmed now", "am i booked?", "so i'm all set then?",
     "is my appointment confirmed", "ok see you friday", "entonces está confirmada?",
     "when will they call me?", "how soon will somebody get back to me", "what happens next?",
     "how long until I hear from you", "has anyone looked at my request yet"],
)  # fmt: skip
def test_how_the_request_stands_is_asked(said: str):
    assert remarks.asks_how_it_stands(said)


@pytest.mark.parametrize(
    "said",
    ["i'm booked all monday", "confirm", "yes send it", "friday", "call me when you can",
     "how long until I see results", "what happens during a session"],
)  # fmt: skip
def test_other_words_for_booked_are_none(said: str):
    assert not remarks.asks_how_it_stands(said)


@pytest.mark.parametrize("said", ["go back", "previous question", "undo", "wait, go back please"])
def test_the_question_before_is_wanted(said: str):
    assert remarks.wants_to_go_back(said)


@pytest.mark.parametrize("said", ["my back", "call me back", "acne on my back"])
def test_a_back_is_no_way_back(said: str):
    assert not remarks.wants_to_go_back(said)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("the number should be 203-555-0103", ("phone", "203-555-0103")),
        ("change the town to Norwalk", ("location", "Norwalk")),
        ("can i change my phone number", ("phone", None)),
        ("you got my name wrong, it's Katherine Moss", ("name", "Katherine Moss")),
        ("wrong email", ("email", None)),
        ("change the time please", ("preferred", None)),
        ("does it hurt", None),
        ("friday", None),
    ],
)
def test_a_detail_is_called_by_its_name(said: str, named: tuple[str, str | None] | None):
    assert named_field(said) == named


@pytest.mark.parametrize(
    "said",
    ["skip", "i'd rather not say", "I don't use email I'm afraid", "no email, just text me",
     "none of those", "none that i know of", "nothing I'm aware of",
     "leave it blank", "nothing at all", "prefiero no decirlo"],
)  # fmt: skip
def test_a_detail_is_refused(said: str):
    assert phrases.is_refusal(said)


@pytest.mark.parametrize("said", ["norwalk", "nora", "no wait, stamford is better", "no, friday"])
def test_an_answer_is_no_refusal(said: str):
    assert not phrases.is_refusal(said)


@pytest.mark.parametrize("said", ["a" * 2000, "ok " * 600, "no " * 600, "wait, " * 300])
def test_long_messages_are_read_at_once(said: str):
    """Patterns that try every way of reading a text would take for ever here."""
    for reads in (
        phrases.is_refusal, phrases.is_yes, phrases.wants_to_stop, remarks.wants_a_moment,
        remarks.wants_to_go_on_later, remarks.wants_to_go_back, remarks.asks_how_it_stands,
        remarks.wants_it_after_all, named_field,
    ):  # fmt: skip
        reads(said)


@pytest.mark.parametrize(
    "said",
    ["did it arrive?", "did you get that?", "has my request come through", "was it sent?",
     "what's my reference", "i lost my reference number", "so friday at 3 is ok?", "¿llegó?",
     "¿cuál es mi referencia?"],
)  # fmt: skip
def test_it_is_asked_how_a_request_stands(said: str):
    assert remarks.asks_how_it_stands(said)


@pytest.mark.parametrize(
    "said",
    ["does it work?", "so is retinol ok?", "what is microdermabrasion", "friday at 3 please",
     "did you get your training in the US?", "when do results arrive", "so many questions at 3"],
)  # fmt: skip
def test_other_questions_are_not_about_it(said: str):
    assert not remarks.asks_how_it_stands(said)


@pytest.mark.parametrize(
    ("said", "after_all"),
    [
        ("actually lets do it", True),
        ("yes book it actually", True),
        ("hey i changed my mind, i do want to book", True),
        ("i still want to book", True),
        ("I'd like to book an appointment", False),
        ("hi, i want to book", False),
        ("i want it", False),
        ("book", False),
        ("yes", False),
        ("i want to know the price", False),
    ],
)
def test_who_gave_up_wants_it_after_all(said: str, after_all: bool):
    assert remarks.wants_it_after_all(said) == after_all
