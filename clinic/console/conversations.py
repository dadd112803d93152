"""The list of conversations."""

from __future__ import annotations

from sanic.response import HTTPResponse

from clinic.console import filters
from clinic.console.visit import Visit
from clinic.store.conversation_list import MOST_COUNTED, PAGE


async def show_conversations(visit: Visit) -> HTTPResponse:
    wanted = filters.filter_of(visit.asked, visit.desk.profile.zone)
    before = filters.place_of(visit.asked)
    listing = visit.store.conversation_list
    found = await visit.run(listing.page, wanted, before, PAGE + 1)
    more = len(found) > PAGE
    found = found[:PAGE]
    count = len(found) if not more and not before else await visit.run(listing.count, wanted)
    await visit.record("list_read", "conversation")
    return visit.page(
        "conversations.html",
        found=found,
        count=count,
        many=MOST_COUNTED,
        given=filters.parameters_of(visit.asked),
        older=filters.place(found[-1].last_at, found[-1].id) if more else None,
        paged=before is not None,
        choices=await visit.run(listing.choices),
        held=await visit.run(listing.held),
        filters=filters,
    )


async def next_unreviewed(visit: Visit) -> HTTPResponse:
    """To the next conversation that nobody has reviewed; the list where there is none."""
    after = visit.asked.get("after")[:64] or None
    found = await visit.run(visit.store.conversation_list.next_unreviewed, after)
    if found is None:
        return visit.go("/staff/conversations", "nothing-left")
    return visit.go(f"/staff/conversations/{found}")
