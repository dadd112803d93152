"""Who waits how long: nobody gives up on a stream that is only quiet."""

from __future__ import annotations

import re

from clinic.chat.api import LONGEST_WAIT_S
from clinic.chat.streams import HEARTBEAT_S
from clinic.server.app import SANIC
from tests.sources import ROOT

FEED = (ROOT / "widget" / "src" / "chat" / "feed.js").read_text(encoding="utf-8")


def seconds(name: str) -> int:
    found = re.search(rf"const {name} = (\d+);", FEED)
    assert found is not None
    return int(found[1])


def test_a_heartbeat_comes_before_the_server_ends_the_answer() -> None:
    assert HEARTBEAT_S < SANIC["RESPONSE_TIMEOUT"]
    assert LONGEST_WAIT_S < SANIC["RESPONSE_TIMEOUT"]


def test_the_widget_waits_for_more_than_two_heartbeats() -> None:
    assert seconds("SILENCE_S") > 2 * HEARTBEAT_S


def test_the_widget_polls_no_longer_than_the_server_waits() -> None:
    assert seconds("POLL_S") <= LONGEST_WAIT_S
    assert seconds("POLL_S") < seconds("SILENCE_S")
