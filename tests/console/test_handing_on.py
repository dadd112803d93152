"""Requests of colleagues who have left are noticed, taken over and handed on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from clinic.store.bookings import Booking
from tests.chat.served import Served
from tests.console.booked import book
from tests.console.person import Person, employ, words


@pytest.fixture
def office(serve: Callable[..., Served]) -> Served:
    return serve()


@pytest.fixture
def boss(office: Served) -> Iterator[Person]:
    with employ(office, "admin", "front_desk") as person:
        yield person


def hire(office: Served, name: str) -> str:
    staff = office.chat.store.staff
    return staff.add(f"{name}@clinic.example", name, ["front_desk"], office.clock()).id


def give(office: Served, to: str, name: str, state: str = "received", days: int = 3) -> Booking:
    store, now = office.chat.store, office.clock()
    booking = book(store, now, name=name)
    if state == "confirmed":
        store.bookings.confirm(booking.id, now + timedelta(days=days), to, now)
    if state == "declined":
        store.bookings.decline(booking.id, "other", to, now)
    store.board.assign(booking.id, to, now)
    return booking


def holder(office: Served, booking: Booking) -> str | None:
    return office.chat.store.board.get(booking.reference).assignee


def test_requests_of_who_has_left_are_nobodys_and_taken_over_with_a_click(
    office: Served, boss: Person
) -> None:
    mia = hire(office, "Mia")
    booking = give(office, mia, "Ana Beltran")
    give(office, mia, "Over Long Ago", "confirmed", days=-3)
    assert "a former colleague" not in words(boss.get("/staff/bookings"))
    office.chat.store.staff.change(mia, active=False)
    for view in ("board", "table"):
        page = words(boss.get("/staff/bookings", params={"view": view}))
        assert "1 request is still with a former colleague." in page
        assert page.count("Nobody's, was Mia's") == 1
        for whose in ("nobody", "former"):
            page = boss.get("/staff/bookings", params={"view": view, "assignee": whose})
            assert booking.reference in page.text
    at = f"/staff/bookings/{booking.reference}"
    page = boss.get(at)
    assert "It is still with Mia, a former colleague." in words(page)
    own = re.search(r'name="assignee" value="([^"]+)">Take it<', page.text)[1]
    page = boss.send(f"{at}/assign", assignee=["", own])  # as a browser sends list and button
    assert "former colleague" not in words(page)
    assert holder(office, booking) == office.chat.store.staff.by_email(boss.email).id
    assert "still with a former" not in words(boss.get("/staff/bookings"))


def test_who_is_no_longer_at_the_desk_holds_nothing_unnoticed(office: Served, boss: Person) -> None:
    mia = hire(office, "Mia")
    give(office, mia, "Ana Beltran")
    office.chat.store.staff.change(mia, roles=["reviewer"])
    assert "1 request is still with a former" in words(boss.get("/staff/bookings"))


def test_an_account_is_not_switched_off_before_its_requests_have_somebody(
    office: Served, boss: Person
) -> None:
    mia, noor = hire(office, "Mia"), hire(office, "Noor")
    todo = [give(office, mia, "A"), give(office, mia, "B"), give(office, mia, "C", "confirmed")]
    over = [give(office, mia, "D", "confirmed", days=-2), give(office, mia, "E", "declined")]
    page = boss.get("/staff/accounts")
    assert "Holds 2 open requests and 1 appointment to come." in words(page)
    page = boss.send(f"/staff/accounts/{mia}", roles=["front_desk"])
    assert "Mia holds 2 open requests and 1 appointment to come." in words(page)
    assert office.chat.store.staff.get(mia).active
    wrong = boss.send(f"/staff/accounts/{mia}", roles=["front_desk"], heir=mia)
    assert wrong.status_code == 400
    page = boss.send(f"/staff/accounts/{mia}", roles=["front_desk"], heir=noor)
    assert "The account is changed." in words(page)
    assert not office.chat.store.staff.get(mia).active
    assert [holder(office, each) for each in todo] == [noor] * 3
    assert [holder(office, each) for each in over] == [mia] * 2
    at = "/staff/bookings/{}"
    assert re.search(
        r"Given to Mia .{10,40} by command Given to Noor .{10,40} by Admin.* It was Mia’s\.",
        words(boss.get(at.format(todo[0].reference))),
    )
    assert "Noor" not in words(boss.get(at.format(over[1].reference))).partition("History")[2]
    assert office.chat.store.audit.list(action="handed_on")[0].subject == mia


def test_what_was_left_behind_is_handed_on_later(office: Served, boss: Person) -> None:
    mia = hire(office, "Mia")
    todo = [give(office, mia, "A"), give(office, mia, "B")]
    boss.get("/staff/accounts")
    office.chat.store.staff.change(mia, active=False)
    assert "Still holds 2 open requests." in words(boss.get("/staff/accounts"))
    assert boss.send(f"/staff/accounts/{mia}/hand-on").status_code == 400
    page = boss.send(f"/staff/accounts/{mia}/hand-on", heir="nobody")
    assert "The requests are handed on." in words(page) and "Still holds" not in words(page)
    assert [holder(office, each) for each in todo] == [None, None]
    at = f"/staff/bookings/{todo[0].reference}"
    assert re.search(r"Nobody’s again .{10,40} by Admin.* It was Mia’s\.", words(boss.get(at)))


def test_the_history_says_who_took_a_request_and_leaves_open_pages_alone(
    office: Served, boss: Person
) -> None:
    booking = give(office, hire(office, "Mia"), "Ana Beltran")
    at, me = f"/staff/bookings/{booking.reference}", office.chat.store.staff.by_email(boss.email)
    boss.get(at)
    for _ in range(2):  # a second time changes nothing
        page = words(boss.send(f"{at}/assign", assignee=me.id))
    assert page.count("Taken") == 1
    assert re.search(rf"Taken .{{10,40}} by {me.name} It was Mia’s\.", page)
    page = boss.send(f"{at}/note", note="called")
    assert page.status_code == 200
    declined = boss.send(f"{at}/decline", reason="other", version="1")
    assert "Declined" in words(declined)  # to hand it on is no step that makes a page old
