"""What a turn changes beside its conversation: requests, guesses, alerts."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store import outbox, schema
from clinic.store.booking_steps import amend, come_too_late, open_request, step
from clinic.store.same_request import check_not_sent
from clinic.store.unit_of_work import UnitOfWork
from clinic.store.visitor_desk import remember_guesses

PERSON_NEEDED = "person_needed"
ALERTED_AGAIN_AFTER = timedelta(hours=1)


def work_requests(connection: Connection, unit: UnitOfWork, conversation: str | None) -> None:
    for reference, request in unit.bookings.values():
        known = connection.execute(
            sa.select(schema.bookings.c.id).where(schema.bookings.c.form == request.form)
        ).first()
        if known is None:
            check_not_sent(connection, request, conversation, unit)
            open_request(connection, reference, request, conversation, unit.now)
    for wanted in unit.steps:
        step(connection, wanted, unit.now)
    for amendment in unit.amendments:
        amend(connection, amendment, unit.now)
    for press in unit.late:
        come_too_late(connection, press, unit.now)
    remember_guesses(connection, unit)
    for why in sorted(unit.person_needed if conversation else ()):
        _alert(connection, conversation, why, unit.now)


def _alert(connection: Connection, conversation: str, why: str, now: datetime) -> None:
    """Tell the clinic that a conversation needs a person, once for each reason in a while."""
    table = schema.outbox
    recent = connection.execute(
        sa.select(table.c.data).where(
            table.c.kind == PERSON_NEEDED, table.c.created_at > now - ALERTED_AGAIN_AFTER
        )
    ).scalars()
    data = {"conversation": conversation, "why": why}
    if data not in recent.all():
        outbox.enqueue(connection, PERSON_NEEDED, [outbox.CLINIC_MAIL, outbox.WEBHOOK], data, now)
