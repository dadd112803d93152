"""One step of a request in somebody else's transaction: with its history and who is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import BookingChanged, BookingStepRefused, RequestSentBefore, UnknownBooking
from clinic.redaction import BETWEEN
from clinic.store import outbox, schema
from clinic.store.booking_records import SENT_AGAIN, VISITOR, Booking
from clinic.store.booking_states import (
    CONFIRMED,
    NO_REPLY,
    OFFERED,
    OPEN,
    RECEIVED,
    check_step,
)
from clinic.store.booking_times import offered_last, offered_times
from clinic.store.consents import CONTACT, TEXTS, agree
from clinic.store.folded import parts_new
from clinic.store.ids import random_id
from clinic.store.unit_of_work import Amendment, BookingRequest, BookingStep, LatePress

LONGEST_NOTE = 1000  # characters of what visitors add to a request bit by bit


def find(connection: Connection, booking: str) -> Booking | None:
    table = schema.bookings
    row = connection.execute(
        sa.select(table).where(
            sa.or_(table.c.id == booking, table.c.reference == as_reference(booking))
        )
    ).first()
    return Booking(**row._mapping) if row else None


def as_reference(said: str) -> str:
    """A reference as it is stored, however it was typed: "k7pm 3xqh" is K7PM-3XQH."""
    letters = "".join(each for each in said.upper() if each.isalnum())
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == 8 else said


def check_offer(connection: Connection, booking: str, time: datetime, now: datetime) -> None:
    """Raise BookingStepRefused where this time is not on offer, or is over."""
    this = existing(connection, booking)
    times = [each.at for each in offered_times(connection, this.id)]
    if this.state not in (OFFERED, CONFIRMED) or time not in times or time <= now:
        raise BookingStepRefused("This time is not on offer any more.")


def taking(
    connection: Connection, booking: str, time: datetime, spoken: str, now: datetime
) -> BookingStep:
    """The step by which a visitor takes an offered time, `spoken` in words.

    Somebody who gave no reply at first, or asked for another time, wishes for it: it may be
    somebody else's by now. Raises BookingStepRefused where the time is not on offer, or over.
    """
    this = existing(connection, booking)
    times = [each.at for each in offered_times(connection, this.id)]
    if this.state == RECEIVED:
        times = offered_last(connection, this.id)
    if this.state in (NO_REPLY, RECEIVED) and time in times and time > now:
        return BookingStep(this.id, RECEIVED, VISITOR, spoken)
    if time != this.appointment or not this.stands(now):  # which they may keep after all
        check_offer(connection, this.id, time, now)
    return BookingStep(this.id, CONFIRMED, VISITOR, times=(time,))


def step(connection: Connection, wanted: BookingStep, now: datetime) -> Booking:
    """Take one step in the caller's transaction, with its history and everybody to be told."""
    table = schema.bookings
    this = existing(connection, wanted.booking, lock=True)
    if wanted.seen is not None:
        check_seen(connection, this.id, wanted.seen)
    check_step(this.reference, this.state, wanted.state, this.following(wanted.who))
    if wanted.state == CONFIRMED:
        _check_confirmation(connection, this, wanted, now)
    connection.execute(
        sa.update(table)
        .where(table.c.id == this.id)
        .values(updated_at=now, wish=_wish(this, wanted), **_standing(this, wanted, now))
    )
    if wanted.state != NO_REPLY:  # who turns up after all can still take one
        _replace_offer(connection, this.id, wanted.times if wanted.state == OFFERED else (), now)
    _remember(connection, this.id, wanted.state, wanted.who, wanted.why, now, wanted.times)
    kind, channels = _kind(this, wanted), _channels(this, wanted)
    outbox.enqueue(connection, kind, channels, {"booking": this.id}, now)
    return existing(connection, this.id)


def come_too_late(connection: Connection, press: LatePress, now: datetime) -> None:
    """Remember what a visitor could not have any more, and tell the clinic; once for each."""
    this = find(connection, press.booking)
    if this is None:
        return
    table = schema.booking_events
    query = sa.select(table.c.why, table.c.times).where(table.c.booking == this.id)
    last = connection.execute(query.order_by(table.c.id.desc()).limit(1)).first()
    if last is not None and (last.why, last.times) == (press.why, _written(press.times)):
        return
    _remember(connection, this.id, this.state, VISITOR, press.why, now, press.times)
    outbox.enqueue(connection, "visitor_too_late", [outbox.CLINIC_MAIL], {"booking": this.id}, now)


def amend(connection: Connection, wanted: Amendment, now: datetime) -> None:
    """Put a request's details right, with what was changed in its history.

    Raises RequestSentBefore where one that was sent again is settled by now: a new one is opened.
    """
    this = existing(connection, wanted.booking, lock=True)
    if wanted.sent_again and this.state not in OPEN:
        raise RequestSentBefore("The request that this one repeats is not open any more.")
    values: dict[str, Any] = dict(wanted.values)
    for column, said in wanted.added.items():
        values[column] = _with_more(getattr(this, column), said)
    changed = ", ".join(sorted(values)) or "flags"
    if wanted.sms_wording:
        agree(connection, this.id, {TEXTS: wanted.sms_wording}, now)
        changed = ", ".join([*sorted(values), "text messages"])
    elif wanted.sent_again and not (values or wanted.flags):
        _remember(connection, this.id, this.state, VISITOR, SENT_AGAIN, now)
        return
    if wanted.flags or wanted.without:
        flags = dict.fromkeys([*this.flags, *wanted.flags])
        values["flags"] = [flag for flag in flags if flag not in wanted.without]
    connection.execute(
        sa.update(schema.bookings)
        .where(schema.bookings.c.id == this.id)
        .values(updated_at=now, **values)
    )
    _remember(connection, this.id, this.state, VISITOR, f"changed: {changed}", now)
    channels = [outbox.CLINIC_MAIL, outbox.WEBHOOK]
    outbox.enqueue(connection, "booking_changed", channels, {"booking": this.id}, now)


def _with_more(known: str | None, said: str) -> str:
    """What was noted with more behind it, each once; the oldest goes where it becomes too much."""
    parts = [*filter(None, (known or "").split(BETWEEN)), *parts_new(known, said)]
    while len(parts) > 1 and len(BETWEEN.join(parts)) > LONGEST_NOTE:
        del parts[0]
    return BETWEEN.join(parts)


def open_request(
    connection: Connection,
    reference: str,
    request: BookingRequest,
    conversation: str | None,
    now: datetime,
) -> None:
    """Write one received request with its first event, its consent and its notifications."""
    booking = random_id()
    connection.execute(
        sa.insert(schema.bookings).values(
            id=booking,
            reference=reference,
            form=request.form,
            conversation=conversation,
            state=RECEIVED,
            name=request.name,
            phone=request.phone,
            email=request.email,
            reach_note=request.reach_note,
            location=request.location,
            preferred=request.preferred,
            concern=request.concern,
            health_note=request.health_note,
            team_note=request.team_note,
            flags=request.flags,
            locale=request.locale,
            created_at=now,
            updated_at=now,
        )
    )
    _remember(connection, booking, RECEIVED, VISITOR, None, now)
    given = {CONTACT: request.consent_wording}
    if request.sms_wording:
        given[TEXTS] = request.sms_wording
    agree(connection, booking, given, now)
    channels = [outbox.CLINIC_MAIL, outbox.WEBHOOK]
    if request.email:
        channels.append(outbox.VISITOR_MAIL)
    outbox.enqueue(connection, "booking_received", channels, {"booking": booking}, now)


def _check_confirmation(
    connection: Connection, before: Booking, wanted: BookingStep, now: datetime
) -> None:
    """A visitor takes what is on offer; staff set any time, and keep one that shall be changed."""
    keeps = before.appointment == wanted.times[0] and before.stands(now)
    if wanted.who == VISITOR and not keeps:
        check_offer(connection, before.id, wanted.times[0], now)
    if before.appointment == wanted.times[0] and not before.wants_other_time:
        raise BookingStepRefused("The appointment is at this time already.")


def _standing(before: Booking, wanted: BookingStep, now: datetime) -> dict[str, Any]:
    """The columns that say what is settled after a step."""
    if before.stands(now) and wanted.state in (RECEIVED, OFFERED):
        return {"state": before.state, "appointment": before.appointment}
    town = {"location": wanted.location} if wanted.location else {}
    appointment = wanted.times[0] if wanted.state == CONFIRMED else None
    return {"state": wanted.state, "appointment": appointment, **town}


def _wish(before: Booking, wanted: BookingStep) -> str | None:
    if wanted.state == CONFIRMED:
        return None
    wished = wanted.state == RECEIVED and wanted.who == VISITOR
    return (wanted.why or "") if wished else before.wish


def _kind(before: Booking, wanted: BookingStep) -> str:
    """What happened, as everybody who is told hears it."""
    if wanted.state == RECEIVED:
        return "other_time_wanted" if wanted.who == VISITOR else "booking_reopened"
    if before.state == wanted.state == CONFIRMED:
        return "booking_kept" if before.appointment == wanted.times[0] else "booking_moved"
    return f"booking_{wanted.state}"


def _channels(booking: Booking, wanted: BookingStep) -> list[str]:
    """Who has to hear of a step: the other side, and other systems always."""
    channels = [outbox.WEBHOOK]
    settled = booking.is_message and wanted.who != VISITOR  # the team has answered in person
    if wanted.state == NO_REPLY or settled:
        return channels
    if wanted.who == VISITOR:
        channels.append(outbox.CLINIC_MAIL)
    if booking.email and (wanted.who != VISITOR or wanted.state == CONFIRMED):
        channels.append(outbox.VISITOR_MAIL)
    if booking.conversation and not wanted.in_chat:
        channels.append(outbox.CHAT)
    return channels


def existing(connection: Connection, booking: str, *, lock: bool = False) -> Booking:
    if lock:
        table = schema.bookings
        connection.execute(
            sa.select(table.c.id)
            .where(sa.or_(table.c.id == booking, table.c.reference == as_reference(booking)))
            .with_for_update()
        )
    found = find(connection, booking)
    if found is None:
        raise UnknownBooking(
            f"There is no request {booking}. `python -m clinic bookings` lists all of them."
        )
    return found


def check_seen(connection: Connection, booking: str, seen: int) -> None:
    """Raise BookingChanged where there are other steps than those that were looked at."""
    table = schema.booking_events
    query = sa.select(table.c.who).where(table.c.booking == booking).order_by(table.c.id)
    steps = connection.execute(query).scalars().all()
    if len(steps) != seen:
        raise BookingChanged(steps[-1])


def _replace_offer(
    connection: Connection, booking: str, times: tuple[datetime, ...], now: datetime
) -> None:
    table = schema.booking_times
    connection.execute(sa.delete(table).where(table.c.booking == booking))
    rows = [{"booking": booking, "at": at, "offered_at": now} for at in sorted(set(times))]
    if rows:
        connection.execute(sa.insert(table), rows)


def _remember(
    connection: Connection,
    booking: str,
    state: str,
    who: str,
    why: str | None,
    now: datetime,
    times: tuple[datetime, ...] = (),
) -> None:
    connection.execute(
        sa.insert(schema.booking_events).values(
            booking=booking, state=state, who=who, why=why, at=now, times=_written(times)
        )
    )


def _written(times: tuple[datetime, ...]) -> list[str]:
    return [each.astimezone(UTC).isoformat() for each in sorted(set(times))]
