"""The list of conversations."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic.response import HTTPResponse

from clinic.console import filters
from clinic.console.visit import Visit
from clinic.store.conversation_list import MOST_COUNTED, MOST_NEWS, PAGE

SPELL_S = 15  # who listens to a page rather than sees it hears of news once in so long
BEFORE_ALL = (datetime(2000, 1, 1, tzinfo=UTC), "-")


async def show_conversations(visit: Visit) -> HTTPResponse:
    wanted = filters.filter_of(visit.asked, visit.desk.profile.zone)
    before = filters.place_of(visit.asked, "before")
    listing = visit.store.conversation_list
    newest = await visit.run(listing.newest)  # first, so that nothing falls between
    wanted = await visit.run(listing.looked_up, wanted)
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
        newest=filters.place(*(newest or BEFORE_ALL)),
        new=0,
        moved=0,
        most=MOST_NEWS,
        spell="",
        older=filters.place(found[-1].last_at, found[-1].id) if more else None,
        paged=before is not None,
        choices=await visit.run(listing.choices),
        held=await visit.run(listing.held),
        filters=filters,
    )


async def conversation_news(visit: Visit) -> HTTPResponse:
    """What an open list asks for by itself: how many conversations it does not show yet.

    The rows stay where they are until somebody wants the new ones.
    """
    listing, since = visit.store.conversation_list, filters.place_of(visit.asked, "newest")
    if since is None or await visit.run(listing.newest) == since:
        return visit.nothing()
    spell = str(int(visit.now.timestamp()) // SPELL_S)
    if visit.asked.get("told") == spell:
        return visit.nothing()
    wanted = filters.filter_of(visit.asked, visit.desk.profile.zone)
    new, moved = await visit.run(listing.news, wanted, since)
    if visit.asked.get("seen") == f"{new}-{moved}":
        return visit.nothing()
    return visit.page(
        "_news.html",
        new=new,
        moved=moved,
        most=MOST_NEWS,
        spell=spell,
        given=filters.parameters_of(visit.asked),
    )


async def next_unreviewed(visit: Visit) -> HTTPResponse:
    """To the next conversation that nobody has reviewed; the list where there is none."""
    after = visit.asked.get("after")[:64] or None
    found = await visit.run(visit.store.conversation_list.next_unreviewed, after)
    if found is None:
        return visit.go("/staff/conversations", "nothing-left")
    return visit.go(f"/staff/conversations/{found}")
