"""The messages that reviewers have flagged for the trainer."""

from __future__ import annotations

from sanic.response import HTTPResponse

from clinic.console.visit import Visit
from clinic.redaction import redact
from clinic.store.reviews import TRAINING_STATES


async def show_training(visit: Visit) -> HTTPResponse:
    state = visit.asked.get("state")
    state = state if state in TRAINING_STATES else "open"
    items = await visit.run(visit.store.reviews.items, state)
    await visit.record("list_read", "training")
    return visit.page(
        "training.html",
        items=[(item, redact(item.text)) for item in items],
        state=state,
        states=TRAINING_STATES,
        names=await visit.run(visit.store.staff.names),
    )


async def settle_item(visit: Visit, conversation: str) -> HTTPResponse:
    form = visit.form
    state = form.choice("state", "The state", TRAINING_STATES)
    seq = form.number("seq", most=2**31 - 1) or 0
    await visit.run(visit.store.reviews.settle, conversation, seq, state)
    await visit.record("training_changed", "conversation", conversation)
    return visit.go("/staff/training", "training-changed")
