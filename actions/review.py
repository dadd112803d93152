"""Answers that the clinic has not looked at again in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from actions.catalogue import catalogue
from actions.say import profile

OUT_OF_DATE = "utter_answer_out_of_date"


def is_out_of_date(response: str, today: date | None = None) -> bool:
    """Whether a response's review date and the clinic's days of grace have passed.

    Without `review_grace_days` in clinic.yml no answer is ever withheld.
    """
    grace = profile().review_grace_days
    if grace is None:
        return False
    today = today or datetime.now(UTC).astimezone(profile().zone).date()
    days = [(each.get("metadata") or {}).get("review_by") for each in catalogue().get(response, [])]
    return any(date.fromisoformat(str(day)) + timedelta(days=grace) < today for day in days if day)
