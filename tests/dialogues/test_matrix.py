"""Whatever comes in between, at whatever question: answered, asked again, nothing lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.matrix import NOTHING, PAGE, SLOTS, STORED, TOGETHER, Row, Sitting, cells, page
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

AT_ONCE = 6  # conversations side by side
CELLS = list(cells())


def name_of(value: object) -> str:
    return value.title if isinstance(value, Row) else str(value)


@pytest.fixture(scope="module")
def outcomes(_shared_server: LiveServer) -> dict[tuple[str, str], str | None]:
    """What went wrong in each cell, or None; every conversation is played once."""
    if not _shared_server.is_running:
        _shared_server.start()
    found: dict[tuple[str, str], str | None] = {}
    sittings: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row, slot in CELLS:
        sittings[row.group, slot].append(row)

    def sit(place: tuple[str, str]) -> None:
        _, slot = place
        _play(_shared_server, slot, sittings[place], found)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(sit, sittings))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("row", "slot"), CELLS, ids=name_of)
def test_an_interruption_is_met_and_nothing_is_lost(
    row: Row, slot: str, outcomes: dict[tuple[str, str], str | None]
):
    assert outcomes[row.title, slot] is None


def test_every_question_of_the_form_and_every_topic_is_in_the_matrix():
    from tests.test_content import TOPICS, domain

    # How to be reached is asked only to put right what was said of it.
    asked = set(domain()["forms"]["booking_form"]["required_slots"]) - {"reach_note", "team_note"}
    assert len(SLOTS) == len(asked)
    assert sum(row.title.startswith("Question: ") for row, _ in CELLS) == len(TOPICS) * len(SLOTS)


def test_the_page_shows_what_the_matrix_covers():
    assert PAGE.read_text(encoding="utf-8") == page()


def _play(
    server: LiveServer, slot: str, rows: list[Row], found: dict[tuple[str, str], str | None]
) -> None:
    """One conversation: to the question, through the rows, to the end; the request is compared."""

    def note(rows: list[Row], check: Callable[[], None]) -> bool:
        try:
            check()
        except Exception as error:  # whatever it is, it is this cell's outcome
            found.update({(row.title, slot): f"{type(error).__name__}: {error}" for row in rows})
            return False
        return True

    with Visitor(server.url).open() as visitor:
        sitting: list[Sitting] = []
        if not note(rows, lambda: sitting.append(Sitting(visitor, slot))):
            return
        differs: dict | None = {}
        for row in rows:
            results: list[dict | None] = []
            if note([row], lambda row=row, results=results: results.append(row.play(sitting[0]))):
                found[row.title, slot] = None
                differs = results[0]
        well = [row for row in rows if found[row.title, slot] is None]
        if rows[0].group == TOGETHER:
            note(well, sitting[0].finish)
        note(well, lambda: _compare(bookings_of(server, visitor.conversation), differs))


def _compare(sent: list[Booking], differs: dict | None) -> None:
    if differs is NOTHING:
        assert sent == []
        return
    (booking,) = sent
    stored = {slot: getattr(booking, slot) for slot in STORED}
    stored["preferred"] = " / ".join(time["said"] for time in booking.preferred)
    assert stored == STORED | differs
