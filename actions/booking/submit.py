"""The end of the form: a request that was agreed to is opened, once; anything else is not."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import mentions
from actions.booking import draft, for_team, for_whom
from actions.booking.form import LEFT, NO_CONTACT, PAUSED
from actions.booking.health_note import LEFT_OUT
from actions.booking.read_back import labels_of, wording_version
from actions.booking.stopping import say_stopped
from actions.hours import say_when_open
from actions.message import Message
from actions.say import language_of, say
from actions.settling import CONTINUE
from actions.unit import unit_of
from clinic.store.unit_of_work import BookingRequest, Repeated

# Ends that keep the draft, with what is said about it.
KEPT = {
    NO_CONTACT: "utter_booking_no_contact",
    PAUSED: "utter_booking_paused",
    LEFT: "utter_offer_continue",
}


class ActionSubmitBooking(Action):
    """Runs whenever the form has ended, for whatever reason."""

    def name(self) -> str:
        return "action_submit_booking"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        end = tracker.get_slot("form_end")
        if tracker.get_slot("confirmed") is True and end is None:
            request = _request(tracker)
            with unit_of(tracker) as unit:
                repeated = unit.repeat_booking(request)
                reference = "" if repeated else unit.request_booking(request)
            if repeated:
                return [*_said_again(dispatcher, tracker, repeated), *_after(tracker)]
            if for_team.kind_of(tracker):
                say(dispatcher, "utter_message_sent", reference=reference)
                say_when_open(dispatcher, tracker)
                return [*draft.cleared(), SlotSet(for_team.WORDS, None), SlotSet("offer", None)]
            say(dispatcher, "utter_booking_sent", reference=reference)
            say_when_open(dispatcher, tracker)
            return [SlotSet("sent", reference), *_after(tracker)]
        if end in KEPT:
            say(dispatcher, KEPT[end])
            again = ("phone", "email") if end == NO_CONTACT else ()
            forgotten = [SlotSet(slot, None) for slot in (*again, "form_end", "confirmed", "seen")]
            return [*forgotten, SlotSet("draft", True), SlotSet("offer", CONTINUE)]
        say_stopped(dispatcher, tracker)
        return [*draft.put_aside(tracker), SlotSet("offer", None)]


def _said_again(
    dispatcher: CollectingDispatcher, tracker: Tracker, repeated: Repeated
) -> list[dict[str, Any]]:
    """That the team has it already, with what was new; another chat's may be somebody else's."""
    if repeated.reference is None:
        say(dispatcher, "utter_booking_repeated_elsewhere")
        return []
    if repeated.added:
        labels = labels_of(language_of(tracker))
        lines = [f"- **{labels[slot]}:** {said}" for slot, said in repeated.added.items()]
        say(dispatcher, "utter_booking_repeated_with_more", reference=repeated.reference,
            details="\n".join(lines))  # fmt: skip
    else:
        say(dispatcher, "utter_booking_repeated", reference=repeated.reference)
    return [SlotSet("sent", repeated.reference)]


def _after(tracker: Tracker) -> list[dict[str, Any]]:
    """Nothing is left of a request that the team has but what is known of its visitor."""
    own = SlotSet(mentions.SLOT, mentions.own(tracker))
    return [*draft.cleared(), own, SlotSet("offer", None), SlotSet(for_team.WORDS, None)]


def _request(tracker: Tracker) -> BookingRequest:
    def given(slot: str) -> Any:
        return tracker.get_slot(slot) or None

    return BookingRequest(
        form=tracker.get_slot("form") or Message(tracker).id,
        name=for_whom.with_guardian(given("name") or "", given("guardian")),
        phone=given("phone"),
        email=given("email"),
        reach_note=given("reach_note"),
        team_note=given("team_note"),
        location=given("location") or "either",
        preferred=given("preferred") or [],
        concern=given("concern"),
        health_note=given("health_note"),
        flags=_flags(tracker),
        consent_wording=wording_version(tracker),
        locale=given("language") or "en",
        sms_wording=given("sms_consent"),
    )


def _flags(tracker: Tracker) -> list[str]:
    """What staff should see: how it was put together, for whom, and what was said of health."""
    flags, kind = tracker.get_slot("booking_flags") or [], for_team.kind_of(tracker)
    if tracker.get_slot("health_note"):
        flags = [flag for flag in flags if flag != LEFT_OUT]
    people, found = mentions.told(tracker) if kind else ([], mentions.applying(tracker, flags))
    told = mentions.health_flags(found, details=LEFT_OUT not in flags)
    flags = [*([kind] if kind else []), *flags, *people, *mentions.age_flags(found), *told]
    return list(dict.fromkeys(flags))
