"""Asks every list, search and chart of a running server again and again, over HTTP."""

from __future__ import annotations

import html
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import httpx

from tests.console.person import Person

WARM_UP = 3

LISTS = {
    "conversations, all": {},
    "by date": {"since": "", "until": ""},
    "by topic": {"topic": "faq/pain"},
    "by a rare topic": {"topic": "complaint"},
    "low confidence": {"confidence": "0.5"},
    "asked back": {"asked_back": "1"},
    "handed over": {"handed_over": "1"},
    "safety": {"safety": "any"},
    "negative feedback": {"feedback": "unhelpful"},
    "by booking outcome": {"booking": "declined"},
    "long ones": {"length": "6-15"},
    "by language": {"language": "pt"},
    "not reviewed": {"reviewed": "no"},
    "by tag (none)": {"tag": "nothing"},
    "nothing fits: emergency, Portuguese, declined": {
        "safety": "emergency", "language": "pt", "booking": "declined",
    },
    "reviewed (none), handed over": {"reviewed": "yes", "handed_over": "1"},
}  # fmt: skip
SEARCHES = {
    "search, a common word": {"q": "does"},
    "search, two words": {"q": "skin sensitive"},
    "search, a rare word": {"q": "rosacea"},
    "search, beginning of a word": {"q": "mic"},
    "search, nothing found": {"q": "zzyzx"},
    "search with filters": {"q": "hurt", "booking": "confirmed", "language": "es"},
}


TRAINING = {
    "state=open": "waiting",
    "why=asked_back": "asked back",
    "state=taken": "taught",
    "state=dropped": "ignored",
}


@dataclass(frozen=True)
class Measured:
    name: str
    kind: str  # "list", "search", "chart" or "page"
    p50: float  # milliseconds
    p95: float
    cpu: float  # of the server's process, on average


def measure(
    person: Person, server: int, times: int, seed: int, today: date, only: str = ""
) -> list[Measured]:
    """Every page whose name holds `only`, `times` times, with other days where days matter."""
    dice = random.Random(seed)
    return [
        _measured(person, server, name, kind, address, times)
        for name, kind, address in _pages(person, dice, today)
        if only in name
    ]


def _pages(
    person: Person, dice: random.Random, today: date
) -> Iterator[tuple[str, str, Callable[[], str]]]:
    def listing(parameters: dict[str, str]) -> Callable[[], str]:
        def address() -> str:
            given = dict(parameters)
            if "since" in given:
                begin = today - timedelta(days=dice.randrange(30, 360))
                given |= {"since": str(begin), "until": str(begin + timedelta(days=7))}
            return f"/staff/conversations?{urlencode(given)}"

        return address

    for name, parameters in LISTS.items():
        yield name, "list", listing(parameters)
    deep = _deep(person)
    yield "conversations, many pages in", "list", lambda: deep
    yield "next unreviewed", "list", lambda: "/staff/conversations/next"
    yield "booking board", "list", lambda: "/staff/bookings"
    yield "booking table", "list", lambda: "/staff/bookings?view=table"
    yield "booking table, page 50", "list", lambda: "/staff/bookings?view=table&page=50"
    confirmed = "/staff/bookings?view=table&state=confirmed"
    yield "booking table, appointments", "list", lambda: confirmed
    yield "booking table, appointments, page 50", "list", lambda: f"{confirmed}&page=50"
    begin = date.today() - timedelta(days=60)
    days = {"appointment_since": str(begin), "appointment_until": str(begin + timedelta(days=6))}
    week = f"/staff/bookings?view=table&{urlencode(days)}"
    yield "booking table, appointments of a week", "list", lambda: week
    for name, parameters in SEARCHES.items():
        yield name, "search", listing(parameters)
    yield "bookings by name", "search", lambda: "/staff/bookings?view=table&q=evans"
    yield "bookings by phone", "search", lambda: "/staff/bookings?view=table&q=555-01"
    for days in (7, 30, 90, 365):
        yield f"overview, {days} days", "chart", lambda days=days: f"/staff/overview?days={days}"
    yield "audit", "list", lambda: "/staff/audit"
    one = _some_conversation(person)
    yield "a transcript", "page", lambda: one
    poll = "/staff/bookings/changes?version=x"
    yield "the board's poll", "page", lambda: poll
    news = "/staff/conversations/news?q=hurt&newest=" + _place(timedelta(hours=3))
    yield "the list's poll, news behind a search", "page", lambda: news
    still = _news(person)
    yield "the list's poll, no news", "page", lambda: still
    for state, name in TRAINING.items():
        yield f"trainer's inbox, {name}", "list", lambda state=state: f"/staff/training?{state}"
    yield "trainer's topics", "list", lambda: "/staff/training/topics"
    yield "releases", "list", lambda: "/staff/training/releases"


def _deep(person: Person) -> str:
    address = "/staff/conversations"
    for _ in range(20):
        page = person.get(address).text
        address = page.rpartition('" rel="next"')[0].rpartition('href="')[2].replace("&amp;", "&")
    return address


def _place(ago: timedelta) -> str:
    """A place in the list that long ago, as an open list names its newest conversation."""
    return f"{int((datetime.now(UTC) - ago).timestamp())}000000~-"


def _news(person: Person) -> str:
    page = person.get("/staff/conversations").text
    return html.unescape(page.partition('id="news"')[2].partition('hx-get="')[2].partition('"')[0])


def _some_conversation(person: Person) -> str:
    page = person.get("/staff/conversations?length=6-15").text
    return page.partition("<tbody>")[2].partition('href="')[2].partition('"')[0]


def _measured(
    person: Person, server: int, name: str, kind: str, address: Callable[[], str], times: int
) -> Measured:
    taken, cpu = [], 0.0
    for number in range(times + WARM_UP):
        asked = address()
        if number == WARM_UP:
            cpu = _cpu_ms(server)
        began = time.perf_counter()
        response: httpx.Response = person.http.get(asked)
        ended = time.perf_counter()
        if response.status_code not in (200, 204, 303):
            raise RuntimeError(f"{asked} answered {response.status_code}")
        if number >= WARM_UP:
            taken.append((ended - began) * 1000)
    spent = (_cpu_ms(server) - cpu) / times
    return Measured(name, kind, median(taken), quantiles(taken, n=20)[-1], spent)


def _cpu_ms(process: int) -> float:
    """Processor time that a process has used so far, in steps of the system's clock tick."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
