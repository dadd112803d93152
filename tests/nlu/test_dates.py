"""Days and times are found in the visitor's own words, with the date where there is one."""

from __future__ import annotations

from datetime import date

import pytest

from clinic.nlu.dates import dates_in

TODAY = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sat morning if possible", ["sat morning if possible"]),
        ("Thursday after 4 or Friday anytime", ["Thursday after 4", "Friday anytime"]),
        ("next week weekdays before noon", ["next week weekdays before noon"]),
        ("sometime after the 20th, when i finish", ["sometime after the 20th"]),
        ("red since yesterday", ["since yesterday"]),
        ("left you an hour ago", ["an hour ago"]),
        ("back at work the next day", ["the next day"]),
        ("my wedding is in 3 weeks", ["in 3 weeks"]),
        ("closed on memorial day", ["on memorial day"]),
        ("had it removed in 2019", ["in 2019"]),
        ("evenings, noon or 5:30", ["evenings, noon", "5:30"]),
        ("jueves por la tarde", ["jueves por la tarde"]),
        ("not friday, monday", ["friday", "monday"]),
        ("not the 3rd, the 17th", ["the 3rd", "the 17th"]),
        ("saturday, the 14th, 4pm", ["saturday, the 14th, 4pm"]),
        ("are you open sun", []),
        ("stay out of the sun", []),
        ("i sat there with the mask on", []),
        ("good evening", []),
        ("tretinoin every night", []),
        ("is it too late at 45", []),
        ("10 sessions at 203-555-0101", []),
    ],
)
def test_a_day_or_time_is_found_and_nothing_else(text: str, said: list[str]):
    assert [span.text for span in dates_in(text, TODAY)] == said


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-03-04"),
        ("tmrw", "2026-03-05"),
        ("day after tomorrow", "2026-03-06"),
        ("friday", "2026-03-06"),
        ("wednesday", "2026-03-11"),
        ("march 3", "2027-03-03"),
        ("5th of may", "2026-05-05"),
        ("3/9", "2026-03-09"),
        ("12/31/26", "2026-12-31"),
        ("feb 31", None),
        ("weekends", None),
        ("mon or tues", "2026-03-09"),
        ("saturday the 14th at 10", "2026-03-14"),
        ("monday the 6th", "2026-04-06"),
        ("friday the 3rd", "2026-04-03"),
        ("friday the 5th", None),  # not before June
        ("saturday, the 14th", "2026-03-14"),
        ("the 17th", "2026-03-17"),
        ("after the 20th", None),
        ("the week of the 14th", None),
        ("a week from friday", "2026-03-13"),
        ("2 weeks from tuesday", "2026-03-24"),
        ("friday in two weeks", None),
        ("friday after next", None),
        ("not this friday but the next one", None),
        ("first tuesday in april", "2026-04-07"),
        ("the last friday of march", "2026-03-27"),
        ("tuesdays in april", None),
        ("first monday in march", None),
        ("4 april 2026 16:00", "2026-04-04"),
        ("april 4 2028", "2028-04-04"),
        ("2026-04-01", "2026-04-01"),
        ("24.04.2026", "2026-04-24"),
        ("01.04.2026", None),
        ("4/1/25", None),
        ("apr24", "2026-04-24"),
        ("april first", "2026-04-01"),
        ("the twenty second of april", "2026-04-22"),
        ("the tenth", "2026-03-10"),
        ("5/6 april", None),
        ("5-7 april", None),
        ("after 4/1", None),
        ("by apr 10", None),
        ("monday 4/7", None),  # a Tuesday
        ("tuesday 4/7", "2026-04-07"),
        ("mondays at 12/12:30", None),
        ("friday before my wedding", None),
        ("friday before noon", "2026-03-06"),
        ("next friday", None),  # of this week, or of the next
        ("next monday", "2026-03-09"),
    ],
)
def test_a_single_day_is_resolved_to_its_next_date(text: str, day: str | None):
    assert dates_in(text, TODAY)[0].resolved == day


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("between mar 9 and mar 12", "between mar 9 and mar 12"),
        ("from mar 9 to mar 12 please", "from mar 9 to mar 12"),
        ("monday through wednesday", "monday through wednesday"),
        ("mon-wed mornings", "mon-wed mornings"),
        ("mar 9 or 10", "mar 9 or 10"),
        ("mar 9, 10 or 11", "mar 9, 10 or 11"),
        ("mar 9-12", "mar 9-12"),
    ],
)
def test_a_range_is_one_wish_and_no_single_day(text: str, said: str):
    assert [(each.text, each.resolved) for each in dates_in(text, TODAY)] == [(said, None)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("change the wed to thursday", ["2026-03-11", "2026-03-05"]),
        ("next week thursday or friday after work", ["2026-03-12", "2026-03-13"]),
        ("monday or thursday next week", ["2026-03-09", "2026-03-12"]),
        ("thursday of next week", ["2026-03-12"]),
        ("next week thursday, but saturday is fine", ["2026-03-12", "2026-03-07"]),
        ("a week from tomorrow", ["2026-03-12"]),
        ("two weeks from today", ["2026-03-18"]),
        ("mar 9 or 6 pm", ["2026-03-09", None]),
        ("mañana", ["2026-03-05"]),
        ("mañana por la mañana", ["2026-03-05"]),
        ("por la mañana", [None]),
        ("pasado mañana", ["2026-03-06"]),
        ("amanhã", ["2026-03-05"]),
        ("na segunda", ["2026-03-09"]),
        ("jutro", ["2026-03-05"]),
        ("wtorek", ["2026-03-10"]),
        ("demen", ["2026-03-05"]),
        ("samdi", ["2026-03-07"]),
    ],
)
def test_each_day_is_the_one_that_is_meant(text: str, days: list[str | None]):
    assert [each.resolved for each in dates_in(text, TODAY)] == days


def test_a_span_says_where_it_stands():
    text = "maybe friday at 3pm?"
    (span,) = dates_in(text, TODAY)
    assert text[span.start : span.end] == span.text == "friday at 3pm"
