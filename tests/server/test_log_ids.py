"""From a visitor's report to the turn in the log: request, conversation and turn lead there."""

from __future__ import annotations

import json
import uuid

import httpx

from tests.live import LiveServer
from tests.visitor import API, Visitor


def test_each_line_says_to_which_request_and_turn_it_belongs(live_server: LiveServer) -> None:
    with Visitor(live_server.url).open() as visitor:
        signed = {"Authorization": f"Bearer {visitor.token}"}
        body = {"id": str(uuid.uuid4()), "text": "does it hurt?"}
        taken = httpx.post(live_server.url + API + "/messages", json=body, headers=signed)
        visitor.answers(body["id"])
        request, turn = taken.headers["x-request-id"], taken.json()["seq"]
        other = httpx.get(live_server.url + API + "/events?after=x", headers=signed)
    assert other.headers["x-request-id"] != request
    lines = [json.loads(line) for line in live_server.log_text().splitlines() if line[0] == "{"]
    (arrival,) = [line for line in lines if line.get("request") == request]
    assert arrival["event"] == "message_taken"
    assert (arrival["conversation"], arrival["turn"]) == (visitor.conversation, turn)
    (end,) = [
        line
        for line in lines
        if line["event"] == "turn_done" and line["conversation"] == visitor.conversation
    ]
    assert (end["turn"], end["outcome"]) == (turn, "answered")
    assert "request" not in end  # a turn is worked off apart from the call that brought it


def test_a_log_is_json_from_its_first_line_to_its_last(live_server: LiveServer) -> None:
    """But for what is printed at the start for whoever runs it by hand."""
    for line in live_server.log_text().splitlines():
        if not line.startswith(("http://", "No staff account yet")):
            assert {"event", "level", "timestamp"} <= set(json.loads(line))
