"""The end of the form: a request that was agreed to is opened, once; anything else is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import draft
from actions.booking.form import NO_CONTACT
from actions.booking.read_back import wording_version
from actions.message import Message
from actions.offers import CONTINUE
from actions.say import say
from clinic.settings import load_settings
from clinic.store import open_store
from clinic.store.unit_of_work import BookingRequest, UnitOfWork, current_unit


class ActionSubmitBooking(Action):
    """Runs whenever the form has ended, for whatever reason."""

    def name(self) -> str:
        return "action_submit_booking"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        if tracker.get_slot("confirmed") is True and tracker.get_slot("form_end") is None:
            with _unit(tracker) as unit:
                reference = unit.request_booking(_request(tracker))
            say(dispatcher, "utter_booking_sent", reference=reference)
            return [*draft.cleared(), SlotSet("offer", None)]
        if tracker.get_slot("form_end") == NO_CONTACT:
            say(dispatcher, "utter_booking_no_contact")
            again = [SlotSet(slot, None) for slot in ("phone", "email", "form_end", "confirmed")]
            return [*again, SlotSet("draft", True), SlotSet("offer", CONTINUE)]
        say(dispatcher, "utter_booking_stopped")
        return [*draft.cleared(), SlotSet("offer", None)]


def _request(tracker: Tracker) -> BookingRequest:
    def given(slot: str) -> Any:
        return tracker.get_slot(slot) or None

    return BookingRequest(
        form=tracker.get_slot("form") or Message(tracker).id,
        name=given("name") or "",
        phone=given("phone"),
        email=given("email"),
        location=given("location") or "either",
        preferred=given("preferred") or [],
        concern=given("concern"),
        health_note=given("health_note"),
        flags=given("booking_flags") or [],
        consent_wording=wording_version(),
        locale=given("language") or "en",
    )


@contextmanager
def _unit(tracker: Tracker) -> Iterator[UnitOfWork]:
    """The turn's unit of work; outside of a turn one of its own, committed at the end."""
    unit = current_unit()
    if unit is not None:
        yield unit
        return
    settings = load_settings()
    store = open_store(settings)
    try:
        unit = UnitOfWork(
            conversation=tracker.sender_id,
            turn=0,
            message_id=Message(tracker).id,
            now=datetime.now(UTC),
            secret=settings.secret,
            desk=store.visitor_desk,
        )
        yield unit
        store.turns.commit_unclaimed(unit)
    finally:
        store.close()
