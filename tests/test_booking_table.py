"""What a visitor typed is data in every export, never a formula or markup."""

from __future__ import annotations

import csv
import io

import pytest

from clinic.booking_table import as_csv
from clinic.store.bookings import Booking
from tests.store.conftest import NOW


def _booking(**details: object) -> Booking:
    given = {
        "id": "b1", "reference": "K7PM-3XQH", "form": "f", "conversation": None,
        "state": "received", "name": "Ana", "phone": "+12035550103", "email": None,
        "location": "Norwalk", "preferred": [], "concern": None, "health_note": None,
        "flags": ["for_two"], "locale": "en", "created_at": NOW, "updated_at": NOW,
        "appointment": None,
    }  # fmt: skip
    return Booking(**{**given, **details})


@pytest.mark.parametrize("typed", ["=1+1", "@SUM(A1)", "-2+3", "+1+1", "\t=1", '=HYPERLINK("x")'])
def test_no_cell_is_run_by_a_spreadsheet(typed):
    (_, row) = csv.reader(io.StringIO(as_csv([_booking(name=typed, concern=typed)])))
    assert row[2] == row[7] == f"'{typed}"
    assert row[3] == "+12035550103"


def test_a_line_break_stays_inside_its_cell():
    (_, row) = csv.reader(io.StringIO(as_csv([_booking(concern='dry,\n"flaky"')])))
    assert row[7] == 'dry,\n"flaky"'
