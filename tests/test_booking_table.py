"""What a visitor typed is data in every export, never a formula or markup."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clinic.booking_table import as_csv, print_table
from clinic.store.bookings import Booking
from tests.store.conftest import NOW


def _booking(**details: object) -> Booking:
    given = {
        "id": "b1", "reference": "K7PM-3XQH", "form": "f", "conversation": None,
        "state": "received", "name": "Ana", "phone": "+12035550103", "email": None,
        "reach_note": None, "location": "Norwalk", "preferred": [], "concern": None,
        "health_note": None, "team_note": None, "flags": ["for_two"], "locale": "en",
        "created_at": NOW, "updated_at": NOW, "appointment": None, "wish": None,
    }  # fmt: skip
    return Booking(**{**given, **details})


@pytest.mark.parametrize("typed", ["=1+1", "@SUM(A1)", "-2+3", "+1+1", "\t=1", '=HYPERLINK("x")'])
def test_no_cell_is_run_by_a_spreadsheet(typed):
    (_, row) = csv.reader(io.StringIO(as_csv([_booking(name=typed, concern=typed)])))
    assert row[2] == row[8] == f"'{typed}"
    assert row[3] == "+12035550103"


def test_times_are_the_clinics(capsys: pytest.CaptureFixture[str]):
    late = datetime(2026, 3, 5, 2, 17, tzinfo=UTC)
    print_table([_booking(created_at=late)], ZoneInfo("America/New_York"))
    assert "21:17" in capsys.readouterr().out.replace("\n", " ")


def test_a_line_break_stays_inside_its_cell():
    (_, row) = csv.reader(io.StringIO(as_csv([_booking(concern='dry,\n"flaky"')])))
    assert row[8] == 'dry,\n"flaky"'
