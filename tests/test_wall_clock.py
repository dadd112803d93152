"""What stands on the clinic's clock is one moment, or none."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clinic.wall_clock import moment_of

HERE = ZoneInfo("America/New_York")


def test_a_time_is_read_on_the_clinics_clock():
    assert moment_of(datetime(2027, 3, 14, 3, 30), HERE) == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_none():
    with pytest.raises(ValueError, match="2027-03-14 02:30 is skipped"):
        moment_of(datetime(2027, 3, 14, 2, 30), HERE)
