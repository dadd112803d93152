"""Which mail, and which message in the chat, tells of what happened."""

from __future__ import annotations

import json
from email.message import EmailMessage
from email.utils import format_datetime

from clinic.notify import calendar_file
from clinic.notify.wording import Wording
from clinic.store.bookings import Booking, OfferedTime
from clinic.store.outbox import OutboxItem
from clinic.store.unit_of_work import Reply

TO_CLINIC = {
    "booking_received": "utter_mail_clinic_received",
    "booking_confirmed": "utter_mail_clinic_confirmed",
    "booking_moved": "utter_mail_clinic_confirmed",
    "booking_kept": "utter_mail_clinic_changed",
    "booking_cancelled": "utter_mail_clinic_cancelled",
    "booking_changed": "utter_mail_clinic_changed",
    "other_time_wanted": "utter_mail_clinic_other_time",
    "visitor_too_late": "utter_mail_clinic_too_late",
}
# The same of a conversation that needs a person, by the reason.
PERSON_NEEDED = {
    "emergency": "utter_mail_clinic_emergency",
    "self_harm": "utter_mail_clinic_self_harm",
    "same_day": "utter_mail_clinic_same_day",
    "complaint": "utter_mail_clinic_complaint",
    "handoff": "utter_mail_clinic_handoff",
}
TO_VISITOR = {
    "booking_received": "utter_mail_booking_received",
    "booking_times_offered": "utter_mail_booking_times_offered",
    "booking_confirmed": "utter_mail_booking_confirmed",
    "booking_moved": "utter_mail_booking_moved",
    "booking_kept": "utter_mail_booking_kept",
    "booking_declined": "utter_mail_booking_declined",
    "booking_cancelled": "utter_mail_booking_cancelled",
}
# The same of a message for the team.
OF_MESSAGES = {
    "utter_mail_clinic_received": "utter_mail_clinic_message",
    "utter_mail_booking_received": "utter_mail_message_received",
}
# The same while an appointment stands.
BESIDE_APPOINTMENT = {
    "utter_mail_clinic_other_time": "utter_mail_clinic_other_time_kept",
    "utter_mail_booking_times_offered": "utter_mail_booking_times_beside",
    "utter_chat_booking_times_offered": "utter_chat_booking_times_beside",
    "utter_chat_other_time_wanted": "utter_chat_other_time_kept",
}
IN_CHAT = {
    "booking_times_offered": "utter_chat_booking_times_offered",
    "booking_confirmed": "utter_chat_booking_confirmed",
    "booking_moved": "utter_chat_booking_moved",
    "booking_kept": "utter_chat_booking_kept",
    "booking_declined": "utter_chat_booking_declined",
    "booking_cancelled": "utter_chat_booking_cancelled",
    "other_time_wanted": "utter_chat_other_time_wanted",
}
# Mails after which somebody calls or writes: they tell of a wish how to be reached and of a note.
SAYS_OF_REACH = ("utter_mail_clinic_received", "utter_mail_clinic_message",
                 "utter_mail_clinic_changed", "utter_mail_clinic_other_time",
                 "utter_mail_clinic_other_time_kept")  # fmt: skip
WITH_CALENDAR = ("booking_confirmed", "booking_moved")
CLINIC_LOCALE = "en"


def to_clinic(
    item: OutboxItem, wording: Wording, link: str, booking: Booking | None
) -> EmailMessage:
    """A mail to the team: what happened and where to look, without any personal detail."""
    variables = {"link": link}
    if booking is not None:
        variables |= {"reference": booking.reference, "town": booking.location.capitalize()}
        variables |= _times(item, wording, booking, [], CLINIC_LOCALE)
    why = item.data.get("why")
    response = PERSON_NEEDED[why] if why else _about(TO_CLINIC[item.kind], booking)
    if response in SAYS_OF_REACH:
        told = {"reach": booking.reach_note, "note": booking.team_note} if booking else {}
        said = [wording.detail(response, name, CLINIC_LOCALE) for name in told if told[name]]
        variables["reach"] = "".join(f" {each}" for each in said)
    return _mail(item, wording, response, CLINIC_LOCALE, variables)


def to_visitor(
    item: OutboxItem, wording: Wording, link: str, booking: Booking, offered: list[OfferedTime]
) -> EmailMessage:
    """A mail to the visitor, with the calendar file where there is an appointment."""
    variables = {"reference": booking.reference, "link": link}
    variables |= _times(item, wording, booking, offered, booking.locale)
    response = _about(TO_VISITOR[item.kind], booking)
    variables["where"] = _where(wording, booking)
    mail = _mail(item, wording, response, booking.locale, variables)
    if booking.appointment is not None and item.kind in WITH_CALENDAR:
        mail.add_attachment(
            calendar_file.appointment_file(booking, wording),
            maintype="text",
            subtype="calendar",
            filename=calendar_file.file_name(booking),
            params={"method": "PUBLISH"},
        )
    return mail


def in_chat(
    item: OutboxItem, wording: Wording, booking: Booking, offered: list[OfferedTime]
) -> Reply:
    """The same for the visitor's chat, with a button for each time on offer."""
    response, locale = _about(IN_CHAT[item.kind], booking), booking.locale
    variables = {"reference": booking.reference, **_times(item, wording, booking, offered, locale)}
    variables["where"] = _where(wording, booking)
    buttons = []
    if item.kind == "booking_times_offered":
        buttons = [
            {
                "title": wording.time(each.at, locale, item.created_at),
                "payload": _payload("accept_time", booking=booking.id, time=each.at.isoformat()),
            }
            for each in offered
        ]
        buttons.append(
            {
                "title": wording.detail(response, "other", locale),
                "payload": _payload("other_time", booking=booking.id),
            }
        )
    return wording.reply(response, locale, buttons, **variables)


def _about(response: str, booking: Booking | None) -> str:
    if booking is None:
        return response
    if booking.is_message:
        return OF_MESSAGES.get(response, response)
    return BESIDE_APPOINTMENT.get(response, response) if booking.appointment else response


def _times(
    item: OutboxItem, wording: Wording, booking: Booking, offered: list[OfferedTime], locale: str
) -> dict[str, str]:
    times = [wording.time(each.at, locale, item.created_at) for each in offered]
    appointment = booking.appointment
    return {
        "times": "\n".join(f"- {each}" for each in times),
        "time": wording.time(appointment, locale, item.created_at) if appointment else "",
    }


def _where(wording: Wording, booking: Booking) -> str:
    """The town of the times that a message is about, once it is known which."""
    if booking.location not in wording.profile.towns:
        return ""
    return wording.detail("utter_in_town", "where", booking.locale, town=booking.location)


def _mail(
    item: OutboxItem, wording: Wording, response: str, locale: str, variables: dict[str, str]
) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = wording.detail(response, "subject", locale, **variables)
    mail["Message-ID"] = f"<{item.id}@clinic-assistant>"
    mail["Date"] = format_datetime(item.created_at)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(wording.text(response, locale, **variables) + "\n")
    return mail


def _payload(intent: str, **entities: str) -> str:
    return f"/{intent}{json.dumps(entities)}"
