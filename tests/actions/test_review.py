"""An answer that nobody has looked at again in time is not repeated."""

from __future__ import annotations

from datetime import date

import pytest

from actions import review
from actions.answer import response_for
from clinic.profile import ClinicProfile, load_profile
from tests.sources import ROOT

REVIEWED = {"utter_faq/pain": [{"metadata": {"review_by": "2026-03-01"}}, {"metadata": None}]}


@pytest.fixture
def grace(monkeypatch: pytest.MonkeyPatch):
    """Sets the days of grace of a clinic whose answer is to be reviewed by 1 March 2026."""

    def give(days: int | None) -> None:
        known = load_profile(ROOT / "clinic.yml").model_dump()
        profile = ClinicProfile(**{**known, "review_grace_days": days})
        monkeypatch.setattr(review, "profile", lambda: profile)
        monkeypatch.setattr(review, "catalogue", lambda: REVIEWED)

    return give


def test_after_the_grace_period_an_answer_is_withheld(grace) -> None:
    grace(30)
    assert not review.is_out_of_date("utter_faq/pain", date(2026, 3, 31))
    assert review.is_out_of_date("utter_faq/pain", date(2026, 4, 1))


def test_without_a_grace_period_or_a_date_it_never_is(grace) -> None:
    grace(None)
    assert not review.is_out_of_date("utter_faq/pain", date(2036, 1, 1))
    grace(0)
    assert not review.is_out_of_date("utter_faq/price", date(2036, 1, 1))


def test_the_visitor_is_asked_to_ask_the_clinic(grace) -> None:
    assert response_for("faq/pain") == "utter_faq/pain"
    grace(0)
    assert response_for("faq/pain") == "utter_answer_out_of_date"
    assert response_for("faq/men") == "utter_faq/men"
