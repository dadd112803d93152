"""All topics: what they answer, who has approved it, and how well they are understood."""

from __future__ import annotations

from sanic.response import HTTPResponse

from clinic.console.visit import Visit
from clinic.errors import BrokenFile, TopicRefused
from clinic.training import topics
from clinic.training.topics import TOPICS, Topic

DAYS = 90  # of the figures
SHOWN = {"": "All", "unsigned": "Awaiting the clinic", "overdue": "Past their review date"}


async def show_topics(visit: Visit) -> HTTPResponse:
    """With a broken file the names are shown all the same, and which file it is."""
    await visit.record("list_read", "topic")
    show = visit.asked.get("show")
    show, error, found = show if show in SHOWN else "", None, []
    try:
        found = await visit.work(topics.list_topics, visit.desk.root)
    except (BrokenFile, TopicRefused) as broken:
        error = str(broken)
    today = visit.now.astimezone(visit.desk.profile.zone).date()
    by_show: dict[str, list[Topic]] = {
        "": found,
        "unsigned": [each for each in found if not each.is_signed],
        "overdue": topics.overdue(found, today),
    }
    labels = topics.all_labels(visit.desk.root)
    return visit.page(
        "topics.html",
        error=error,
        topics=by_show[show],
        counts={name: len(some) for name, some in by_show.items()},
        show=show,
        shown=SHOWN,
        today=today,
        names_only=[each for each in labels if each.startswith(f"{TOPICS}/")] if error else [],
        figures=await understood(visit),
        days=DAYS,
    )


async def understood(visit: Visit) -> dict[str, tuple[int, int]]:
    """By topic: conversations of the last DAYS that asked it, and in how many it was clear."""
    today = visit.now.astimezone(visit.desk.profile.zone).toordinal()
    return await visit.run(visit.store.overview.understood, today - DAYS + 1, today)
