"""Details are read from messages the way visitors give them."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from actions.booking import contact, fields, names, no_days, phrases, reading, times
from actions.booking.reading import Reading, read
from actions.message import Entity, Message


class _Tracker:
    """Only what Message reads: the parse data of the last message."""

    sender_id = "conversation"

    def __init__(self, text: str, **parsed: Any) -> None:
        self.latest_message = {"text": text, "message_id": "m1", **parsed}


def _entity(entity: str, text: str, within: str, **more: Any) -> dict[str, Any]:
    start = within.index(text)
    return {"entity": entity, "value": text, "text": text, "start": start,
            "end": start + len(text), **more}  # fmt: skip


def _read(text: str, requested: str | None, known: dict[str, Any] | None = None, **parsed: Any):
    return read(Message(_Tracker(text, **parsed)), requested, known or {})


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("stephanie m", "stephanie m"),
        ("my name is Jo", "Jo"),
        ("it's kevin", "kevin"),
        ("Hi, I'm Maria-Luisa O'Brien", "Maria-Luisa O'Brien"),
        ("Renée", "Renée"),
        ("me llamo Marisol Vega", "Marisol Vega"),
        ("wait does it hurt", None),
        ('Robert"); DROP TABLE bookings;--', None),
        ("203-555-0101", None),
        ("stop", None),
        ("no", None),
        ("you can call me Bea", "Bea"),
        ("Anna Fine", "Anna Fine"),
        ("Will Cool", "Will Cool"),
        ("nah", None),
        ("lol", None),
        ("k", None),
        ("sounds good", None),
        ("po polsku prosze", None),
        ("<script>alert(1)</script>", None),
        ("i want to know how long it takes before i give you that", None),
        ("x" * 200, None),
    ],
)
def test_a_name_is_taken_only_where_there_is_one(said: str, name: str | None):
    assert names.name_as_answer(said) == name


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("203-555-0101", "+12035550101"),
        ("ok good. 203 555 0103", "+12035550103"),
        ("2035550104", "+12035550104"),
        ("wait typo its 2035550114", "+12035550114"),
        ("not 203 555 0104, it's (203) 555-0114", "+12035550114"),
        ("+1 475.555.0102 after 5", "+14755550102"),
        ("555-01", None),
        ("123-456-7890", None),
        ("my zip is 06901", None),
        ("203 555 0150 or my work 203 555 0160", "+12035550150"),
    ],
)
def test_a_phone_number_must_be_able_to_exist(said: str, number: str | None):
    assert contact.phone_in(said) == number


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("steph.m@example.com", "steph.m@example.com"),
        ("its Ana@Example.COM.", "Ana@example.com"),
        ("<b>bold</b>@example.com", None),
        ("me at example dot com", None),
        ("@handle", None),
    ],
)
def test_an_address_must_be_able_to_exist(said: str, address: str | None):
    assert contact.email_in(said) == address


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("call 203 555 0143 not 203 555 0142", "+12035550143"),
        ("not 203-555-0142 but 203-555-0143", "+12035550143"),
        ("203 555 0143, 203 555 0142 is my old number", "+12035550143"),
        ("please don't call 203 555 0142", None),
    ],
)
def test_a_number_that_is_turned_down_is_not_taken(said: str, number: str | None):
    assert contact.phone_in(said) == number


@pytest.mark.parametrize("said", ["text only please", "203-555-0143, text me", "only text"])
def test_who_wants_texts_only_is_marked(said: str):
    assert "prefers_text" in _read(said, "phone").flags


@pytest.mark.parametrize("requested", ["name", "phone", "email"])
@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("jane at gmail dot com", "jane@gmail.com"),
        ("my email is jane dot doe at gmail dot com", "jane.doe@gmail.com"),
        ("jane underscore doe at gmail dot com", "jane_doe@gmail.com"),
        ("j a n e at gmail dot com", "jane@gmail.com"),
        ("will@smith dot com", "will@smith.com"),
        ("sofia arroba gmail punto com", "sofia@gmail.com"),
    ],
)
def test_a_spelt_address_is_read_whole_whatever_is_asked(said: str, address: str, requested: str):
    assert _read(said, requested).found.get("email") == address


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("jane doe at gmail dot com", "utter_invalid_email_spelt"),
        ("jane doe @ gmail.com", "utter_invalid_email_spelt"),
        ("rob.kane@outlook.con", "utter_invalid_email_ending"),
        ("jo@gmail.co", "utter_invalid_email_ending"),
        ("jo@gmial.com", "utter_invalid_email_ending"),
        ("outlook.com sorry", "utter_invalid_email"),
        ("jo@bell", "utter_invalid_email"),
    ],
)
def test_an_address_in_doubt_is_asked_for_again(said: str, problem: str):
    for requested in ("phone", "email"):
        reading = _read(said, requested)
        assert reading.found.get("email") is None and reading.problem == problem


@pytest.mark.parametrize("said", ["february 31", "31 feb", "13/45", "the 31st of April", "sept 31"])
def test_a_day_that_no_calendar_has_is_noticed(said: str):
    assert no_days.impossible_date(said)


@pytest.mark.parametrize("said", ["march 3", "feb 29", "5/12", "tuesday 5pm", "may 7 pm", "24/7"])
def test_an_ordinary_time_is_no_impossible_day(said: str):
    assert not no_days.impossible_date(said)


def test_two_times_are_kept_apart_with_their_dates():
    text = "Thursday after 4 or Friday anytime"
    dates = [
        Entity("date", "thursday", "Thursday after 4", 0, 16, False, "self", "2026-03-05"),
        Entity("date", "friday", "Friday anytime", 20, 34, False, "self", "2026-03-06"),
    ]
    assert times.times_as_answer(text, dates) == [
        {"said": "Thursday after 4", "date": "2026-03-05"},
        {"said": "Friday anytime", "date": "2026-03-06"},
    ]


DAYS = {"friday": "2026-11-27", "monday": "2026-11-30", "mondays": None, "tuesdays": None,
        "thursday": "2026-12-03"}  # fmt: skip


def _dates(text: str) -> list[Entity]:
    return [
        Entity("date", day[0], day[0], day.start(), day.end(), False, "self", DAYS[day[0]])
        for day in re.finditer(rf"\b(?:{'|'.join(DAYS)})\b", text)
    ]


@pytest.mark.parametrize(
    ("text", "said", "day"),
    [
        ("any day except friday", "any day except friday", None),
        ("anytime but not friday please", "anytime but not friday please", None),
        ("i cant do mondays or tuesdays, thursday is good", None, "2026-12-03"),
        ("friday doesn't work, monday does", None, "2026-11-30"),
        ("not friday, monday", None, "2026-11-30"),
    ],
)
def test_a_day_that_is_turned_down_is_no_wish(text: str, said: str | None, day: str | None):
    expected = [{"said": said or text, "date": day}]
    assert times.times_as_answer(text, _dates(text)) == expected
    assert times.times_mentioned(text, _dates(text)) == expected


def test_a_correction_gives_the_new_day_alone():
    text = "oh wait not friday, monday"
    wished = [{"said": "monday", "date": "2026-11-30"}]
    assert times.times_mentioned(text, _dates(text)) == wished
    known = {"name": "Kate", "preferred": [{"said": "friday", "date": "2026-11-27"}]}
    entities = [_entity("date", day, text, resolved=DAYS[day]) for day in ("friday", "monday")]
    assert _read(text, "concern", known, entities=entities).found == {"preferred": wished}


@pytest.mark.parametrize(
    "said", ["call me after 6", "you can call me back on friday", "please call me monday at noon"]
)
def test_when_to_call_is_not_when_to_come(said: str):
    at = said.rindex(" ") if "after" in said else 0
    dates = _dates(said) or [Entity("date", "after 6", "after 6", at - 6, at + 2, False, "self")]
    assert times.times_mentioned(said, dates) == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Ok I'd like to come in. Jessica Ortiz-Bell, 203-555-0142", "Jessica Ortiz-Bell"),
        ("Beth, 203-555-0122", "Beth"),
        ("an appointment please, jessica 203-555-0142", "jessica"),
        ("hi i wanna book its Marcus 2035550144", "Marcus"),
        ("my number is 203 555 0190 please book me", None),
        ("book, cell: 203 555 0190", None),
        ("call me at 203 555 0190", None),
    ],
)
def test_a_name_beside_a_number_is_taken(said: str, name: str | None):
    assert _read(said, None, intent={"name": "booking_request"}).found.get("name") == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("actually Thomas Reilly", "Thomas Reilly"),
        ("oops its Elizabeth Gray", "Elizabeth Gray"),
        ("my name is Katherine Moro", "Katherine Moro"),
        ("my last name is Moreau", "Kate Moreau"),
        ("wait, does it hurt?", None),
        ("my daughter's name is Emma", None),
        ("actually Saturday", None),
    ],
)
def test_a_name_is_put_right_while_another_detail_is_asked_for(said: str, name: str | None):
    reading = _read(said, "health_note", {"name": "Kate Moro"}, intent={"name": "nlu_fallback"})
    assert reading.found.get("name") == name
    assert not (name and "health_note" in reading.found)


@pytest.mark.parametrize(
    ("said", "town"),
    [
        ("no Norwalk is closer", "Norwalk"),
        ("not Norwalk", None),
        ("not interested in Norwalk", None),
        ("i can't get to Norwalk", None),
        ("can you make it Norwalk instead", "Norwalk"),
        ("either place works", "either"),
        ("make it Norwalk or either", "either"),
        ("no phone", None),
    ],
)
def test_a_town_is_taken_where_it_is_wanted(said: str, town: str | None):
    entities = [_entity("location", "Norwalk", said)] if "Norwalk" in said else []
    reading = _read(said, "location", intent={"name": "nlu_fallback"}, entities=entities)
    assert reading.found.get("location") == town


def test_a_reason_is_no_part_of_a_time():
    said = "sometime after the 20th bc thats when i finish my accutane"
    assert times.times_as_answer(said, []) == [{"said": "sometime after the 20th", "date": None}]


def test_everything_given_at_once_is_taken_at_once():
    text = (
        "Hey! Marcus Ellison, 475-555-0102, marcus.e@example.com, Norwalk office, "
        "Thursday after 4 or Friday anytime, old acne scars on cheeks, no health conditions"
    )
    reading = _read(
        text,
        None,
        intent={"name": "booking_request"},
        entities=[
            _entity("location", "Norwalk", text),
            _entity("date", "Thursday after 4", text),
            _entity("date", "Friday anytime", text),
            _entity("concern", "acne scars", text),
        ],
    )
    assert reading.found == {
        "name": "Marcus Ellison",
        "phone": "+14755550102",
        "email": "marcus.e@example.com",
        "location": "Norwalk",
        "preferred": [
            {"said": "Thursday after 4", "date": None},
            {"said": "Friday anytime", "date": None},
        ],
        "concern": "old acne scars on cheeks",
        "health_note": "",
    }


def test_a_correction_replaces_an_earlier_answer_while_another_is_asked_for():
    reading = _read(
        "wait typo its 2035550114", "email", {"phone": "+12035550104"}, intent={"name": "deny"}
    )
    assert reading.found == {"phone": "+12035550114"}
    assert reading.flags == ["phone_corrected"]


def test_a_question_is_never_taken_for_an_answer():
    for slot in ("name", "phone", "email", "location", "preferred", "concern", "health_note"):
        reading = _read("wait does it hurt?", slot, intent={"name": "faq"}, topics=["faq/pain"])
        assert reading == Reading(), slot


def test_a_refused_field_is_left_out_and_not_asked_again():
    found = _read("no email, just text me", "email", intent={"name": "deny"}).found
    assert found == {"email": "", "reach_note": "just text me"}
    assert _read("skip", "phone", intent={"name": "deny"}).found == {"phone": ""}
    assert _read("no", "health_note", intent={"name": "deny"}).found == {"health_note": ""}


def test_a_short_number_is_explained_and_not_stored():
    reading = _read("555-01", "phone", intent={"name": "nlu_fallback"})
    assert (reading.found, reading.problem) == ({}, "utter_invalid_phone")


@pytest.mark.parametrize(
    "said",
    ["stop", "STOP!", "I want to stop", "i need to stop this", "please stop", "cancel",
     "actually forget it", "nvm", "don't send it",
     "forget it, too many questions", "i changed my mind", "I'm done with this", "not interested",
     "i don't want to book anymore", "never mind, I'll call you on monday"],
)  # fmt: skip
def test_stop_stops(said: str):
    assert phrases.wants_to_stop(said)


@pytest.mark.parametrize(
    "said",
    ["is there a bus stop nearby", "when does the redness stop", "my acne won't stop",
     "I'm done work around 5pm, so fridays after that", "i'm done with chemo since march",
     "I don't want to book without knowing the price", "nevermind the email",
     "not interested in Norwalk", "i changed my mind, saturday",
     "i changed my mind, Stamford",
     "forget it use my email instead ana@example.com"],
)  # fmt: skip
def test_a_stop_inside_a_sentence_is_none(said: str):
    assert not phrases.wants_to_stop(said)


@pytest.mark.parametrize("said", ["i guess", "maybe i guess", "whatever", "idk i guess"])
def test_a_hedge_is_no_note_about_health(said: str):
    assert not _read(said, "health_note").found.get("health_note")


def test_a_note_about_health_keeps_the_visitors_spelling():
    said = "Rosaceaa and DiabetIs, i think"
    condition = _entity("condition", "Rosaceaa", said)
    assert _read(said, "health_note", entities=[condition]).found["health_note"] == said


@pytest.mark.parametrize(
    "said", ["yes", "y", "ya", "yep thats right", "yes send it", "correct", "si", "ok perfect!"]
)
def test_a_yes_is_a_yes(said: str):
    assert phrases.is_yes(said)


@pytest.mark.parametrize("said", ["yes but change the phone", "no", "is that right?", "scars"])
def test_a_condition_is_no_yes(said: str):
    assert not phrases.is_yes(said)


@pytest.mark.parametrize(
    "text",
    [f"my concern is a{' ' * 600}b", f"{chr(10) * 2000}x", f",{' ,' * 2000}x",
     f"phone{' ' * 2000}b"],
)  # fmt: skip
def test_a_long_run_of_blanks_is_read_at_once(text: str):
    began = time.perf_counter()
    reading._NOT_THAT.sub("", text)
    fields.without_labels(text)
    fields.named_field(text[:1000])
    assert time.perf_counter() - began < 0.5
