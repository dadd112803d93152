"""One booking request: everything about it in one place, and every step that staff can take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.board import colleagues
from clinic.console.service_level import waiting
from clinic.console.templating import REASONS
from clinic.console.transcript import covered_lines
from clinic.console.visit import Visit
from clinic.errors import ConversationGone
from clinic.store.booking_board import WorkedBooking
from clinic.store.booking_states import STATES, may_follow

OFFERED_AT_MOST = 3


async def show_request(visit: Visit, reference: str) -> HTTPResponse:
    return await request_page(visit, reference)


async def request_page(
    visit: Visit, reference: str, *, error: str | None = None, typed: Any = None
) -> HTTPResponse:
    worked = await visit.run(visit.store.board.get, reference)
    booking, requests = worked.booking, visit.store.bookings
    await visit.record("read", "booking", booking.id)
    state = booking.state
    return visit.page(
        "request.html",
        status=400 if error else 200,
        error=error,
        worked=worked,
        booking=booking,
        wait=_wait(visit, worked),
        history=await visit.run(requests.history, booking.id),
        offered=await visit.run(requests.offered, booking.id),
        duplicates=await visit.run(requests.duplicates, booking.id),
        notes=await visit.run(visit.store.board.notes, booking.id),
        names=await visit.run(visit.store.staff.names),
        colleagues=await colleagues(visit),
        possible={after for after in STATES if may_follow(state, after)},
        reasons=REASONS,
        lines=await _beside(visit, booking.conversation),
        typed=typed or {},
        places=range(1, OFFERED_AT_MOST + 1),
    )


def _wait(visit: Visit, worked: WorkedBooking) -> Any:
    limit = timedelta(minutes=visit.desk.settings.service_level_minutes)
    return waiting(worked, visit.now, visit.desk.hours, limit)


async def _beside(visit: Visit, conversation: str | None) -> Any:
    """The conversation that led to the request, covered; None where it was erased."""
    if conversation is None:
        return None
    try:
        transcript = await visit.run(visit.store.transcripts.read, conversation)
    except ConversationGone:
        return None
    await visit.record("read", "conversation", conversation)
    return covered_lines(visit, transcript)
