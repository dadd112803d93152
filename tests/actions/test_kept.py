"""A wish to come that stands beside a question is kept, and nothing that is only asked about."""

from __future__ import annotations

import pytest

from actions.booking.kept import wished_in
from tests.actions.said import message


def _wished(text: str) -> tuple[list[str], str | None]:
    wished = wished_in(message(text, "faq", ["faq/price"]))
    return [each["said"] for each in wished.get("preferred", [])], wished.get("location")


@pytest.mark.parametrize(
    ("text", "times", "town"),
    [
        ("how much and can i come friday at 3, stamford", ["friday at 3"], "Stamford"),
        ("do i need to stop shaving before and can you put me down for dec 14 in norwalk",
         ["dec 14"], "Norwalk"),
        ("how many sessions for that, and can i book for jan 9", ["jan 9"], None),
        ("can my mom come dec 14, shes 70", ["dec 14"], None),
        ("can i come friday if i had botox on monday", ["friday"], None),
    ],
)  # fmt: skip
def test_a_wish_beside_a_question_is_kept(text: str, times: list[str], town: str | None):
    assert _wished(text) == (times, town)


@pytest.mark.parametrize(
    "text",
    [
        "do you have a sale on black friday",
        "are you open on saturday",
        "how often can i come, every friday?",
        "can i come friday for my session with a cold",
        "can i come if i had botox on monday",
        "can i come to stamford",
    ],
)
def test_what_is_only_asked_about_is_not(text: str):
    assert _wished(text) == ([], None)
