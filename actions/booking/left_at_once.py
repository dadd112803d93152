"""A message for the team that is left with the very wish for a person: "please call me
203-555-0120, I'm Lou Katz, it's about my bill". Only what is missing is asked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet

from actions.booking import contact, draft, for_team
from actions.booking.for_team import WORDS, name_beside_the_wish, wants_appointment
from actions.booking.phrases import anywhere
from actions.message import Message
from clinic.store.booking_states import MESSAGE

_ABOUT = anywhere(
    r"about", r"regarding", r"concerning", r"because", r"re", r"wants?", r"sobre", r"porque"
)


def begun(tracker: Tracker, message: Message) -> list[dict[str, Any]]:
    """The message for the team that begins, or nothing where no number or address is given."""
    given = contact.phone_in(message.text) or contact.email_in(message.text)
    if not given or message.is_button or message.intent != "human_handoff":
        return []
    waits = draft.open_form(tracker) or tracker.get_slot("draft")
    if waits or wants_appointment(message.text):
        return []
    known = tracker.get_slot(WORDS) or {}
    rest = message.part(contact.without_contacts(message.text))
    tells = for_team.says_what_about(rest) or bool(_ABOUT.search(rest.text))
    said = [each for each in known.get("said", []) if each != message.text]
    text = " ".join(message.text.split())
    words = {**known, "about": known.get("about") or MESSAGE}
    words["said"] = [*said, text] if tells else said
    name = name_beside_the_wish(message) or known.get("name")
    words |= {"name": name} if name else {}
    opened = for_team.opened(tracker, given, words)
    return [SlotSet(WORDS, words), *opened, FollowupAction(draft.FORM)]
