"""The commands, as they are typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic.settings import load_settings
from clinic.store import open_store
from clinic.store.unit_of_work import BookingRequest, UnitOfWork
from tests.sources import ROOT

COMMANDS = ("serve", "train", "parse", "bookings", "outbox", "snippet")


def clinic(*arguments: str, given: str = "", **environment: object) -> subprocess.CompletedProcess:
    settings = {name: str(value) for name, value in environment.items()}
    return subprocess.run(
        [sys.executable, "-m", "clinic", *arguments],
        input=given,
        env={**os.environ, "COLUMNS": "160", **settings},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A database with two requests: one of them asks for a time that nobody could resolve."""
    url = f"sqlite:///{tmp_path}/clinic.db"
    store = open_store(load_settings(database_url=url))
    for number, name in enumerate(("Ana Reyes", "Zoë [red] Kim"), start=1):
        unit = UnitOfWork("none", 1, f"m{number}", datetime(2026, 3, number, tzinfo=UTC), "s" * 32)
        unit.request_booking(
            BookingRequest(
                form=f"form-{number}",
                name=name,
                phone="+12035550142",
                email=None,
                location="Stamford",
                preferred=[{"said": "next Tuesday", "date": "2026-03-10"}],
                concern="acne scars",
                health_note=None,
                flags=[],
                consent_wording="v1",
            )
        )
        store.turns.commit_unclaimed(unit)
    store.close()
    return url


def test_help_names_every_command() -> None:
    said = clinic("--help").stdout
    assert all(command in said for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = clinic(command, "--help")
    assert done.returncode == 0
    assert f"python -m clinic {command}" in done.stdout


def test_what_a_person_can_mend_is_one_line_without_a_traceback() -> None:
    done = clinic("bookings", PORT="eighty")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: A setting cannot be used: PORT: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_setting_is_told_by_every_command(command: str) -> None:
    done = clinic(command, LOG_LEVEL="loud")
    assert done.returncode == 1
    assert "LOG_LEVEL" in done.stderr
    assert "Traceback" not in done.stderr


def test_bookings_are_listed_oldest_first(database: str) -> None:
    said = clinic("bookings", DATABASE_URL=database).stdout
    assert said.index("Ana Reyes") < said.index("Zoë [red] Kim")
    assert "next Tuesday (2026-03-10)" in said


def test_bookings_as_json_are_a_list(database: str) -> None:
    first, second = json.loads(clinic("bookings", "--json", DATABASE_URL=database).stdout)
    assert (first["name"], second["name"]) == ("Ana Reyes", "Zoë [red] Kim")
    assert first["state"] == "received"
    assert first["preferred"] == [{"said": "next Tuesday", "date": "2026-03-10"}]
    assert datetime.fromisoformat(first["times"]["received"]).tzinfo is not None


def test_bookings_of_one_state(database: str) -> None:
    shown = clinic("bookings", "--json", "--state", "confirmed", DATABASE_URL=database).stdout
    assert json.loads(shown) == []
    said = clinic("bookings", "--state", "confirmed", DATABASE_URL=database).stdout
    assert said.strip() == "No booking requests."


def test_an_unknown_state_is_refused_with_the_known_ones(database: str) -> None:
    done = clinic("bookings", "--state", "lost", DATABASE_URL=database)
    assert done.returncode == 2
    assert "times_offered" in done.stderr


def test_the_states_that_can_be_asked_for_are_the_stores() -> None:
    from clinic.cli import State
    from clinic.store.bookings import STATES

    assert tuple(State) == STATES


def test_a_request_is_worked_by_command(database: str, tmp_path: Path) -> None:
    def booking(*arguments: str) -> subprocess.CompletedProcess:
        return clinic("booking", *arguments, DATABASE_URL=database, VAR_DIR=tmp_path)

    listed = json.loads(clinic("bookings", "--json", DATABASE_URL=database).stdout)
    reference = listed[0]["reference"]
    times = ("2031-05-06 16:00", "2031-05-07 09:30")
    asked = booking("offer", reference, *times)
    assert (asked.returncode, "more than six months away" in asked.stderr) == (1, True)
    offered = booking("offer", reference, *times, "--by", "mia", "--anyway")
    assert offered.stdout == f"{reference}: 2 times offered.\n"
    shown = booking("show", reference).stdout
    assert "offered      2031-05-06 16:00" in shown  # the clinic's own clock
    assert f"same person? {listed[1]['reference']}" in shown
    over = booking("confirm", reference, "2020-05-06 16:00")
    assert "is in the past. Nothing was done: add --anyway if it is meant." in over.stderr
    booking("confirm", reference, "2031-05-06 16:00", "--by", "mia", "--anyway")
    assert "appointment  2031-05-06 16:00" in booking("show", reference).stdout
    booking("cancel", reference, "--reason", "closed that day", "--by", "mia")
    assert "cancelled by mia: closed that day" in booking("show", reference).stdout
    refused = booking("confirm", reference, "2031-05-06 16:00", "--anyway")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Error: Request {reference} is cancelled")
    for wrong in (("show", "AAAA-AAAA"), ("offer", reference, "tomorrow")):
        told = booking(*wrong)
        assert (told.returncode, told.stderr.count("\n")) == (1, 1)


def test_requests_are_exported_without_formulas(database: str) -> None:
    text = clinic("bookings", "--csv", DATABASE_URL=database).stdout
    header, first, second = text.splitlines()
    assert header.startswith("reference,state,name,phone,email,reach_note,location,preferred,")
    assert "+12035550142" in first and "next Tuesday (2026-03-10)" in first
    assert "Zoë [red] Kim" in second


def test_the_outbox_lists_what_waits(database: str, tmp_path: Path) -> None:
    waiting = clinic("outbox", "--state", "pending", DATABASE_URL=database).stdout.splitlines()
    assert len(waiting) == 4 and all("booking_received" in line for line in waiting)
    assert clinic("outbox", DATABASE_URL=database).stdout == "Nothing is dead.\n"
    told = clinic("outbox", "--retry", "nothing", DATABASE_URL=database)
    assert told.returncode == 1 and "nothing" in told.stderr


@pytest.mark.parametrize("link", ["", "/notice?a=1&b=2"])
def test_the_line_for_a_page_says_what_the_clinic_filled_in(link: str, tmp_path: Path) -> None:
    file = tmp_path / "clinic.yml"
    own = (ROOT / "clinic.yml").read_text(encoding="utf-8")
    file.write_text(own.replace('privacy_link: ""', f'privacy_link: "{link}"'), encoding="utf-8")
    done = clinic("snippet", CLINIC_FILE=file, PUBLIC_URL="https://chat.example.org/")
    privacy = ' data-privacy="/notice?a=1&amp;b=2"' if link else ""
    assert done.stdout == (
        f'<script src="https://chat.example.org/widget.js"{privacy} data-emergency="911" defer>'
        "</script>\n"
    )
    assert ("privacy_link" in done.stderr) == (not link)
