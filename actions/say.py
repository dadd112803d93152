"""Utter an approved response with the clinic's own details in it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from clinic.profile import ClinicProfile, load_profile
from clinic.settings import load_settings


@lru_cache(maxsize=1)
def profile() -> ClinicProfile:
    """clinic.yml, read once for each process."""
    return load_profile(load_settings().clinic_file)


def language_of(tracker: Tracker) -> str:
    """The language in which the visitor is answered."""
    return tracker.get_slot("language") or "en"


def say_reachable(dispatcher: CollectingDispatcher, response: str) -> None:
    """A response that sends somebody to the clinic, with its phone number where that is known."""
    say(dispatcher, response)
    if profile().phone:
        say(dispatcher, "utter_clinic_phone")


def say(
    dispatcher: CollectingDispatcher,
    response: str,
    *,
    buttons: list[dict[str, str]] | None = None,
    card: dict[str, Any] | None = None,
    **variables: Any,
) -> None:
    """Utter `response`; words come from data/responses/ only, variables from the caller."""
    dispatcher.utter_message(
        response=response,
        buttons=buttons,
        json_message={"card": card} if card else None,
        **profile().variables(),
        **variables,
    )
