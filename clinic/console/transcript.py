"""One conversation: what was said, what was understood, and what staff have added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.explanation import Understanding, understanding_of
from clinic.console.forms import FormError
from clinic.console.notices import NOTICES
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
    """What a page that is open asks for by itself: the messages behind the last it has.

    Where the conversation has changed hands, what can be done with it comes along. Nothing else
    on the page is touched, and what is being typed stays.
    """
    after = visit.asked.number("after", most=2**31 - 1) or 0
    found = await visit.run(visit.store.conversations.get, conversation)
    held = await visit.run(visit.store.takeovers.current, conversation)
    state, shown = _state(visit, conversation, held), visit.asked.get("state")
    if found.last_seq <= after and shown == state:
        return visit.nothing()
    transcript = await visit.run(visit.store.transcripts.read, conversation)
    return visit.page(
        "_conversation_news.html",
        lines=_lines(visit, transcript, revealed=False),
        swapped=shown.rpartition("-")[0] != state.rpartition("-")[0],
        revealed=False,
        live=True,
        **await _chat(visit, transcript, held, draft=bool(visit.asked.get("draft"))),
    )


async def back_to(visit: Visit, conversation: str, done: str) -> HTTPResponse:
    """The conversation after a step; an answer that was being typed comes along."""
    typed = visit.form.get("text")
    if not typed:
        return visit.go(f"/staff/conversations/{conversation}", done)
    return await conversation_page(visit, conversation, notice=NOTICES[done], typed=typed)


async def conversation_page(
    visit: Visit,
    conversation: str,
    *,
    error: str | None = None,
    notice: str | None = None,
    revealed: bool = False,
    typed: str = "",
    noted: str = "",
) -> HTTPResponse:
    before = visit.asked.number("before", least=1, most=2**31 - 1)
    transcript = await visit.run(visit.store.transcripts.read, conversation, before)
    held = await visit.run(visit.store.takeovers.current, conversation)
    await visit.record("read", "conversation", conversation)
    said = {"notice": notice} if notice else {}
    return visit.page(
        "conversation.html",
        status=400 if error else 200,
        error=error,
        lines=_lines(visit, transcript, revealed),
        notes=await visit.run(visit.store.reviews.notes, conversation),
        noted=noted,
        swapped=False,
        revealed=revealed,
        live=not revealed and before is None,
        shortest_reason=SHORTEST_REASON,
        may_review="reviewer" in visit.staff.roles,
        **said,
        **await _chat(visit, transcript, held, typed=typed),
    )


def covered_lines(visit: Visit, transcript: Transcript) -> list[Line]:
    """The messages as they may be shown without a reason."""
    return _lines(visit, transcript, revealed=False)


async def _chat(
    visit: Visit,
    transcript: Transcript,
    held: Takeover | None,
    *,
    draft: bool = False,
    typed: str = "",
) -> dict[str, Any]:
    """What the messages and the answer below them need; `draft` keeps a field for the answer."""
    conversation = transcript.conversation.id
    mine = held is not None and held.staff == visit.staff.id
    state = _state(visit, conversation, held)
    return {
        "conversation": conversation,
        "transcript": transcript,
        "names": await visit.run(visit.store.staff.names),
        "held": held,
        "mine": mine,
        "draft": mine or draft or bool(typed),
        "typed": typed,
        "last": transcript.said[-1].seq if transcript.said else 0,
        "state": state,
        "typing": state.endswith("typing"),
        "may_answer": bool(MAY_ANSWER & set(visit.staff.roles)),
        "may_flag": "reviewer" in visit.staff.roles,
    }


def _state(visit: Visit, conversation: str, held: Takeover | None) -> str:
    """Who has the conversation, and whether its visitor is typing to them."""
    typing = held is not None and visit.desk.typing.is_typing(conversation, visit.now)
    return f"{held.staff if held else 'free'}-{'typing' if typing else 'still'}"


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
