"""One booking request: everything about it in one place, and every step that staff can take."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.board import colleagues
from clinic.console.forms import Form
from clinic.console.service_level import waiting
from clinic.console.templating import REASONS
from clinic.console.transcript import covered_lines
from clinic.console.visit import Visit
from clinic.errors import ConversationGone
from clinic.store.booking_board import WorkedBooking
from clinic.store.booking_hands import HandedOn
from clinic.store.booking_records import LATE, SENT_AGAIN, VISITOR, BookingEvent
from clinic.store.booking_states import CONFIRMED, RECEIVED
from clinic.store.bookings import Booking

OFFERED_AT_MOST = 3


async def show_request(visit: Visit, reference: str) -> HTTPResponse:
    return await request_page(visit, reference)


async def request_news(visit: Visit, reference: str) -> HTTPResponse:
    """What an open page asks for by itself: whether the request has changed, and by whom.

    The page stays as it is, with what is being typed.
    """
    history = await visit.run(visit.store.bookings.history, reference)
    if visit.asked.get("told") == str(len(history)):
        return visit.nothing()
    return visit.page(
        "_request_news.html",
        at=visit.request.path.removesuffix("/news"),
        told=len(history),
        who=await who_has(visit, history[-1].who),
    )


async def who_has(visit: Visit, who: str) -> str:
    """Who took a step, as a sentence begins: The visitor has, Mia has, You have."""
    if who == visit.staff.id:
        return "You have"
    names = {VISITOR: "The visitor", **await visit.run(visit.store.staff.names)}
    return f"{names.get(who, 'Somebody')} has"


async def request_page(
    visit: Visit,
    reference: str,
    *,
    error: str | None = None,
    status: int = 200,
    doubt: str = "",
    anyway: str = "",
    wrong: str = "",
) -> HTTPResponse:
    """The request as it is now, with what was typed where that was not taken.

    `wrong` is the field that the error is about; a `doubt` is asked above the button, and `anyway`
    goes with what was typed when it is sent once more, see forms.Doubtful.
    """
    requests = visit.store.bookings
    # The history first: a step in between makes the page's version old, and so is noticed.
    history = await visit.run(requests.history, reference)
    worked = await visit.run(visit.store.board.get, reference)
    booking = worked.booking
    await visit.record("read", "booking", booking.id)
    return visit.page(
        "request.html",
        status=status,
        error=error,
        worked=worked,
        booking=booking,
        wait=_wait(visit, worked),
        history=history,
        happened=_happened(history, await visit.run(visit.store.board.hands, booking.id)),
        version=len(history),
        refused=_refused(booking, history, visit.now),
        late=(*LATE, SENT_AGAIN),
        towns=visit.desk.profile.towns,
        offered=await visit.run(requests.offered, booking.id),
        duplicates=await visit.run(requests.duplicates, booking.id),
        notes=await visit.run(visit.store.board.notes, booking.id),
        names=await visit.run(visit.store.staff.names),
        colleagues=await colleagues(visit),
        possible=booking.following(visit.staff.id),
        reasons=REASONS,
        lines=await _beside(visit, booking.conversation),
        typed=visit.form if error or doubt else Form({}),
        sent=visit.request.path.rpartition("/")[2] if error or doubt else "",
        doubt=doubt,
        anyway=anyway,
        wrong=wrong,
        places=range(1, OFFERED_AT_MOST + 1),
    )


def _happened(history: list[BookingEvent], hands: list[HandedOn]) -> list[BookingEvent | HandedOn]:
    """The request's steps, and between them whose it became."""
    return sorted([*history, *hands], key=lambda each: each.at)


def _refused(booking: Booking, history: list[BookingEvent], now: datetime) -> BookingEvent | None:
    """The offer or appointment that the visitor has turned down and nothing has replaced."""
    steps = [event for event in history if event.why not in LATE]
    if steps[-1].state != RECEIVED:
        return None
    last = next((event for event in reversed(steps) if event.times), None)
    return None if last and last.state == CONFIRMED and booking.stands(now) else last


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
