"""After hours the visitor hears when somebody will look at it; otherwise nobody names a time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.approved import is_response
from tests.dialogues.matrix import EVERYTHING
from tests.sources import ROOT
from tests.visitor import Visitor

ZONE = ZoneInfo("America/New_York")
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


def _profile(folder: Path, span: str) -> Path:
    own = (ROOT / "clinic.yml").read_text(encoding="utf-8")
    week = ", ".join(f'{day}: "{span}"' for day in DAYS)
    file = folder / "clinic.yml"
    file.write_text(own.replace("opening_hours: {}", f"opening_hours: {{{week}}}"))
    return file


@pytest.mark.slow
@pytest.mark.parametrize("is_open", [True, False])
def test_after_hours_it_says_when_somebody_looks(is_open, tmp_path, start_server):
    evening = datetime.now(ZONE).hour >= 12
    span = "0:00-23:59" if is_open else "3:00-4:00" if evening else "20:00-21:00"
    server = start_server(clinic_file=_profile(tmp_path, span))
    with Visitor(server.url).open() as visitor:
        visitor.say("I'd like to book an appointment")
        visitor.say(EVERYTHING)
        sent = [event["text"] for event in visitor.say("yes")]
        person = [event["text"] for event in visitor.say("can I talk to a real person")]
    for said in (sent, person):
        told = [text for text in said if is_response("utter_after_hours", text)]
        assert len(told) == (0 if is_open else 1)
    if not is_open:
        assert ("3:00 AM" if evening else "8:00 PM") in sent[1]
