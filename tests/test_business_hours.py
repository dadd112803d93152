"""Opening hours are local, skip closed days, and survive the clock change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from clinic.errors import SettingsError
from clinic.profile import load_profile

PROFILE = """
name: A Clinic
towns: [Stamford, Norwalk]
time_zone: America/New_York
emergency_number: "911"
crisis_line: "988"
"""


def hours(tmp_path: Path, more: str):
    (tmp_path / "clinic.yml").write_text(PROFILE + more)
    return load_profile(tmp_path / "clinic.yml").business_hours


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


WEEK = """
opening_hours: {monday: "9:00-12:00, 13:00-17:00", tuesday: "9:00-17:00", friday: "9:00-12:00"}
closed_days: [2026-12-01]
"""


def test_open_and_closed_by_the_clinics_own_clock(tmp_path):
    week = hours(tmp_path, WEEK)
    assert week.is_open(at("2026-11-30 14:00"))  # Monday 9 am
    assert not week.is_open(at("2026-11-30 13:59"))
    assert not week.is_open(at("2026-11-30 17:30"))  # lunch
    assert not week.is_open(at("2026-12-01 15:00"))  # closed day
    assert not week.is_open(at("2026-11-29 15:00"))  # Sunday


def test_the_next_opening_skips_what_is_closed(tmp_path):
    week = hours(tmp_path, WEEK)
    assert week.next_opening(at("2026-11-30 17:10")) == at("2026-11-30 18:00")
    assert week.next_opening(at("2026-11-30 23:00")) == at("2026-12-04 14:00")


def test_only_open_time_counts(tmp_path):
    week = hours(tmp_path, WEEK)
    assert week.open_time_between(at("2026-11-30 16:00"), at("2026-12-04 15:00")) == timedelta(
        hours=1 + 4 + 1
    )
    assert week.open_time_between(at("2026-12-04 15:00"), at("2026-12-04 15:00")) == timedelta()


def test_nine_is_nine_on_either_side_of_the_clock_change(tmp_path):
    week = hours(tmp_path, "opening_hours: {sunday: '9:00-10:00'}\n")
    assert week.is_open(at("2026-10-25 13:30"))  # summer time
    assert week.is_open(at("2026-11-01 14:30"))  # winter time, on the day of the change


def test_unknown_hours_promise_nothing(tmp_path):
    unknown = hours(tmp_path, "")
    assert not unknown.known
    assert unknown.next_opening(at("2026-11-30 14:00")) is None
    assert unknown.open_time_between(at("2026-11-30 14:00"), at("2026-11-30 15:00")).seconds == 3600
    assert unknown.closed == frozenset() and not unknown.is_open(at("2026-11-30 14:00"))


@pytest.mark.parametrize(
    "wrong", ["{monday: nine to five}", "{monday: '17:00-9:00'}", "{mon: '9:00-17:00'}"]
)
def test_wrong_hours_are_told(tmp_path, wrong):
    with pytest.raises(SettingsError, match="opening_hours"):
        hours(tmp_path, f"opening_hours: {wrong}\n")


def test_the_closed_days_are_dates(tmp_path):
    assert hours(tmp_path, WEEK).closed == {date(2026, 12, 1)}
