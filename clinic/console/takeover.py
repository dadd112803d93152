"""Answering in the chat in the assistant's place."""

from __future__ import annotations

from sanic.response import HTTPResponse

from clinic.console.forms import FormError
from clinic.console.transcript import back_to, conversation_page
from clinic.console.visit import Visit
from clinic.errors import TakenOver
from clinic.store.signals import Signal
from clinic.store.takeovers import JOINED, LEFT, Announcement

LONGEST = 2000  # as for a visitor's message


async def take_over(visit: Visit, conversation: str) -> HTTPResponse:
    """The visitor is told that a person is there; the assistant falls silent."""
    told = await _announcement(visit, conversation, JOINED)
    try:
        await visit.run(visit.store.takeovers.take, conversation, visit.staff.id, visit.now, told)
    except TakenOver as error:
        typed = visit.form.get("text")
        return await conversation_page(visit, conversation, error=str(error), typed=typed)
    await visit.run(visit.store.reviews.handled, conversation, visit.now)
    await visit.record("took_over", "conversation", conversation)
    return await back_to(visit, conversation, "taken-over")


async def give_back(visit: Visit, conversation: str) -> HTTPResponse:
    told = await _announcement(visit, conversation, LEFT)
    await visit.run(visit.store.takeovers.give_back, conversation, visit.now, told)
    await visit.record("gave_back", "conversation", conversation)
    return await back_to(visit, conversation, "returned")


async def say(visit: Visit, conversation: str) -> HTTPResponse:
    try:
        text = visit.form.text("text", "The message", most=LONGEST)
        await visit.run(visit.store.takeovers.say, conversation, visit.staff.id, text, visit.now)
    except (FormError, TakenOver) as error:
        typed = visit.form.get("text")
        return await conversation_page(visit, conversation, error=str(error), typed=typed)
    await visit.record("answered", "conversation", conversation)
    return visit.go(f"/staff/conversations/{conversation}#answer")


async def staff_typing(visit: Visit, conversation: str) -> HTTPResponse:
    """Shown to the visitor while this person holds the conversation."""
    if await visit.run(visit.store.takeovers.touch, conversation, visit.staff.id, visit.now):
        await visit.run(visit.store.signals.publish, Signal("typing", conversation))
    return visit.nothing()


async def _announcement(visit: Visit, conversation: str, response: str) -> Announcement:
    found = await visit.run(visit.store.conversations.get, conversation)
    return visit.desk.answers.announcement(response, found.locale)
