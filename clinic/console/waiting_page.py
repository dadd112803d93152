"""All conversations that need a person; the board shows the first of them."""

from __future__ import annotations

import hashlib
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.visit import Visit

PAGE = 50
HIGHEST_PAGE = 1000


async def show_waiting(visit: Visit) -> HTTPResponse:
    await visit.record("list_read", "conversation")
    content = await _content(visit)
    calls = await visit.run(visit.store.calls.of, content["people"])
    return visit.page("waiting.html", **content, calls=calls)


async def waiting_changes(visit: Visit) -> HTTPResponse:
    """What an open page asks for by itself: nothing while nothing has changed."""
    content = await _content(visit)
    if visit.asked.get("version") == content["version"]:
        return visit.nothing()
    calls = await visit.run(visit.store.calls.of, content["people"])
    return visit.page("_waiting.html", **content, calls=calls)


async def _content(visit: Visit) -> dict[str, Any]:
    listing, number = visit.store.conversation_list, visit.asked.number
    page = number("page", least=1, most=HIGHEST_PAGE) or 1
    people = await visit.run(listing.waiting, PAGE, (page - 1) * PAGE)
    needed, held = await visit.run(listing.count_waiting), await visit.run(listing.held)
    state = ([(each.id, each.needs_person_at) for each in people], needed, sorted(held))
    return {
        "people": people,
        "needed": needed,
        "held": held,
        "page": page,
        "more": needed > page * PAGE,
        "version": hashlib.sha256(repr(state).encode()).hexdigest()[:16],
    }
