"""One conversation: what was said, what was understood, and what staff have added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.explanation import Understanding, understanding_of
from clinic.console.forms import FormError
from clinic.console.visit import Visit
from clinic.redaction import identifying, redact
from clinic.store.takeovers import Takeover
from clinic.store.transcripts import Transcript

REVEALED_FOR = timedelta(minutes=10)
SHORTEST_REASON = 5
MAY_ANSWER = {"front_desk", "reviewer"}  # others only read, and reveal nothing


@dataclass(frozen=True)
class Line:
    """One message as the page shows it."""

    seq: int
    role: str
    text: str
    at: Any
    understood: Understanding | None
    rating: tuple[bool, str | None] | None
    flagged: bool
    response: str | None
    buttons: list[str]


async def show_conversation(visit: Visit, conversation: str) -> HTTPResponse:
    return await conversation_page(visit, conversation)


async def reveal(visit: Visit, conversation: str) -> HTTPResponse:
    """Show everything once, to somebody who says why; the audit keeps the reason."""
    try:
        reason = visit.form.text("reason", "The reason", least=SHORTEST_REASON, most=200)
    except FormError as error:
        return await conversation_page(visit, conversation, error=str(error))
    await visit.run(visit.store.conversations.get, conversation)
    await visit.record("reveal", "conversation", conversation, reason)
    return await conversation_page(visit, conversation, revealed=True)


async def live_lines(visit: Visit, conversation: str) -> HTTPResponse:
    """What a page that is open asks for by itself: the messages behind the last it has."""
    after = visit.asked.number("after", most=2**31 - 1) or 0
    found = await visit.run(visit.store.conversations.get, conversation)
    held = await visit.run(visit.store.takeovers.current, conversation)
    typing = visit.desk.typing.is_typing(conversation, visit.now)
    state = f"{'held' if held else 'free'}-{'typing' if typing else 'still'}"
    shown = visit.asked.get("state")
    if found.last_seq <= after and shown == state:
        return visit.nothing()
    if shown.partition("-")[0] != state.partition("-")[0]:  # taken over or given back meanwhile
        return HTTPResponse(status=204, headers={"HX-Refresh": "true"})
    transcript = await visit.run(visit.store.transcripts.read, conversation)
    return visit.page(
        "_lines.html",
        conversation=conversation,
        lines=_lines(visit, transcript, revealed=False),
        **_chat(visit, conversation, transcript, held, state),
        revealed=False,
        may_flag="reviewer" in visit.staff.roles,
    )


async def conversation_page(
    visit: Visit,
    conversation: str,
    *,
    error: str | None = None,
    revealed: bool = False,
    typed: str = "",
) -> HTTPResponse:
    before = visit.asked.number("before", least=1, most=2**31 - 1)
    transcript = await visit.run(visit.store.transcripts.read, conversation, before)
    held = await visit.run(visit.store.takeovers.current, conversation)
    await visit.record("read", "conversation", conversation)
    typing = visit.desk.typing.is_typing(conversation, visit.now)
    state = f"{'held' if held else 'free'}-{'typing' if typing else 'still'}"
    notes = await visit.run(visit.store.reviews.notes, conversation)
    return visit.page(
        "conversation.html",
        status=400 if error else 200,
        error=error,
        conversation=conversation,
        transcript=transcript,
        lines=_lines(visit, transcript, revealed),
        notes=notes,
        names=await visit.run(visit.store.staff.names),
        revealed=revealed,
        shortest_reason=SHORTEST_REASON,
        typed=typed,
        may_review="reviewer" in visit.staff.roles,
        may_answer=bool(MAY_ANSWER & set(visit.staff.roles)),
        may_flag="reviewer" in visit.staff.roles,
        **_chat(visit, conversation, transcript, held, state),
    )


def covered_lines(visit: Visit, transcript: Transcript) -> list[Line]:
    """The messages as they may be shown without a reason."""
    return _lines(visit, transcript, revealed=False)


def _chat(
    visit: Visit, conversation: str, transcript: Transcript, held: Takeover | None, state: str
) -> dict[str, Any]:
    return {
        "held": held,
        "mine": held is not None and held.staff == visit.staff.id,
        "last": transcript.said[-1].seq if transcript.said else 0,
        "state": state,
        "typing": state.endswith("typing"),
    }


def _lines(visit: Visit, transcript: Transcript, revealed: bool) -> list[Line]:
    covered: set[tuple[str, str]] = set()
    if not revealed:
        events = [event for turn in transcript.turns.values() for event in turn]
        covered = identifying(events) | set(transcript.contacts)
    lines = []
    for said in transcript.said:
        turn = transcript.turns.get(said.seq) if said.role == "user" else None
        text, rating = said.text, transcript.ratings.get(said.seq)
        if not revealed:
            text = redact(text, values=covered, given_names=said.role == "user")
            if rating:
                rating = (rating[0], redact(rating[1] or "", values=covered))
        lines.append(
            Line(
                said.seq,
                said.role,
                text,
                said.at,
                understanding_of(turn, visit.desk.answers) if turn else None,
                rating,
                said.seq in transcript.flagged,
                said.response,
                [redact(b["title"], values=covered) for b in said.buttons],
            )
        )
    return lines
