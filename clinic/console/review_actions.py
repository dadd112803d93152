"""What a reviewer does with a conversation."""

from __future__ import annotations

import re

from sanic.response import HTTPResponse

from clinic.console.forms import FormError
from clinic.console.transcript import back_to, conversation_page
from clinic.console.visit import Visit

LONGEST_NOTE = 2000
_TAG = re.compile(r"[\w][\w -]{0,38}\w|\w")


async def mark_reviewed(visit: Visit, conversation: str) -> HTTPResponse:
    """Then on to the next one, where the button says so."""
    reviewed = visit.form.get("reviewed") != "no"
    await visit.run(visit.store.reviews.mark, conversation, reviewed, visit.staff.id, visit.now)
    await visit.record("reviewed" if reviewed else "unreviewed", "conversation", conversation)
    if reviewed and visit.form.get("next"):
        return visit.go(f"/staff/conversations/next?after={conversation}")
    return await back_to(visit, conversation, "reviewed" if reviewed else "unreviewed")


async def add_tag(visit: Visit, conversation: str) -> HTTPResponse:
    tag = " ".join(visit.form.get("tag").lower().split())
    if not _TAG.fullmatch(tag):
        error = "A tag has up to 40 letters, digits, spaces and hyphens."
        return await conversation_page(visit, conversation, error=error)
    await visit.run(visit.store.reviews.tag, conversation, tag, visit.staff.id, visit.now)
    await visit.record("tagged", "conversation", conversation)
    return await back_to(visit, conversation, "tagged")


async def remove_tag(visit: Visit, conversation: str) -> HTTPResponse:
    await visit.run(visit.store.reviews.untag, conversation, visit.form.get("tag")[:40])
    await visit.record("untagged", "conversation", conversation)
    return await back_to(visit, conversation, "tagged")


async def add_note(visit: Visit, conversation: str) -> HTTPResponse:
    try:
        text = visit.form.text("note", "The note", most=LONGEST_NOTE)
    except FormError as error:
        noted = visit.form.get("note")
        return await conversation_page(visit, conversation, error=str(error), noted=noted)
    await visit.run(visit.store.reviews.note, conversation, text, visit.staff.id, visit.now)
    await visit.record("noted", "conversation", conversation)
    return await back_to(visit, conversation, "noted")


async def flag_message(visit: Visit, conversation: str) -> HTTPResponse:
    """Put a message on the trainer's list, or take it off."""
    seq = visit.form.number("seq", most=2**31 - 1) or 0
    reviews = visit.store.reviews
    if visit.form.get("off"):
        await visit.run(reviews.unflag, conversation, seq)
    else:
        await visit.run(reviews.flag, conversation, seq, visit.staff.id, visit.now)
    await visit.record("flagged", "conversation", conversation)
    return await back_to(visit, conversation, "unflagged" if visit.form.get("off") else "flagged")


async def mark_handled(visit: Visit, conversation: str) -> HTTPResponse:
    await visit.run(visit.store.reviews.handled, conversation, visit.now)
    await visit.record("handled", "conversation", conversation)
    return await back_to(visit, conversation, "handled")
