"""One day's appointments: whose hour it is, where, and how to reach them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from tests.chat.served import Served
from tests.console.booked import book
from tests.console.person import Person, poll, words

DAY = "2031-05-07"


def at(server: Served, clock: str) -> datetime:
    return datetime.fromisoformat(f"{DAY}T{clock}").replace(tzinfo=server.desk.profile.zone)


@pytest.fixture(scope="module")
def booked(server: Served) -> dict[str, str]:
    """Three appointments of the day, one of the next, and a time on offer; references by name."""
    store, now = server.chat.store, server.clock()
    bookings = {
        "Ana Late": ("15:30", "Norwalk", {"concern": "dull skin", "email": "ana@example.com"}),
        "Tom Early": ("09:00", "Stamford", {"flags": ["needs_clinician_review"]}),
        "Eve Either": ("12:00", "either", {}),
        "Max Morrow": ("09:00", "Norwalk", {}),
    }
    found = {}
    for number, (name, (clock, town, more)) in enumerate(bookings.items()):
        phone = f"+12035550{700 + number}"
        booking = book(store, now, name=name, location=town, phone=phone, **more)
        later = timedelta(days=1 if name == "Max Morrow" else 0)
        store.bookings.confirm(booking.id, at(server, clock) + later, "mia", now)
        found[name] = booking.reference
    offered = book(store, now, name="Oda Offered", phone="+12035550799")
    store.bookings.offer_times(offered.id, [at(server, "10:15")], "mia", now)
    return found | {"Oda Offered": offered.reference}


def names(page: str) -> list[str]:
    return re.findall(r'id="d-[^"]*">([^<]*)<', page)


def leading(page: str, where: str) -> str:
    return re.search(f'href="([^"]*)" rel="{where}"', page)[1].replace("&amp;", "&")


def test_a_day_has_its_appointments_in_their_order(
    front_desk: Person, booked: dict[str, str]
) -> None:
    page = front_desk.get(f"/staff/bookings/day?day={DAY}")
    assert names(page.text) == ["Tom Early", "Oda Offered", "Eve Either", "Ana Late"]
    said = words(page)
    assert "Wed 7 May 2031" in said
    assert "3 appointments, and 1 time is on offer" in said
    assert f"3:30 PM Ana Late {booked['Ana Late']} Norwalk (203) 555-0700 ana@ example.com" in said
    assert "dull skin Confirmed" in said
    assert "Confirmed Health: a clinician should look" in said
    assert f"10:15 AM Oda Offered {booked['Oda Offered']}" in said and "On offer" in said


@pytest.mark.usefixtures("booked")
def test_a_town_has_its_own_and_those_who_come_to_either(front_desk: Person) -> None:
    page = front_desk.get(f"/staff/bookings/day?day={DAY}&location=Stamford")
    assert names(page.text) == ["Tom Early", "Eve Either"]
    onward = front_desk.get(leading(page.text, "next"))
    assert "Thu 8 May 2031, Stamford" in words(onward) and names(onward.text) == []
    back = front_desk.get(leading(onward.text, "prev"))
    assert names(back.text) == ["Tom Early", "Eve Either"]


def test_without_a_day_or_with_nonsense_it_is_today(front_desk: Person) -> None:
    for asked in ("", "?day=soon", "?day=1066-10-14&location=Atlantis"):
        assert "Today, " in words(front_desk.get(f"/staff/bookings/day{asked}"))


def test_an_open_day_hears_of_changes_alone(
    front_desk: Person, server: Served, booked: dict[str, str]
) -> None:
    page = front_desk.get(f"/staff/bookings/day?day={DAY}")
    assert poll(front_desk, page).status_code == 204
    server.chat.store.bookings.ask_other_time(booked["Eve Either"], "Friday", server.clock())
    assert "Wants another time" in words(poll(front_desk, page))
