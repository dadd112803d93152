"""Jinja2 with everything escaped, and the few words and forms of time that pages need."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import phonenumbers
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from clinic.console.answer_blocks import answer_blocks
from clinic.console.assets import asset_address
from clinic.console.navigation import links_for
from clinic.profile import ClinicProfile
from clinic.store.booking_records import (
    LATE_ACCEPT,
    LATE_CANCEL,
    LATE_OTHER,
    SENT_AGAIN,
    VISITOR,
    BookingEvent,
)
from clinic.store.booking_states import RECEIVED

TEMPLATES = Path(__file__).parent / "templates"

ROLE_NAMES = {
    "front_desk": "Front desk",
    "reviewer": "Reviewer",
    "trainer": "Trainer",
    "approver": "Approver",
    "admin": "Admin",
}
WHY_NAMES = {
    "asked_back": "Asked back",
    "handed_over": "Handed over",
    "unhelpful": "Not helpful",
    "flagged": "Flagged by staff",
    "unsure": "Not sure",
}
STATE_NAMES = {
    "received": "Received",
    "times_offered": "Times offered",
    "confirmed": "Confirmed",
    "declined": "Declined",
    "cancelled": "Cancelled",
    "no_reply": "No reply",
    "done": "Done",
}
FLAG_NAMES = {
    "needs_clinician_review": "Health: a clinician should look",
    "suspicious_input": "Odd input",
    "minor": "Under 18",
    "complaint": "Complaint, no appointment request",
    "change": "Message: something to change",
    "message": "Message, no appointment request",
    "guardian_not_given": "Under 18, and no guardian's number was given: this is their own",
    "age_doubt": "Age in doubt: under 18 and of age were both said",
    "health_left_out": "Wants health told in person",
}
# What a flag says about the form, not about the person; the details show it anyway.
UNREMARKABLE = ("email_refused", "phone_refused", "location_either")
# Why a request is declined; the value is what is stored, the text what staff and visitor read.
REASONS = {
    "no_times": "No time is free that suits",
    "not_suitable": "The treatment does not suit, by what was written",
    "see_doctor": "A doctor should look at it first",
    "under_age": "A guardian has to ask",
    "not_offered": "The clinic does not offer this",
    "duplicate": "There is another request already",
    "other": "Another reason",
}
# What a visitor wanted and could not have any more.
LATE_NAMES = {
    LATE_ACCEPT: "Too late to take this time",
    LATE_CANCEL: "Too late to cancel",
    LATE_OTHER: "Too late to ask for another time",
}
LANGUAGE_NAMES = {
    "en": "English",
    "es": "Spanish",
    "pt": "Portuguese",
    "ht": "Haitian Creole",
    "pl": "Polish",
    "fr": "French",
}


def make_environment(profile: ClinicProfile) -> Environment:
    """Every variable is escaped, and a missing one is an error rather than nothing."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    clock = ClinicClock(profile.zone)
    environment.filters |= {
        "when": clock.when,
        "day": clock.day,
        "date": written_date,
        "wished_day": wished_day,
        "clock_time": clock.time,
        "iso": datetime.isoformat,
        "ago": ago,
        "span": span,
        "percent": lambda share: f"{share:.0%}",
        "state_name": lambda state: STATE_NAMES.get(state, state),
        "step_name": step_name,
        "role_name": lambda role: ROLE_NAMES.get(role, role),
        "remarkable": lambda flags: [flag for flag in flags if flag not in UNREMARKABLE],
        "flag_name": flag_name,
        "phone": phone,
        "town_name": lambda town: "Either town" if town == "either" else town,
        "language_name": lambda code: LANGUAGE_NAMES.get(code, code),
        "topic_name": topic_name,
        "why_name": lambda why: WHY_NAMES.get(why, why),
        "counted": counted,
        "answer_blocks": answer_blocks,
        "query": query,
    }
    environment.globals |= {"clinic": profile, "asset": asset_address, "links_for": links_for}
    return environment


class ClinicClock:
    """Times as the clinic's wall clock shows them."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def when(self, moment: datetime) -> str:
        """Such as: Fri 6 Mar 2026, 2:30 PM."""
        return f"{self.day(moment)}, {self.time(moment)}"

    def day(self, moment: datetime) -> str:
        return written_date(moment.astimezone(self._zone))

    def time(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%-I:%M %p}"


def written_date(day: date) -> str:
    """Such as: Fri 6 Mar 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def step_name(event: BookingEvent, *, first: bool) -> str:
    """What happened, in a request's history."""
    if event.why in LATE_NAMES:
        return LATE_NAMES[event.why]
    if event.why == SENT_AGAIN:
        return "Sent once more, with nothing new"
    if event.state == RECEIVED and event.who == VISITOR and not first:
        return "Another time wanted"
    return STATE_NAMES.get(event.state, event.state)


def flag_name(flag: str) -> str:
    """A flag in words: condition:diabetes is "Condition: diabetes"."""
    words = FLAG_NAMES.get(flag, flag).replace("_", " ").replace(":", ": ")
    return words[:1].upper() + words[1:]


def phone(number: str) -> str:
    """An E.164 number as people write it; one that cannot be read stays as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    if parsed.country_code == 1:
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def ago(moment: datetime, now: datetime) -> str:
    """Such as: 5 min ago."""
    return f"{span(now - moment)} ago"


def span(time: timedelta) -> str:
    """A length of time in its largest unit, rounded down: 45 s, 5 min, 3 h, 2 days."""
    seconds = max(0, int(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 172_800:
        return f"{seconds // 3600} h"
    return f"{seconds // 86_400} days"


def counted(number: int, one: str, many: str = "") -> str:
    """Such as: 1 message, 3 messages."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def wished_day(day: str) -> str:
    """The day that a wish was understood as, in words; what is no day as it stands."""
    try:
        return written_date(date.fromisoformat(day))
    except ValueError:
        return day


def topic_name(label: str) -> str:
    """An intent's label in words: faq/side_effects is "Side effects"."""
    return label.removeprefix("faq/").replace("_", " ").capitalize()


def query(parameters: dict[str, object], **changes: object) -> str:
    """An address's parameters with some changed; empty ones are left out."""
    merged = {name: value for name, value in {**parameters, **changes}.items() if value}
    return f"?{urlencode(merged, doseq=True)}" if merged else "?"
