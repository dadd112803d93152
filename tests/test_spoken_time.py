"""The year is said where it is not the one that everybody would think of."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clinic.spoken_time import spoken_time

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("moment", "language", "said"),
    [
        (datetime(2026, 12, 3, 21, tzinfo=UTC), "en", "Thursday, December 3, 4:00 PM"),
        (datetime(2027, 1, 5, 21, tzinfo=UTC), "en", "Tuesday, January 5, 4:00 PM"),
        (datetime(2027, 7, 5, 20, tzinfo=UTC), "en", "Monday, July 5, 2027, 4:00 PM"),
        (datetime(2025, 12, 3, 21, tzinfo=UTC), "en", "Wednesday, December 3, 2025, 4:00 PM"),
        (datetime(2027, 7, 5, 20, tzinfo=UTC), "es", "lunes 5 de julio de 2027, 16:00"),
    ],
)
def test_a_far_time_is_said_with_its_year(moment, language, said):
    assert spoken_time(moment, ZONE, language, NOW) == said
