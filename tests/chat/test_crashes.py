"""Killed at any boundary of any turn, the server answers once, books once and keeps the order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import pytest

from tests.live import LiveServer
from tests.sources import ROOT
from tests.visitor import Visitor

BOOKING = [
    "I'd like to request an appointment",
    "Ana Beltran",
    "203-555-0103",
    "ana@example.com",
    "Norwalk",
    "Friday morning",
    "dull skin",
    "no",
    "yes, send it",
]
# Where the server is killed while it works on the messages from the given one on.
KILLS = {
    "sqlite": [
        "inbox.stored",
        "turn.claimed",
        "turn.computed",
        "turn.before_commit",
        "turn.after_commit",
        "turn.half_written",  # while the request itself is written
    ],
    "postgresql": ["turn.claimed", "turn.after_commit", "turn.half_written"],
}
NOTHING_LEFT_TO_TAKE_UP = "turn.after_commit"


def _kill_orders(places: list[str]) -> list[str]:
    """CLINIC_KILL_AT for each start: what was interrupted passes the place once unharmed."""
    orders, before = [], NOTHING_LEFT_TO_TAKE_UP
    for place in places:
        first = 1 if before == NOTHING_LEFT_TO_TAKE_UP else 2
        # A message is stored before it is taken up again, so storing is never passed twice.
        orders.append(f"{place}:{1 if place == 'inbox.stored' else first}")
        before = place
    # The last one is to hit the submitting message: the ones between are left alone.
    place, _, passes = orders[-1].partition(":")
    orders[-1] = f"{place}:{int(passes) + len(BOOKING) - len(places)}"
    return orders


class _DyingServer(LiveServer):
    """Dies by each order in turn and is started again at once, as a supervisor would."""

    def __init__(self, orders: list[str], **settings: object) -> None:
        super().__init__(start=False, **settings)
        self.deaths = 0
        self._orders = list(orders)
        self._closing = False
        self.start(CLINIC_KILL_AT=self._orders.pop(0))
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)
        self._supervisor.start()

    def _supervise(self) -> None:
        while True:
            self.process.wait()
            if self._closing:
                return
            self.deaths += 1
            self.start(CLINIC_KILL_AT=self._orders.pop(0) if self._orders else "")

    def remove(self) -> None:
        self._closing = True
        super().remove()


def _bookings(server: LiveServer) -> list[dict]:
    shown = subprocess.run(
        [sys.executable, "-m", "clinic", "bookings", "--json"],
        cwd=ROOT,
        env=os.environ | server.environment,
        capture_output=True,
        check=True,
    )
    return json.loads(shown.stdout)


def _book(server: LiveServer) -> tuple[list[dict], list[dict]]:
    """The whole conversation, and what the visitor saw of it when it was over."""
    with Visitor(server.url, patience=120).open() as visitor:
        for text in BOOKING:
            visitor.say(text)
        return visitor.history(), visitor.events


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_killed_at_every_boundary_it_answers_once_and_books_once(
    engine: str, live_server: LiveServer, request: pytest.FixtureRequest
):
    undisturbed, _ = _book(live_server)
    settings = {}
    if engine == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgres_url")
    server = _DyingServer(_kill_orders(KILLS[engine]), **settings)
    try:
        stored, seen = _book(server)
        assert server.deaths == len(KILLS[engine])
        assert [event["seq"] for event in stored] == list(range(1, len(stored) + 1))
        assert seen == stored
        assert [_said(event) for event in stored] == [_said(event) for event in undisturbed]
        (booking,) = _bookings(server)
        assert booking["reference"] in stored[-1]["text"]
        assert (booking["name"], booking["phone"], booking["location"]) == (
            "Ana Beltran", "+12035550103", "Norwalk",
        )  # fmt: skip
    finally:
        server.remove()


def _said(event: dict) -> tuple[str, str]:
    """Who said what; a reference differs from form to form."""
    return event["role"], event["text"].partition("**")[0]
