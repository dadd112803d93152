"""What cannot be read surely as a day stays whole, in the visitor's words: none is turned round."""

from __future__ import annotations

import pytest

from actions.booking.reading import read
from tests.actions.said import message


def _wished(text: str, requested: str | None = None) -> list[tuple[str, str | None]]:
    reading = read(message(text, "booking_request"), requested, {})
    return [(each["said"], each["date"]) for each in reading.found["preferred"]]


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("book stamford, I'm away dec 1 to dec 12, any day after. Cy Young",
         "I'm away dec 1 to dec 12, any day after"),
        ("book stamford. i work mon-thu so friday or weekend",
         "i work mon-thu so friday or weekend"),
        ("mornings no, anything else", "mornings no, anything else"),
        ("we're out of town until dec 9, norwalk", "we're out of town until dec 9"),
        ("on friday i have a wedding, can i come monday",
         "on friday i have a wedding, can i come monday"),
        ("book me in for christmas week, not christmas day", "christmas week, not christmas day"),
        ("my thursday's gone, friday pls", "my thursday's gone, friday pls"),
    ],
)  # fmt: skip
def test_when_somebody_is_away_is_no_wish(text: str, wished: str):
    assert [said for said, _ in _wished(text)] == [wished]


def test_the_day_that_is_turned_down_last_is_not_wished():
    said = "book me monday stamford. no not stamford i mean norwalk. and tuesday not monday"
    assert _wished(said) == [("tuesday", "2026-12-01")]
    assert _wished("book tuesday not monday stamford") == [("tuesday not monday", "2026-12-01")]


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("come in a fortnight from saturday, norwalk", [("in a fortnight from saturday", None)]),
        ("thu 10 or fri 11, stamford", [("thu 10", None), ("fri 11", None)]),
        ("book me, 203 555 0145, stamford, thu 10", [("thu 10", None)]),
        ("stamford mon/wed/fri before 9", [("mon/wed/fri before 9", None)]),
        ("not this week but next, tues-thurs, lunch hour, stamford, Ken Watanabe here",
         [("not this week but next, tues-thurs, lunch hour", None)]),
        ("can i get black friday at like noon? or the 3rd. or the 4th but only if its before 2",
         [("black friday at like noon? or the 3rd. or the 4th but only if its before 2", None)]),
        ("norwalk 12/9 or 12/10 btw 1 and 3",
         [("12/9", "2026-12-09"), ("12/10 btw 1 and 3", None)]),
        ("hey so you guys have anything open next Thursday I mean not this one the one after "
         "and also how long does it take because I've got to pick up my kids at three",
         [("next Thursday I mean not this one the one after", None)]),
        ("next Thursday I mean not this one the one after",
         [("next Thursday I mean not this one the one after", None)]),
        ("stamford on my birthday dec 17 around lunch", [("dec 17 around lunch", "2026-12-17")]),
        ("when i get back from florida on the 20th",
         [("when i get back from florida on the 20th", None)]),
        ("3pm. wait no 4pm. actually 4:30 on monday",
         [("3pm. wait no 4pm. actually 4:30 on monday", "2026-11-30")]),
    ],
)  # fmt: skip
def test_nothing_of_a_time_is_lost_between_other_details(
    text: str, wished: list[tuple[str, str | None]]
):
    assert _wished(text) == wished


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("I'm 42 and want friday", [("friday", "2026-11-27")]),
        ("book me for 2 sessions, friday 3 or monday",
         [("friday 3", "2026-11-27"), ("monday", "2026-11-30")]),
        ("Norwalk Friday 4pm. Tina Blum. 203-555-0127. Fine lines.",
         [("Friday 4pm", "2026-11-27")]),
        ("friday at 3, my sister is 20", [("friday at 3", "2026-11-27")]),
    ],
)  # fmt: skip
def test_what_is_plain_stays_short(text: str, wished: list[tuple[str, str | None]]):
    assert _wished(text) == wished


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("thu 10", None),
        ("thu 3", "2026-12-03"),
        ("mon/wed/fri before 9", None),
        ("between dec 7 and dec 10, mornings", None),
    ],
)
def test_a_day_stands_beside_the_words_only_where_it_is_sure(text: str, day: str | None):
    assert _wished(text, "preferred") == [(text, day)]
