"""All topics: what they answer, who has approved it, and how well they are understood."""

from __future__ import annotations

from datetime import timedelta

from sanic.response import HTTPResponse

from clinic.console.visit import Visit
from clinic.errors import BrokenFile, TopicRefused
from clinic.training import topics
from clinic.training.topics import TOPICS, Topic

SPAN = timedelta(days=90)
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
        figures=await visit.run(visit.store.overview.understood, visit.now - SPAN),
        days=SPAN.days,
    )
