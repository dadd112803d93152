"""The overview: how much, how well, what for; every number leads to its conversations."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.charts import FOOT, HEIGHT, WIDTH, bars, periods
from clinic.console.visit import Visit
from clinic.store.booking_board import MESSAGES_ALONE, BookingFilter
from clinic.store.booking_states import DONE, RECEIVED
from clinic.store.overview import MEASURES

SPANS = {"7": "7 days", "30": "30 days", "90": "90 days", "365": "A year"}
LONGEST_DAYS = 400
# Each card with the measure, what it is called, and the filter that finds its conversations.
CARDS = (
    ("conversations", "Conversations", {}),
    ("alone", "Answered without a person", {"alone": "1"}),
    ("asked_back", "Asked back", {"asked_back": "1"}),
    ("handed_over", "Handed over", {"handed_over": "1"}),
    ("safety", "Safety", {"safety": "any"}),
    ("sent", "Requests sent", {"booking": "sent"}),
)


async def show_overview(visit: Visit) -> HTTPResponse:
    first, last = _span(visit)
    weekly = visit.asked.get("by") == "week" or (
        visit.asked.get("by") != "day" and (last - first).days > 60
    )
    overview, ends = visit.store.overview, (first.toordinal(), last.toordinal())
    days = await visit.run(overview.days, *ends)
    found = periods(days, first, last, weekly=weekly)
    totals = {name: sum(day.counts[name] for day in days) for name in MEASURES}
    zone = visit.desk.profile.zone
    since = datetime.combine(first, time(), zone)
    until = datetime.combine(last + timedelta(days=1), time(), zone)
    waited = await visit.run(overview.first_action, since, until)
    left = BookingFilter(kind=MESSAGES_ALONE, since=since, until=until)
    messages = await visit.run(visit.store.board.counts, left)
    waiting = await visit.run(
        visit.store.board.counts, BookingFilter(kind=MESSAGES_ALONE, state=RECEIVED)
    )
    await visit.record("overview_read")
    return visit.page(
        "overview.html",
        first=first,
        last=last,
        span={"from_day": first.isoformat(), "to_day": last.isoformat()},
        spans=SPANS,
        chosen=visit.asked.get("days") or ("" if visit.asked.get("from") else "30"),
        weekly=weekly,
        cards=[_card(found, *card) for card in CARDS],
        totals=totals,
        topics=await visit.run(overview.topics, *ends),
        missed=await visit.run(overview.missed, *ends),
        funnel=await visit.run(overview.funnel, *ends),
        messages=sum(messages.values()),
        messages_done=messages.get(DONE, 0),
        messages_open=waiting.get(RECEIVED, 0),
        waited=timedelta(seconds=waited) if waited is not None else None,
        drawing={"width": WIDTH, "height": HEIGHT, "foot": FOOT},
    )


def _card(found: list[Any], measure: str, title: str, narrowed: dict[str, str]) -> dict[str, Any]:
    return {"measure": measure, "title": title, "filter": narrowed, "bars": bars(found, measure)}


def _span(visit: Visit) -> tuple[date, date]:
    """The days asked for; what cannot be meant shows the last thirty."""
    today = visit.now.astimezone(visit.desk.profile.zone).date()
    first, last = visit.asked.day("from"), visit.asked.day("to")
    if first and last and first <= last and (last - first).days <= LONGEST_DAYS:
        return first, last
    days = int(visit.asked.get("days")) if visit.asked.get("days") in SPANS else 30
    return today - timedelta(days=days - 1), today
