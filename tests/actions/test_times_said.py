"""While times are offered, a message takes one, refuses, wishes another or asks; in doubt, ask."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from actions.change.cancelling import is_clear_yes, is_somebody_elses, wants_to_cancel
from actions.change.reading import ASKS, PERHAPS, REFUSES, TAKES, WISHES, only_refuses, read_times

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 26, 7, 0, tzinfo=ZONE)
THURSDAY, FRIDAY = "2026-12-03T21:00:00+00:00", "2026-12-04T14:30:00+00:00"  # 4 PM, 9:30 AM
BOTH, LATER = [THURSDAY, FRIDAY], "2026-12-03T23:00:00+00:00"


def _read(text: str, times: list[str]) -> tuple[str | None, str | None]:
    said = read_times(text, times, NOW, awaited=True)
    return (said.kind, said.time) if said else (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "i can't do thursday",
        "thursday doesn't work for me anymore",
        "not thursday",
        "can't thursday",
        "sorry cant on thursday",
        "thursday dec 3 is my anniversary so not that",
        "i would rather not thursday",
        "actually thursday is bad",
        "i wish i could thursday but no",
        "i changed my mind about thursday",
        "my husband can't thursday, but i can friday",
        "el jueves no puedo",
        "no puedo el jueves, el viernes sí",
    ],
)
def test_a_day_that_is_refused_is_never_taken_and_the_other_one_is_asked_for(text: str):
    assert _read(text, BOTH) == (PERHAPS, FRIDAY)
    assert _read(text, [THURSDAY])[0] in (WISHES, REFUSES)


@pytest.mark.parametrize(
    "text",
    [
        "thursday but at 5 instead",
        "thursday 6pm instead",
        "is thursday at 6 possible instead",
        "can we change thursday to 6pm",
        "can i have thursday 3pm",
        "is it possible thursday the 10th",
        "next thursday instead (the 10th)",
        "friday afternoon instead",
        "wrong day, i said next week monday not thursday",
        "thursday is too late for me",
        "thursday is great but i need 5pm",
        "neither works, next week?",
        "what about saturday instead",
        "sooner?",
        "friday after 5",
        "thursday before noon, or friday after 3pm",
        "el viernes después de las 5",
        "otro día por favor",
        "my work called, tuesday dead. wed?",
    ],
)
def test_another_hour_or_day_is_a_wish(text: str):
    assert _read(text, BOTH) == (WISHES, None)


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("hm wait i can't on friday", True),
        ("monday doesn't work after all", True),
        ("not friday, monday", False),
        ("saturday", False),
        ("can't friday, what about monday", False),
    ],
)
def test_who_only_refuses_is_asked_when(text: str, refuses: bool):
    assert only_refuses(text) == refuses


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("thursday works", THURSDAY),
        ("i'll take thursday", THURSDAY),
        ("thursday at 4 please", THURSDAY),
        ("book the thursday", THURSDAY),
        ("dec 3", THURSDAY),
        ("the first", THURSDAY),
        ("thursday would work, see you then", THURSDAY),
        ("i'll go with thursday", THURSDAY),
        ("4pm works", THURSDAY),
        ("thursday after 3 works", THURSDAY),
        ("before 10am please", FRIDAY),
        ("friday please. do i need to bring anything?", FRIDAY),
        ("the 4th please", FRIDAY),
        ("the second one", FRIDAY),
        ("friday at 9:30 am sounds perfect, thank you!", FRIDAY),
        ("el viernes esta bien", FRIDAY),
        ("el jueves a las 4 me va bien", THURSDAY),
    ],
)
def test_a_time_is_taken_where_nothing_else_is_said(text: str, time: str):
    assert _read(text, BOTH) == (TAKES, time)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("ok thursday if its under 100", THURSDAY),
        ("thursday for my sister", THURSDAY),
        ("don't cancel, thursday is ok", THURSDAY),
        ("thursday 👎", THURSDAY),
        ("thursday?", THURSDAY),
        ("i work thursday", THURSDAY),
        ("i have to go thursday", THURSDAY),
        ("i will work thursday", THURSDAY),
        ("thursday :(", FRIDAY),
        ("next week thursday works, i'll call you later", THURSDAY),
        ("never mind, friday is fine", FRIDAY),
        ("never mind thursday is fine", THURSDAY),
        ("no problem, thursday works", THURSDAY),
        ("friday works better than thursday", FRIDAY),
        ("either is fine", THURSDAY),
        ("cualquiera", THURSDAY),
    ],
)
def test_in_doubt_it_is_asked(text: str, time: str):
    assert _read(text, BOTH) == (PERHAPS, time)


def test_a_yes_is_for_the_only_time():
    assert _read("yes please", [THURSDAY]) == (TAKES, THURSDAY)
    assert _read("works for me", [THURSDAY]) == (TAKES, THURSDAY)
    assert _read("ok thanks", [THURSDAY]) == (PERHAPS, THURSDAY)  # it may only have been read
    assert _read("i mean no wait yes", [THURSDAY]) == (PERHAPS, THURSDAY)
    assert _read("yes", BOTH) == (ASKS, None)
    assert _read("no thanks", [THURSDAY]) == (REFUSES, None)


def test_two_times_on_one_day_are_told_apart():
    assert _read("thursday", [THURSDAY, LATER]) == (ASKS, None)
    assert _read("the later one", [THURSDAY, LATER]) == (TAKES, LATER)
    assert _read("6pm", [THURSDAY, LATER]) == (TAKES, LATER)


@pytest.mark.parametrize("text", ["is thursday the 3rd or the 4th", "which one is thursday at?"])
def test_a_question_about_them_is_one(text: str):
    assert _read(text, BOTH) == (ASKS, None)


@pytest.mark.parametrize(
    "text",
    [
        "my wedding is dec 19",
        "i was there on the 20th",
        "can i ask my husband first",
        "does it hurt",
    ],
)
def test_what_is_not_about_them_is_none(text: str):
    assert _read(text, BOTH) == (None, None)


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("cancel it please", True),
        ("I need to cancel my appointment", True),
        ("quiero cancelar", True),
        ("is there a fee if i cancel", False),
        ("can i cancel up to the day before", False),
        ("how do i cancel if i need to", False),
        ("what happens if i cancel", False),
        ("i might have to cancel", False),
        ("if they dont call by friday cancel it", False),
        ("don't cancel, thursday is ok", False),
        ("no quiero cancelar", False),
    ],
)
def test_who_asks_about_cancelling_does_not_do_it(text: str, wants: bool):
    assert wants_to_cancel(text) is wants


@pytest.mark.parametrize(
    "text",
    [
        "my mom wants to cancel hers",
        "please cancel my friends appointment",
        "dont cancel mine, cancel my daughters",
        "quiero cancelar la cita de mi hermana",
    ],
)
def test_somebody_elses_is_not_ones_own(text: str):
    assert is_somebody_elses(text)
    assert not is_somebody_elses("cancel the whole thing, my husband lost his job")


def test_only_a_yes_that_says_so_cancels():
    assert all(map(is_clear_yes, ("yes", "yes cancel it", "sí", "yep", "yes please")))
    assert not any(map(is_clear_yes, ("ok", "ok thanks", "great", "sure", "no", "good")))


def test_a_row_of_commas_is_read_at_once():
    """A pattern that tries every way of reading it would take for ever here."""
    _read("monday" + "," * 60 + " x tuesday", BOTH)
