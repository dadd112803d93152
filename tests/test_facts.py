"""Every fact of the clinic's page is reached by a question, through the whole product."""

from __future__ import annotations

import pytest

from actions.catalogue import catalogue
from tests.live import LiveServer
from tests.visitor import Visitor

# For each fact a question that a visitor would ask to learn it.
QUESTIONS = {
    "F01": "what is the device, is it diamond tips or crystals",
    "F02": "is it painful",
    "F03": "does it work for all skin types",
    "F04": "which skin problems is it used for",
    "F05": "will my serums sink in better afterwards",
    "F06": "how far apart are the sessions",
    "F07": "how many sessions do i need for acne scars",
    "F08": "what happens at the end of a session",
    "F09": "how often do i have to come back to keep it up",
    "F10": "will i see something after one treatment",
    "F11": "when do i get the best results",
    "F12": "what are the side effects",
    "F13": "how does microdermabrasion work",
    "F14": "what does microdermabrasion do",
    "F15": "what results can i expect",
    "F16": "does it help with stretch marks",
    "F17": "will my skin tone look more even, what improvement do people get",
    "F18": "who should not have it",
    "F19": "who does the treatment",
    "F20": "what should i avoid afterwards",
    "F21": "can i combine it with a facial",
    "F22": "do you do it together with the vampire facial",
    "F23": "am i a candidate",
    "F24": "how do i find out if it is right for me",
}


@pytest.mark.parametrize("fact", [f"F{number:02}" for number in range(1, 25)])
def test_a_question_reaches_the_fact(fact: str, live_server: LiveServer):
    with Visitor(live_server.url).open() as visitor:
        answers = visitor.say(QUESTIONS[fact])
    told = {name for answer in answers for name in _facts(answer["text"])}
    assert fact in told, [answer["text"] for answer in answers]


def _facts(text: str) -> list[str]:
    """The facts that the response with this text rests on."""
    for variations in catalogue().values():
        for variation in variations:
            begins = variation["text"].strip().partition("{")[0]
            if begins and text.startswith(begins):
                return (variation.get("metadata") or {}).get("facts") or []
    return []
